/** The value of `-symbolize`: where names of addresses come from, and how C++ names are shortened. */
import type { NameMode } from "./simplify-names.ts";

export interface SymbolizeMode {
  /** False: names stay as they are in the profile. */
  readonly isOn: boolean;
  readonly local: boolean;
  readonly remote: boolean;
  /** Also where the profile has names already. */
  readonly force: boolean;
  readonly names: NameMode;
}

const DEFAULT: SymbolizeMode = {
  isOn: true,
  local: true,
  remote: true,
  force: false,
  names: "default",
};

const WORDS: Readonly<Record<string, Partial<SymbolizeMode>>> = {
  "": {},
  none: { isOn: false },
  no: { isOn: false },
  local: { local: true, remote: false },
  fastlocal: { local: true, remote: false },
  remote: { local: false, remote: true },
  force: { force: true },
  "demangle=full": { names: "full", force: true },
  "demangle=none": { names: "none", force: true },
  "demangle=templates": { names: "templates", force: true },
  "demangle=default": {},
  full: { names: "full", force: true },
  templates: { names: "templates", force: true },
  default: {},
};

/** Words joined by colons; `warn` gets those that mean nothing. */
export function symbolizeMode(text: string, warn: (message: string) => void): SymbolizeMode {
  let mode = DEFAULT;
  for (const word of text.toLowerCase().split(":")) {
    const change = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
    if (change === undefined) {
      warn(`ignoring unrecognized symbolization option: ${text}`);
      warn(
        "expecting -symbolize=[local|fastlocal|remote|none][:force][:demangle=[none|full|templates|default]",
      );
    } else if (change.isOn === false) return { ...mode, ...change };
    else mode = { ...mode, ...change };
  }
  return mode;
}
