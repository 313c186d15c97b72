/**
 * `--what-if GOGC=50,100+GOMEMLIMIT=…`: which settings are asked for. Values are read as Go reads
 * the variables, but what Go would silently ignore is an error here.
 */
import { ResidentError } from "../../base/errors.ts";
import { parseGogc, parseMemoryLimit } from "../../model/go-settings.ts";
import type { PacerSettings } from "../heap-model/pacer/pacer-state.ts";

/** What is not in it stays as it is. */
export type WhatIfQuestion = Partial<PacerSettings>;

const NAMES = ["GOGC", "GOMEMLIMIT"] as const;
type Name = (typeof NAMES)[number];

const HINT =
  "Write e.g. --what-if GOGC=50,200 or --what-if GOMEMLIMIT=400MiB, and GOGC=50+GOMEMLIMIT=400MiB for both at once.";

/** @param texts as given, one a flag. Throws RES_USAGE. */
export function parseQuestions(texts: readonly string[]): WhatIfQuestion[] {
  return texts.flatMap(parseList);
}

/** A value without a name has the name of the one before. */
function parseList(text: string): WhatIfQuestion[] {
  let name: Name | undefined;
  return text.split(",").map((part) => {
    const settings = part.split("+");
    if (settings.length === 1 && !part.includes("=")) return questionOf(name, part, text);
    const question = Object.assign({}, ...settings.map((one) => settingOf(one, text)));
    if (Object.keys(question).length < settings.length) throw wrong(text, "names one twice");
    name = settings.length === 1 ? nameOf(part, text) : undefined;
    return question;
  });
}

function settingOf(setting: string, text: string): WhatIfQuestion {
  return questionOf(nameOf(setting, text), setting.slice(setting.indexOf("=") + 1), text);
}

function nameOf(setting: string, text: string): Name {
  const name = NAMES.find((known) => setting.startsWith(`${known}=`));
  if (name === undefined) throw wrong(text, "is not GOGC=… or GOMEMLIMIT=…");
  return name;
}

function questionOf(name: Name | undefined, value: string, text: string): WhatIfQuestion {
  if (name === undefined) throw wrong(text, `has "${value}" without a name before it`);
  const parsed = name === "GOGC" ? parseGogc(value) : parseMemoryLimit(value);
  if (parsed === undefined)
    throw wrong(text, `has "${value}", which Go does not read as a ${name}`);
  if (name === "GOGC" && parsed === 0)
    throw wrong(text, "asks for GOGC=0, which collects all the time");
  return name === "GOGC" ? { gogc: parsed } : { memlimit: parsed };
}

function wrong(text: string, what: string): ResidentError {
  return new ResidentError("RES_USAGE", `--what-if ${text} ${what}.`, { hint: HINT });
}
