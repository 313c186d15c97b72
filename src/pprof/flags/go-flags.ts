/**
 * Flags as Go's flag package reads them, since that is what people's scripts are written for: one
 * dash or two, `-x=value` or `-x value`, a switch takes its value only behind `=`, and the first
 * word that is no flag ends them.
 */
import { ResidentError } from "../../base/errors.ts";

/** `strings`: may be given several times. */
export type FlagKind = "bool" | "int" | "float" | "string" | "strings";
export type FlagValue = boolean | number | string;

export interface ParsedFlags {
  /** Of the flags that were given; of one given twice the last value. */
  readonly values: ReadonlyMap<string, FlagValue>;
  /** All values of those that may be given several times. */
  readonly lists: ReadonlyMap<string, readonly string[]>;
  /** What follows the flags. */
  readonly words: readonly string[];
  /** `-h` or `-help` was there, and is no flag of its own. */
  readonly wantsHelp: boolean;
}

/** Throws RES_USAGE with Go's message for a flag that is unknown or has no such value. */
export function parseGoFlags(
  args: readonly string[],
  kinds: ReadonlyMap<string, FlagKind>,
): ParsedFlags {
  const values = new Map<string, FlagValue>();
  const lists = new Map<string, string[]>();
  let at = 0;
  while (at < args.length) {
    const word = args[at]!;
    if (word.length < 2 || !word.startsWith("-")) break;
    at++;
    if (word === "--") break;
    const { name, given } = splitFlag(word);
    const kind = kinds.get(name);
    if (kind === undefined) {
      if (name === "help" || name === "h") return { values, lists, words: [], wantsHelp: true };
      throw usage(`flag provided but not defined: -${name}`);
    }
    if (kind === "bool") values.set(name, parseSwitch(name, given ?? "true"));
    else {
      const value = given ?? args[at++];
      if (value === undefined) throw usage(`flag needs an argument: -${name}`);
      if (kind === "strings") lists.set(name, [...(lists.get(name) ?? []), value]);
      else values.set(name, parseValue(name, kind, value));
    }
  }
  return { values, lists, words: args.slice(at), wantsHelp: false };
}

function splitFlag(word: string): { name: string; given: string | undefined } {
  const text = word.slice(word.startsWith("--") ? 2 : 1);
  if (text === "" || text.startsWith("-") || text.startsWith("=")) {
    throw usage(`bad flag syntax: ${word}`);
  }
  const equals = text.indexOf("=", 1);
  if (equals < 0) return { name: text, given: undefined };
  return { name: text.slice(0, equals), given: text.slice(equals + 1) };
}

const TRUE = new Set(["1", "t", "T", "true", "TRUE", "True"]);
const FALSE = new Set(["0", "f", "F", "false", "FALSE", "False"]);

function parseSwitch(name: string, text: string): boolean {
  if (TRUE.has(text)) return true;
  if (FALSE.has(text)) return false;
  throw usage(`invalid boolean value ${JSON.stringify(text)} for -${name}: parse error`);
}

function parseValue(name: string, kind: "int" | "float" | "string", text: string): FlagValue {
  if (kind === "string") return text;
  const value = kind === "int" ? parseInteger(text) : parseFloating(text);
  if (value !== undefined) return value;
  throw usage(`invalid value ${JSON.stringify(text)} for flag -${name}: parse error`);
}

/** Go's syntax of whole numbers: decimal, 0x, 0o, 0b, 0 for octal, and _ between digits. */
export function parseInteger(text: string): number | undefined {
  const match = /^([+-]?)(0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO]?[0-7_]+|0|[1-9][\d_]*)$/.exec(text);
  if (match === null) return undefined;
  const digits = match[2]!.replaceAll("_", "");
  const value = Number(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return match[1] === "-" ? -value : value;
}

/** Go's syntax of decimal floating-point numbers. */
export function parseFloating(text: string): number | undefined {
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return Number(text);
  if (/^[+-]?inf(?:inity)?$/i.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
  return /^nan$/i.test(text) ? Number.NaN : undefined;
}

function usage(message: string): ResidentError {
  return new ResidentError("RES_USAGE", message, {
    hint: "`resident pprof -help` lists the flags.",
  });
}
