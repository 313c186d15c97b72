/**
 * The command line of `resident pprof`: which report, with which settings, of which sources. Every
 * setting and every report is a flag, as in `go tool pprof`.
 */
import { ResidentError } from "../../base/errors.ts";
import { COMMANDS, type Command, findCommand } from "../commands.ts";
import { CHOICES, DEFAULT_SETTINGS, type Settings } from "../settings.ts";
import { usageError } from "../usage-error.ts";
import {
  type FlagKind,
  type FlagValue,
  type GivenFlag,
  type ParsedFlags,
  parseGoFlags,
} from "./go-flags.ts";

export interface PprofFlags {
  readonly settings: Settings;
  /** Undefined: the interactive shell. */
  readonly command: Command | undefined;
  readonly argument: string | undefined;
  /** Profiles, and maybe in front of them the program they are of. */
  readonly words: readonly string[];
  readonly source: SourceFlags;
  /** As they were typed. */
  readonly given: readonly GivenFlag[];
  readonly wantsHelp: boolean;
}

/** Where profiles come from and what is done before they are reports. */
export interface SourceFlags {
  readonly base: string;
  readonly diffBase: string;
  readonly symbolize: string;
  readonly buildId: string;
  /** Seconds; -1: not given. */
  readonly timeout: number;
  readonly seconds: number;
  readonly comment: string;
  readonly allFrames: boolean;
  readonly tools: string;
  readonly http: string | undefined;
  readonly noBrowser: boolean;
  readonly tlsCert: string;
  readonly tlsKey: string;
  readonly tlsCa: string;
  /** `Name: value`, each. */
  readonly headers: readonly string[];
  readonly bearerToken: string;
  readonly json: boolean;
  /** Look for sources also where Go keeps them. */
  readonly findSources: boolean;
}

/** Flags that name a value to report, in the order in which they are looked at. */
export const VALUE_FLAGS: readonly (readonly [flag: string, value: string])[] = [
  ["total_delay", "delay"],
  ["mean_delay", "delay"],
  ["contentions", "contentions"],
  ["inuse_space", "inuse_space"],
  ["inuse_objects", "inuse_objects"],
  ["alloc_space", "alloc_space"],
  ["alloc_objects", "alloc_objects"],
];

const SOURCE_KINDS: Readonly<Record<string, FlagKind>> = {
  base: "string",
  diff_base: "string",
  symbolize: "string",
  buildid: "string",
  timeout: "int",
  seconds: "int",
  add_comment: "string",
  all_frames: "bool",
  tools: "string",
  http: "string",
  no_browser: "bool",
  tls_cert: "string",
  tls_key: "string",
  tls_ca: "string",
  header: "strings",
  bearer_token: "string",
  json: "bool",
  find_sources: "bool",
};

/** Throws RES_USAGE for flags that are wrong or contradict each other. */
export function parsePprofFlags(
  args: readonly string[],
  warn: (message: string) => void,
): PprofFlags {
  const flags = parseGoFlags(args, flagKinds());
  const { values, given, words, wantsHelp } = flags;
  if (words.length === 0 && !wantsHelp) throw noSource();
  const choices = chosenSettings(values);
  const { command, argument } = chosenCommand(values);
  const source = sourceFlags(flags);
  checkHttp(source, command);
  const settings = withValueFlags(choices, values, warn);
  checkBase(source, settings);
  return { settings, command, argument, words, source, given, wantsHelp };
}

/** Every flag there is. */
export function flagKinds(): ReadonlyMap<string, FlagKind> {
  const kinds = new Map<string, FlagKind>(Object.entries(SOURCE_KINDS));
  for (const [name, value] of Object.entries(DEFAULT_SETTINGS)) {
    const choices = CHOICES[name as keyof Settings];
    if (choices === undefined) kinds.set(name, kindOf(name, value));
    else for (const choice of choices) kinds.set(choice, "bool");
  }
  for (const { name, hasPattern } of COMMANDS) kinds.set(name, hasPattern ? "string" : "bool");
  for (const [flag] of VALUE_FLAGS) kinds.set(flag, "bool");
  return kinds;
}

