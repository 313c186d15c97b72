/** What each setting does, in a line, and what is worth knowing besides. For -help and the shell. */
import type { Settings } from "../settings.ts";

export interface Help {
  /** A line. */
  readonly summary: string;
  /** Sentences and examples. */
  readonly more?: readonly string[];
}

const EXPRESSION = "A regular expression (RE2) on function, file and binary.";

export const SETTING_HELP: Readonly<Record<keyof Settings, Help>> = {
  output: { summary: "write the report to this file" },
  call_tree: {
    summary: "a node for each way to a function, in dot and callgrind",
    more: ["A function that is reached in several ways appears several times."],
  },
  relative_percentages: {
    summary: "percentages of what the filters leave",
    more: ["Otherwise they are of the whole profile, so that two reports can be compared."],
  },
  unit: {
    summary: "unit of the numbers: MB, ms, …; auto chooses one for each",
    more: ["unit=MB", "unit=auto"],
  },
  compact_labels: { summary: "leave out the lines about file, type and time" },
  source_path: { summary: "folders to look for sources in, joined by colons" },
  trim_path: { summary: "prefixes to take off source paths, joined by colons" },
  intel_syntax: { summary: "assembly in Intel's syntax, in disasm and weblist" },
  mean: {
    summary: "the value of one, on average: divided by the first value",
    more: ["Of a heap profile: bytes of an allocation. Of a contention profile: time of one wait."],
  },
  sample_index: {
    summary: "which value to report, by name or by number from 0",
    more: ["sample_index=alloc_space", "In the shell a value's name alone does the same."],
  },
  divide_by: { summary: "divide all numbers by this" },
  normalize: { summary: "scale the profile to the total of its base" },
  sort: { summary: "what decides the order" },
  tagroot: {
    summary: "make frames of these labels, at the root of stacks",
    more: ["Keys of labels, joined by commas; the first is the outermost."],
  },
  tagleaf: {
    summary: "make frames of these labels, at the leaves of stacks",
    more: ["Keys of labels, joined by commas; the last is the innermost."],
  },
  drop_negative: { summary: "leave out what is less than in the base" },
  nodecount: { summary: "show at most so many; 0 shows all" },
  nodefraction: { summary: "hide what has less than this share of the total" },
  edgefraction: { summary: "hide calls with less than this share of the total" },
  trim: {
    summary: "hide what is small",
    more: ["trim=false shows everything, whatever nodecount and the fractions say."],
  },
  focus: {
    summary: "only samples through a match",
    more: [EXPRESSION, "focus=json\\.Unmarshal"],
  },
  ignore: { summary: "no samples through a match", more: [EXPRESSION] },
  prune_from: {
    summary: "end stacks at the innermost match",
    more: ["What it calls counts as its own.", "A regular expression (RE2) on function and file."],
  },
  hide: { summary: "leave matches out of stacks", more: ["Samples stay.", EXPRESSION] },
  show: { summary: "leave everything but matches out of stacks", more: [EXPRESSION] },
  show_from: { summary: "begin stacks at the outermost match", more: [EXPRESSION] },
  tagfocus: {
    summary: "only samples with such a label",
    more: ["tagfocus=bytes=1mb:  tagfocus=32kb:64kb  tagfocus=user=alice|bob"],
  },
  tagignore: { summary: "no samples with such a label", more: ["As tagfocus."] },
  tagshow: { summary: "only labels whose key matches" },
  taghide: { summary: "no labels whose key matches" },
  noinlines: { summary: "count inlined functions as part of the one they are in" },
  showcolumns: { summary: "tell calls of one line apart by their column" },
  granularity: { summary: "what is one row or node" },
};

/** Of the values of settings that are flags of their own. */
export const CHOICE_HELP: Readonly<Record<string, string>> = {
  flat: "by what is spent in a function itself",
  cum: "by what is spent in it and in what it calls",
  functions: "a function",
  filefunctions: "a function of a file",
  files: "a file",
  lines: "a line of code",
  addresses: "an address",
};
