/** Options and patterns as programs give them, which have no types at run time: each is looked at. */
import { ResidentError } from "../base/errors.ts";
import { similarWord } from "../base/similar-word.ts";
import { CHOICES, DEFAULT_SETTINGS, type Settings } from "../pprof/settings.ts";

/** What is undefined is not given. Throws RES_USAGE for what no option is or can be. */
export function settingsOf(options: unknown): Settings {
  const given = Object.entries(objectOf(options))
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, checkedValue(name, value)] as const);
  return { ...DEFAULT_SETTINGS, ...Object.fromEntries(given) };
}

/** Whether a switch is on; no other name than those of `usual` may be given. */
export function switchesOf<T extends Readonly<Record<string, boolean>>>(
  options: unknown,
  usual: T,
): T {
  const given = Object.entries(objectOf(options)).filter(([, value]) => value !== undefined);
  for (const [name, value] of given) {
    if (!Object.hasOwn(usual, name)) throw unknownOption(name, Object.keys(usual));
    if (typeof value !== "boolean") throw wrongType(name, "boolean", value);
  }
  return { ...usual, ...Object.fromEntries(given) };
}

function objectOf(options: unknown): object {
  if (typeof options === "object" && options !== null) return options;
  throw usage("options are an object, as { nodecount: 5 }");
}

function checkedValue(name: string, value: unknown): unknown {
  if (!Object.hasOwn(DEFAULT_SETTINGS, name)) {
    throw unknownOption(name, Object.keys(DEFAULT_SETTINGS));
  }
  // A value's position is a word of the command line, but a number to a program.
  if (name === "sample_index" && Number.isInteger(value)) return String(value);
  const setting = name as keyof Settings;
  const usual = DEFAULT_SETTINGS[setting];
  if (typeof usual !== typeof value) throw wrongType(name, typeof usual, value);
  if (Number.isNaN(value)) throw usage(`option ${name} is not a number`);
  if (name === "nodecount" && !Number.isInteger(value)) {
    throw usage("option nodecount must be a whole number");
  }
  const choices = CHOICES[setting];
  if (value !== "" && choices?.includes(String(value)) === false) {
    throw usage(`option ${name} must be one of ${choices.join(", ")}`);
  }
  return value;
}

/** Throws RES_USAGE for what is no text. */
export function patternOf(pattern: unknown): string {
  if (typeof pattern === "string") return pattern;
  throw usage("a pattern is a string: a regular expression of RE2", sourceHint(pattern));
}

export function usage(message: string, hint?: string): ResidentError {
  return new ResidentError("RES_USAGE", message, {
    hint: hint ?? "docs/library.md says what there is.",
  });
}

function unknownOption(name: string, names: readonly string[]): ResidentError {
  const plain = (text: string) => text.replaceAll(/[_-]/g, "").toLowerCase();
  const found = names.find((known) => plain(known) === plain(name)) ?? similarWord(name, names);
  return usage(`no option ${name}`, found && `Did you mean ${found}?`);
}

function wrongType(name: string, type: string, value: unknown): ResidentError {
  return usage(
    `option ${name} must be a ${type}`,
    type === "string" ? sourceHint(value) : undefined,
  );
}

/** RE2 has no lookaround and no references, so one of JavaScript is not taken for one of RE2. */
function sourceHint(value: unknown): string | undefined {
  if (!(value instanceof RegExp)) return undefined;
  return `Give its text, ${JSON.stringify(value.source)}; RE2 knows no lookaround and no references.`;
}
