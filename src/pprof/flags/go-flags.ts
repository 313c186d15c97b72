/**
 * Flags as Go's flag package reads them, since that is what people's scripts are written for: one
 * dash or two, `-x=value` or `-x value`, a switch takes its value only behind `=`, and the first
 * word that is no flag ends them.
 */
import { ResidentError } from "../../base/errors.ts";
import { goQuote } from "../measure/go-quote.ts";
import { parseFloating, parseInteger } from "./go-numbers.ts";

/** `strings`: may be given several times. */
export type FlagKind = "bool" | "int" | "float" | "string" | "strings";
export type FlagValue = boolean | number | string;

/** A flag as it was typed. */
export interface GivenFlag {
  readonly name: string;
  /** "" of a switch. */
  readonly value: string;
  /** One, or two where the value is a word of its own. */
  readonly words: readonly string[];
}

export interface ParsedFlags {
  /** Of the flags that were given; of one given twice the last value. */
  readonly values: ReadonlyMap<string, FlagValue>;
  /** All values of those that may be given several times. */
  readonly lists: ReadonlyMap<string, readonly string[]>;
  /** In their order. */
  readonly given: readonly GivenFlag[];
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
  const typed: GivenFlag[] = [];
  let at = 0;
  while (at < args.length) {
    const word = args[at]!;
    if (word.length < 2 || !word.startsWith("-")) break;
    const begin = at++;
    if (word === "--") break;
    const { name, given } = splitFlag(word);
    const kind = kinds.get(name);
    if (kind === undefined) {
      if (name === "help" || name === "h") {
        return { values, lists, given: typed, words: [], wantsHelp: true };
      }
      throw usage(`flag provided but not defined: -${name}`);
    }
    if (kind === "bool") values.set(name, parseSwitch(name, given ?? "true"));
    else {
      const value = given ?? args[at++];
      if (value === undefined) throw usage(`flag needs an argument: -${name}`);
      if (kind === "strings") lists.set(name, [...(lists.get(name) ?? []), value]);
      else values.set(name, parseValue(name, kind, value));
    }
    const value = given ?? (kind === "bool" ? "" : args[at - 1]!);
    typed.push({ name, value, words: args.slice(begin, at) });
  }
  return { values, lists, given: typed, words: args.slice(at), wantsHelp: false };
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
  throw usage(`invalid boolean value ${goQuote(text)} for -${name}: parse error`);
}

function parseValue(name: string, kind: "int" | "float" | "string", text: string): FlagValue {
  if (kind === "string") return text;
  const value = kind === "int" ? parseInteger(text) : parseFloating(text);
  if (typeof value === "number") return value;
  const reason = value === "range" ? "value out of range" : "parse error";
  throw usage(`invalid value ${goQuote(text)} for flag -${name}: ${reason}`);
}

function usage(message: string): ResidentError {
  return new ResidentError("RES_USAGE", message, {
    hint: "`resident pprof -help` lists the flags.",
  });
}
