/**
 * A command of the shell with its arguments: `top5 -cum json -runtime >file`. A number is how many
 * are shown, a word is focused on, one behind a dash ignored. What is set so holds for this report
 * only.
 */
import { type Command, findCommand } from "../commands.ts";
import { goQuote } from "../measure/go-quote.ts";
import type { Settings } from "../settings.ts";
import { usageError } from "../usage-error.ts";
import { findSetting } from "./setting-values.ts";

export interface ReportCommand {
  readonly command: Command;
  readonly argument: string | undefined;
  readonly settings: Settings;
}

/** Rows of `top` in a shell, where nothing else is said. */
const TOP_ROWS = 10;

/** Throws RES_USAGE with pprof's message for what is no command. */
export function parseCommand(words: readonly string[], settings: Settings): ReportCommand {
  const { command, rest } = splitName(words);
  if (!command.hasPattern) return withArguments(command, undefined, rest, settings);
  const [argument, ...others] = rest;
  if (argument === undefined) throw usageError(`command ${command.name} requires an argument`);
  return withArguments(command, argument, others, settings);
}

/** `top10` is `top 10`. */
function splitName([name = "", ...rest]: readonly string[]): {
  command: Command;
  rest: readonly string[];
} {
  const known = findCommand(name);
  if (known !== undefined) return { command: known, rest };
  const letters = withoutDigits(name);
  const digits = name.slice(letters.length);
  const words = digits === "" ? rest : [digits, ...rest];
  const command = findCommand(letters);
  if (command !== undefined) return { command, rest: words };
  const [first] = words;
  if (findSetting(letters) !== undefined) {
    throw usageError(`did you mean: ${letters}=${first ?? "<val>"}`);
  }
  throw usageError(`unrecognized command: ${goQuote(letters)}`);
}

/** The name itself where it is a number. */
function withoutDigits(name: string): string {
  let end = name.length;
  while (end > 0 && name[end - 1]! >= "0" && name[end - 1]! <= "9") end--;
  return end === 0 ? name : name.slice(0, end);
}

function withArguments(
  command: Command,
  argument: string | undefined,
  words: readonly string[],
  given: Settings,
): ReportCommand {
  const { name } = command;
  let settings = given;
  const focus: string[] = [];
  const ignore: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (isNumber(word)) settings = { ...settings, nodecount: Number(word) };
    else if (word.startsWith(">")) {
      const output = word === ">" ? words[++i] : word.slice(1);
      if (output === undefined) throw usageError("unexpected end of line after >");
      settings = { ...settings, output };
    } else if (word === "-cum" || word === "--cum") settings = { ...settings, sort: "cum" };
    else if (word.startsWith("-")) ignore.push(word.slice(1));
    else focus.push(word);
  }
  const isShort = settings.nodecount === -1 && (name === "top" || name === "text");
  if (isShort) settings = { ...settings, nodecount: TOP_ROWS };
  return { command, argument, settings: withFilters(settings, name, focus, ignore) };
}

/** Of `tags` the words are about labels. */
function withFilters(
  settings: Settings,
  command: string,
  focus: readonly string[],
  ignore: readonly string[],
): Settings {
  const either = (words: readonly string[]) => words.filter((word) => word !== "").join("|");
  const [kept, left] = [either(focus), either(ignore)];
  const isTags = command === "tags";
  return {
    ...settings,
    ...(kept === "" ? {} : isTags ? { tagfocus: kept } : { focus: kept }),
    ...(left === "" ? {} : isTags ? { tagignore: left } : { ignore: left }),
  };
}

function isNumber(word: string): boolean {
  return /^[+-]?\d+$/.test(word) && Math.abs(Number(word)) <= 0x7fffffff;
}
