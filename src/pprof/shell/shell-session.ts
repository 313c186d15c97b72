/**
 * The shell of `resident pprof` without its terminal: what a line means, and what settings it
 * leaves. The lines are those of `go tool pprof`; beyond it, a report can be piped on
 * (`top | less`), and a person (not a script) may say `cum` alone.
 */
import { ResidentError } from "../../base/errors.ts";
import type { Profile } from "../../model/profile.ts";
import { sampleIndex } from "../sample-index.ts";
import type { Settings } from "../settings.ts";
import { usageError } from "../usage-error.ts";
import { parseCommand, type ReportCommand } from "./parse-command.ts";
import { printOptions } from "./print-options.ts";
import { assignSetting, findSetting, isSwitch } from "./setting-values.ts";
import { helpOn, shellHelp } from "./shell-help.ts";

export type ShellAction =
  | { readonly kind: "quit" }
  /** Beside the reports: on standard error. */
  | { readonly kind: "say"; readonly text: string }
  | { readonly kind: "fail"; readonly text: string }
  | ({ readonly kind: "report"; readonly pipe: string | undefined } & ReportCommand);

export interface SessionOptions {
  /** A person types: what pprof refuses without need is done. */
  readonly isInteractive: boolean;
}

const COMMENT = "//:";
const CLEARED = ["focus", "ignore", "hide", "tagfocus", "tagignore"];

export class ShellSession {
  settings: Settings;
  private readonly profile: Profile;
  private readonly options: SessionOptions;
  private readonly shortcuts: ReadonlyMap<string, readonly string[]>;

  constructor(profile: Profile, settings: Settings, options: SessionOptions) {
    this.profile = profile;
    this.settings = { ...settings, compact_labels: true };
    this.options = options;
    this.shortcuts = shortcutsOf(profile);
  }

  /** What to do for a line, in this order; assignments are done already. */
  run(line: string): ShellAction[] {
    const input = line.trim();
    const actions: ShellAction[] = [];
    for (const one of this.shortcuts.get(input) ?? [input]) {
      try {
        const action = this.runOne(one);
        if (action !== undefined) actions.push(action);
      } catch (error) {
        if (!(error instanceof ResidentError)) throw error;
        actions.push({ kind: "fail", text: error.message });
      }
    }
    return actions;
  }

  private runOne(line: string): ShellAction | undefined {
    if (this.assign(line)) return undefined;
    const words = splitWords(line);
    switch (words[0]) {
      case undefined:
        return undefined;
      case "o":
      case "options":
        return { kind: "say", text: printOptions(this.profile, this.settings) };
      case "exit":
      case "quit":
      case "q":
        return { kind: "quit" };
      case "help":
        return this.help(words.slice(1).join(" "));
      default:
        return this.report(line);
    }
  }

  private help(name: string): ShellAction {
    if (name === "") return { kind: "say", text: shellHelp() };
    const text = helpOn(name, this.profile);
    return text === undefined
      ? { kind: "fail", text: `Unknown command: ${name}` }
      : { kind: "say", text };
  }

  private report(line: string): ShellAction {
    // Behind a space: inside a word it belongs to a regular expression.
    const [, text = line, pipe] = /^(.*?\S)\s+\|(.*)$/s.exec(line) ?? [];
    if (pipe !== undefined && pipe.trim() === "")
      throw usageError("unexpected end of line after |");
    return { kind: "report", pipe: pipe?.trim(), ...parseCommand(splitWords(text), this.settings) };
  }

  /** False where the line is no assignment. */
  private assign(line: string): boolean {
    const equals = line.indexOf("=");
    const name = (equals < 0 ? line : line.slice(0, equals)).trim();
    if (findSetting(name) === undefined) return false;
    if (equals < 0 && !isSwitch(name)) {
      throw usageError(`please specify a value, e.g. ${name}=<val>`);
    }
    const isBareChoice = equals < 0 && findSetting(name) !== name;
    const value = isBareChoice && this.options.isInteractive ? "true" : this.valueOf(line, equals);
    const text = name === "sample_index" ? this.sampleType(value) : value;
    this.settings = assignSetting(this.settings, name, text);
    return true;
  }

  private valueOf(line: string, equals: number): string {
    const value = equals < 0 ? "" : line.slice(equals + 1);
    const comment = value.lastIndexOf(COMMENT);
    return (comment < 0 ? value : value.slice(0, comment)).trim();
  }

  private sampleType(name: string): string {
    return this.profile.valueTypes[sampleIndex(this.profile, name)]?.type ?? name;
  }
}

/** `:` clears filters; the name of a value chooses it. */
function shortcutsOf({ valueTypes }: Profile): Map<string, readonly string[]> {
  const shortcuts = new Map<string, readonly string[]>([[":", CLEARED.map((name) => `${name}=`)]]);
  for (const { type } of valueTypes) {
    const choose = `sample_index=${type}`;
    shortcuts.set(type, [choose]);
    shortcuts.set(`total_${type}`, ["mean=0", choose]);
    shortcuts.set(`mean_${type}`, ["mean=1", choose]);
  }
  return shortcuts;
}

export function splitWords(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}
