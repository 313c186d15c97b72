/**
 * The reports of `resident pprof`: what each prints, whether it takes a pattern, and which settings
 * it overrides. A report on chosen functions must not lose them to trimming first, and a dump of
 * the profile must not merge anything.
 */
import type { Settings } from "./settings.ts";

/** What a command prints, before a viewer or Graphviz gets it. */
export type ReportFormat =
  | "callgrind"
  | "comments"
  | "disasm"
  | "dot"
  | "list"
  | "proto"
  | "raw"
  | "tags"
  | "text"
  | "topproto"
  | "traces"
  | "tree"
  | "weblist";

export interface Command {
  readonly name: string;
  readonly format: ReportFormat;
  /** Takes a regular expression (or an address) as its argument. */
  readonly hasPattern: boolean;
  readonly description: string;
  /** What Graphviz makes of the DOT text. */
  readonly picture?: "gif" | "pdf" | "png" | "ps" | "svg";
  /** Binary output does not go to a terminal but to a new file that ends so. */
  readonly extension?: string;
  /** The output goes to a file of this suffix which one of the viewers opens. */
  readonly viewer?: { readonly suffix: string; readonly programs: readonly string[] | "browser" };
}

const PICTURE = "the call graph as a picture:";

export const COMMANDS: readonly Command[] = [
  plain("comments", "comments", "the comments in the profile"),
  pattern(
    "disasm",
    "disasm",
    "machine code of matching functions, with the samples of each instruction",
  ),
  plain("dot", "dot", "the call graph as text for Graphviz"),
  pattern("list", "list", "source of matching functions, with the samples of each line"),
  pattern("peek", "tree", "who calls matching functions, and whom they call"),
  plain("raw", "raw", "everything in the profile, as it is"),
  plain("tags", "tags", "the labels of samples and what they hold"),
  plain("text", "text", "the heaviest functions"),
  plain("top", "text", "the heaviest functions"),
  plain("traces", "traces", "every sample with its stack"),
  plain("tree", "tree", "every function between its callers and callees"),
  file("callgrind", "callgrind", "callgraph.out", "the call graph for KCachegrind"),
  file("proto", "proto", "pb.gz", "the profile itself, merged and filtered"),
  file("topproto", "topproto", "pb.gz", "the heaviest functions as a profile"),
  { ...file("gif", "dot", "gif", `${PICTURE} GIF`), picture: "gif" },
  { ...file("pdf", "dot", "pdf", `${PICTURE} PDF`), picture: "pdf" },
  { ...file("png", "dot", "png", `${PICTURE} PNG`), picture: "png" },
  { ...file("ps", "dot", "ps", `${PICTURE} PS`), picture: "ps" },
  { ...file("svg", "dot", "svg", "the call graph as an SVG picture"), picture: "svg" },
  viewer("eog", "svg", ["eog"], "the call graph in eog"),
  viewer("evince", "pdf", ["evince"], "the call graph in evince"),
  viewer("gv", "ps", ["gv --noantialias"], "the call graph in gv"),
  viewer("web", "svg", "browser", "the call graph in a browser"),
  {
    ...plain("kcachegrind", "callgrind", "the call graph in KCachegrind"),
    viewer: { suffix: "grind", programs: ["kcachegrind"] },
  },
  {
    ...pattern("weblist", "weblist", "source and machine code of matching functions in a browser"),
    viewer: { suffix: "html", programs: "browser" },
  },
];

/** The command so named, or undefined. */
export function findCommand(name: string): Command | undefined {
  return COMMANDS.find((command) => command.name === name);
}

/** The settings as `command` reads them. */
export function settingsFor({ name, format }: Command, settings: Settings): Settings {
  const isTable = name === "text" || name === "top" || name === "topproto";
  const nodecount = settings.nodecount === -1 ? (isTable ? 0 : 80) : settings.nodecount;
  const own = { ...settings, nodecount, ...overridesOf(name, format) };
  return own.trim ? own : { ...own, nodecount: 0, nodefraction: 0, edgefraction: 0 };
}

function overridesOf(name: string, format: ReportFormat): Partial<Settings> {
  if (name === "disasm") return { trim: false, granularity: "addresses", noinlines: true };
  if (name === "weblist") return { trim: false, granularity: "addresses", noinlines: false };
  if (name === "peek") return { trim: false };
  if (name === "list") return { trim: false, granularity: "lines" };
  const isDump = format === "proto" || format === "raw" || format === "callgrind";
  return isDump ? { trim: false, granularity: "addresses" } : {};
}

function plain(name: string, format: ReportFormat, description: string): Command {
  return { name, format, hasPattern: false, description };
}

function pattern(name: string, format: ReportFormat, description: string): Command {
  return { name, format, hasPattern: true, description };
}

function file(name: string, format: ReportFormat, extension: string, text: string): Command {
  return { ...plain(name, format, text), extension };
}

function viewer(
  name: string,
  picture: "svg" | "pdf" | "ps",
  programs: readonly string[] | "browser",
  description: string,
): Command {
  return { ...plain(name, "dot", description), picture, viewer: { suffix: picture, programs } };
}
