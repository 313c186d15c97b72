/** `resident pprof -help`, from the tables of commands, settings and flags. */
import { COMMANDS } from "../commands.ts";
import { CHOICES, DEFAULT_SETTINGS, type Settings } from "../settings.ts";
import { SOURCE_HELP, VALUE_HELP } from "./flag-help.ts";
import { CHOICE_HELP, SETTING_HELP } from "./setting-help.ts";

const USAGE = `Usage: resident pprof [flags] [program] source…

Reports on profiles, with the flags and the output of \`go tool pprof\`.
A source is a file, host:port or a URL, a PID or the name of a process, or a bundle.
Several are added up. Without a report it opens a shell.

Examples:
  resident pprof -top heap.pb.gz
  resident pprof -inuse_space -list 'main\\.' localhost:6060/debug/pprof/heap
  resident pprof -top -cum -lines -base before.pb.gz after.pb.gz
  resident pprof -top 4817
  resident pprof -peek 'json\\.' bundle.tgz:allocs
  resident pprof heap.pb.gz
`;

const ENVIRONMENT = `Environment:
  PPROF_TMPDIR             where fetched profiles are kept (default: $HOME/pprof)
  PPROF_BINARY_PATH        where programs are looked for (default: $HOME/pprof/binaries)
`;

export function commandLineHelp(): string {
  const reports = COMMANDS.map(({ name, hasPattern, description }) =>
    row(`-${name}${hasPattern ? " REGEX" : ""}`, description),
  );
  const sections = [
    USAGE,
    section("Reports (one):", reports),
    section("Sources:", SOURCE_HELP.map(flagRow)),
    section("Settings:", settingRows()),
    section("Order (one):", choiceRows("sort")),
    section("One row or node is (one):", choiceRows("granularity")),
    section("Values, as older scripts name them:", VALUE_HELP.map(flagRow)),
    ENVIRONMENT,
  ];
  return sections.join("\n");
}

function settingRows(): string[] {
  const names = Object.keys(DEFAULT_SETTINGS) as (keyof Settings)[];
  return names
    .filter((name) => CHOICES[name] === undefined)
    .sort()
    .map((name) => row(`-${name}${argumentOf(name)}`, SETTING_HELP[name].summary));
}

function argumentOf(name: keyof Settings): string {
  const value = DEFAULT_SETTINGS[name];
  if (typeof value === "boolean") return "";
  return typeof value === "number" ? " N" : " TEXT";
}

function choiceRows(name: keyof Settings): string[] {
  return (CHOICES[name] ?? []).map((choice) => row(`-${choice}`, CHOICE_HELP[choice] ?? ""));
}

function flagRow({ flag, summary }: { flag: string; summary: string }): string {
  return row(`-${flag}`, summary);
}

function section(title: string, rows: readonly string[]): string {
  return `${title}\n${rows.join("\n")}\n`;
}

function row(left: string, right: string): string {
  return `  ${left.padEnd(24)} ${right}`;
}
