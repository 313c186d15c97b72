/** `help` in the shell: an overview, and what is to say of one command or option. */
import type { Profile } from "../../model/profile.ts";
import { COMMANDS, type Command, findCommand } from "../commands.ts";
import { CHOICE_HELP, SETTING_HELP } from "../help/setting-help.ts";
import { CHOICES, DEFAULT_SETTINGS, type Settings } from "../settings.ts";
import { findSetting } from "./setting-values.ts";

const WORDS: readonly (readonly [name: string, summary: string])[] = [
  ["o, options", "the options and their values"],
  [":", "clear focus, ignore, hide, tagfocus and tagignore"],
  ["help NAME", "more on a command or an option, with examples"],
  ["q, quit, exit", "leave (Ctrl-D, too)"],
];

const EXAMPLES: readonly (readonly [line: string, summary: string])[] = [
  ["top5", "the five heaviest functions"],
  ["top -cum 20", "twenty, with what they call"],
  ["top json -Marshal", "only samples through json, none through Marshal"],
  ["list main\\.handle", "the source of these functions"],
  ["peek runtime.mallocgc", "who allocates"],
  ["tree | less", "page through a report"],
  ["list main > main.txt", "save it"],
  ["alloc_space", "report another value"],
  ["focus=json", "from now on only samples through json"],
];

export function shellHelp(): string {
  const settings = Object.keys(DEFAULT_SETTINGS) as (keyof Settings)[];
  const plain = settings.filter((name) => CHOICES[name] === undefined).sort();
  const choices = Object.values(CHOICES).flat();
  return [
    "Commands:",
    ...COMMANDS.map(({ name, description }) => row(name, description)),
    ...WORDS.map(([name, summary]) => row(name, summary)),
    "",
    "Options (name=value):",
    ...plain.map((name) => row(name, SETTING_HELP[name].summary)),
    ...choices.map((choice) => row(`${choice}=true`, CHOICE_HELP[choice] ?? "")),
    "",
    "Examples:",
    ...EXAMPLES.map(([line, summary]) => row(line, summary)),
  ].join("\n");
}

/** Undefined for a name that nothing has. */
export function helpOn(name: string, { valueTypes }: Profile): string | undefined {
  const command = findCommand(name);
  if (command !== undefined) return commandHelp(command);
  const setting = findSetting(name);
  if (setting === undefined) return undefined;
  if (setting !== name) return row(`${name}=true`, CHOICE_HELP[name] ?? "").trim();
  const { summary, more = [] } = SETTING_HELP[setting];
  const types = valueTypes.map(({ type }) => type).join(", ");
  const values = name === "sample_index" ? [`This profile has ${types}.`] : choicesOf(setting);
  return [`${name}: ${summary}`, ...more, ...values].join("\n  ");
}

function choicesOf(setting: keyof Settings): string[] {
  const choices = CHOICES[setting];
  return choices === undefined ? [] : [`One of ${choices.join(", ")}.`];
}

function commandHelp({ name, hasPattern, description, viewer }: Command): string {
  const usage = `${name}${hasPattern ? " REGEX" : " [N]"} [FOCUS…] [-IGNORE…]`;
  const isTable = name === "top" || name === "text" || name === "tree" || name === "peek";
  const example = name === "tags" ? "tags user" : `${name} ${hasPattern ? "main\\." : "20"}`;
  return [
    `${usage}${isTable ? " [-cum]" : ""}${viewer === undefined ? " [> FILE] [| COMMAND]" : ""}`,
    `${description[0]!.toUpperCase()}${description.slice(1)}.`,
    hasPattern
      ? "REGEX is a regular expression (RE2) on the function's name."
      : "N: at most so many.",
    "FOCUS and IGNORE are regular expressions, too; they hold for this report only.",
    `Example: ${example} -runtime`,
  ].join("\n  ");
}

function row(left: string, right: string): string {
  return `  ${left.padEnd(22)} ${right}`;
}
