/**
 * What Tab offers: commands and options, values of an option, labels, and names of functions, by any
 * part of them. A name is put in so that it is a regular expression that finds it.
 */
import type { Profile } from "../../model/profile.ts";
import { COMMANDS, findCommand } from "../commands.ts";
import { CHOICES, DEFAULT_SETTINGS, type Settings } from "../settings.ts";
import { LabelCompleter } from "./complete-labels.ts";
import { splitWords } from "./shell-session.ts";

export interface Completion {
  readonly candidates: readonly string[];
  /** The end of the line that a candidate takes the place of. */
  readonly replaced: string;
}

/** Nobody chooses from more. */
const MOST = 200;

export class LineCompleter {
  private readonly profile: Profile;
  private readonly labels: LabelCompleter;
  private names: readonly string[] | undefined;

  constructor(profile: Profile) {
    this.profile = profile;
    this.labels = new LabelCompleter(profile);
  }

  complete(line: string): Completion {
    const words = splitWords(line);
    const last = /\s$/.test(line) || words.length === 0 ? "" : words.at(-1)!;
    const before = last === "" ? words : words.slice(0, -1);
    if (before.length === 0) return this.first(last);
    if (before[0] === "help") return startingWith(last, [...commandNames(), ...optionNames()]);
    const command = findCommand(before[0]!.replace(/\d+$/, ""));
    if (command === undefined) return { candidates: [], replaced: last };
    return command.name === "tags" ? this.tagWords(last) : this.functions(last);
  }

  private first(word: string): Completion {
    const equals = word.indexOf("=");
    if (equals >= 0) return this.values(word.slice(0, equals), word.slice(equals + 1));
    const words = ["help", "options", "quit", ...this.types()];
    const options = optionNames().map((name) => (isSwitch(name) ? name : `${name}=`));
    return startingWith(word, [...commandNames(), ...words, ...options]);
  }

  private values(name: string, start: string): Completion {
    if (name === "sample_index") return startingWith(start, this.types());
    const ofLabels = this.labels.ofOption(name, start);
    if (ofLabels !== undefined) return { candidates: ofLabels.slice(0, MOST), replaced: start };
    const setting = name as keyof Settings;
    const usual = DEFAULT_SETTINGS[setting];
    const patterns = ["focus", "ignore", "hide", "show", "show_from", "prune_from"];
    if (patterns.includes(name)) return this.functions(start);
    return startingWith(
      start,
      CHOICES[setting] ?? (typeof usual === "boolean" ? ["true", "false"] : []),
    );
  }

  /** Those that contain what was typed, if no name begins so. */
  private functions(typed: string): Completion {
    const wanted = typed.replace(/^-/, "").replaceAll("\\", "");
    const dash = typed.startsWith("-") ? "-" : "";
    this.names ??= functionNames(this.profile);
    const within = this.names.filter((name) => name.includes(wanted));
    const starting = within.filter((name) => name.startsWith(wanted));
    const found = starting.length > 0 ? starting : within;
    return {
      candidates: found.slice(0, MOST).map((name) => dash + asPattern(name)),
      replaced: typed,
    };
  }

  /** Of `tags` the words are filters of labels. */
  private tagWords(typed: string): Completion {
    const dash = typed.startsWith("-") ? "-" : "";
    const found = this.labels.ofFilter(typed.slice(dash.length));
    return { candidates: found.slice(0, MOST).map((filter) => dash + filter), replaced: typed };
  }

  private types(): string[] {
    return this.profile.valueTypes.map(({ type }) => type);
  }
}

function startingWith(typed: string, names: readonly string[]): Completion {
  const candidates = names.filter((name) => name.startsWith(typed)).sort();
  return { candidates: [...new Set(candidates)], replaced: typed };
}

function commandNames(): string[] {
  return COMMANDS.map(({ name }) => name);
}

function optionNames(): string[] {
  return [...Object.keys(DEFAULT_SETTINGS), ...Object.values(CHOICES).flat()];
}

function isSwitch(name: string): boolean {
  const usual = DEFAULT_SETTINGS[name as keyof Settings];
  return usual === undefined || typeof usual === "boolean";
}

function functionNames({ functions, strings }: Profile): string[] {
  const names = new Set<string>();
  for (let i = 0; i < functions.length; i++) names.add(strings.get(functions.name[i]!));
  names.delete("");
  return [...names].sort();
}

/** A dot stays a dot: it matches itself, and is easier to read. */
function asPattern(name: string): string {
  return name.replace(/[\\^$*+?()[\]{}|]/g, "\\$&").replace(/\s/g, ".");
}