function kindOf(name: string, value: FlagValue): FlagKind {
  if (typeof value === "boolean") return "bool";
  if (typeof value === "string") return "string";
  return name === "nodecount" ? "int" : "float";
}

type Values = ReadonlyMap<string, FlagValue>;

function chosenCommand(values: Values): Pick<PprofFlags, "command" | "argument"> {
  const chosen = COMMANDS.filter(
    ({ name }) => values.has(name) && values.get(name) !== false && values.get(name) !== "",
  );
  if (chosen.length > 1) throw usageError("must set at most one output format");
  const [command] = chosen;
  if (command === undefined) return { command: undefined, argument: undefined };
  const value = values.get(command.name);
  return {
    command: findCommand(command.name),
    argument: typeof value === "string" ? value : undefined,
  };
}

function chosenSettings(values: Values): Settings {
  const settings: Record<string, FlagValue> = { ...DEFAULT_SETTINGS };
  for (const name of Object.keys(DEFAULT_SETTINGS)) {
    const choices = CHOICES[name as keyof Settings];
    const given = choices?.filter((choice) => values.get(choice) === true);
    if (given === undefined) settings[name] = values.get(name) ?? settings[name]!;
    else if (given.length > 1) throw usageError(`conflicting options set: [${given.join(" ")}]`);
    else settings[name] = given[0] ?? settings[name]!;
  }
  return settings as unknown as Settings;
}

function withValueFlags(
  settings: Settings,
  values: Values,
  warn: (message: string) => void,
): Settings {
  let { sample_index, mean } = settings;
  for (const [flag, value] of VALUE_FLAGS) {
    if (values.get(flag) !== true) continue;
    if (sample_index === "") sample_index = value;
    else warn(`Multiple value selections, ignoring -${flag}`);
  }
  if (values.get("mean_delay") === true) mean = true;
  return { ...settings, sample_index, mean };
}

function sourceFlags({ values, lists }: ParsedFlags): SourceFlags {
  const text = (name: string) => (values.get(name) as string | undefined) ?? "";
  const http = values.get("http") as string | undefined;
  return {
    base: text("base"),
    diffBase: text("diff_base"),
    symbolize: text("symbolize"),
    buildId: text("buildid"),
    timeout: (values.get("timeout") as number | undefined) ?? -1,
    seconds: (values.get("seconds") as number | undefined) ?? -1,
    comment: text("add_comment"),
    allFrames: values.get("all_frames") === true,
    tools: text("tools"),
    http: http === "" ? undefined : http,
    noBrowser: values.get("no_browser") === true,
    tlsCert: text("tls_cert"),
    tlsKey: text("tls_key"),
    tlsCa: text("tls_ca"),
    headers: lists.get("header") ?? [],
    bearerToken: text("bearer_token"),
    json: values.get("json") === true,
    findSources: values.get("find_sources") === true,
  };
}

function checkHttp(source: SourceFlags, command: Command | undefined): void {
  if (command !== undefined && source.http !== undefined) {
    throw usageError("-http is not compatible with an output format on the command line");
  }
  if (source.json && command === undefined) {
    throw usageError("-json needs a report: -top, -tree, -peek, -list, -traces or -tags");
  }
  if (source.noBrowser && source.http === undefined) {
    throw usageError("-no_browser only makes sense with -http");
  }
}

function checkBase(source: SourceFlags, settings: Settings): void {
  if (source.base !== "" && source.diffBase !== "") {
    throw usageError("-base and -diff_base flags cannot both be specified");
  }
  if (settings.normalize && source.base === "" && source.diffBase === "") {
    throw usageError("must have base profile to normalize by");
  }
}

function noSource(): ResidentError {
  return new ResidentError("RES_USAGE", "no profile source specified", {
    hint:
      "usage: resident pprof [flags] [program] source…, as in `resident pprof -top heap.pb.gz`\n" +
      "`resident pprof -help` lists the flags.",
  });
}
