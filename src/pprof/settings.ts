/**
 * Every setting that `go tool pprof` knows, as flags and as variables of its shell, with the names,
 * defaults and help that people have in their fingers. One table: flags, shell, help and completion
 * are made from it.
 */
export interface Settings {
  readonly output: string;
  readonly call_tree: boolean;
  readonly relative_percentages: boolean;
  readonly unit: string;
  readonly compact_labels: boolean;
  readonly source_path: string;
  readonly trim_path: string;
  readonly intel_syntax: boolean;
  readonly mean: boolean;
  readonly sample_index: string;
  readonly divide_by: number;
  readonly normalize: boolean;
  readonly sort: "flat" | "cum";
  readonly tagroot: string;
  readonly tagleaf: string;
  readonly drop_negative: boolean;
  /** -1: the command's own default. */
  readonly nodecount: number;
  readonly nodefraction: number;
  readonly edgefraction: number;
  readonly trim: boolean;
  readonly focus: string;
  readonly ignore: string;
  readonly prune_from: string;
  readonly hide: string;
  readonly show: string;
  readonly show_from: string;
  readonly tagfocus: string;
  readonly tagignore: string;
  readonly tagshow: string;
  readonly taghide: string;
  readonly noinlines: boolean;
  readonly showcolumns: boolean;
  /** "": the command's own default, which is functions. */
  readonly granularity: "" | "functions" | "filefunctions" | "files" | "lines" | "addresses";
}

export const DEFAULT_SETTINGS: Settings = {
  output: "",
  call_tree: false,
  relative_percentages: false,
  unit: "minimum",
  compact_labels: false,
  source_path: "",
  trim_path: "",
  intel_syntax: false,
  mean: false,
  sample_index: "",
  divide_by: 1,
  normalize: false,
  sort: "flat",
  tagroot: "",
  tagleaf: "",
  drop_negative: false,
  nodecount: -1,
  nodefraction: 0.005,
  edgefraction: 0.001,
  trim: true,
  focus: "",
  ignore: "",
  prune_from: "",
  hide: "",
  show: "",
  show_from: "",
  tagfocus: "",
  tagignore: "",
  tagshow: "",
  taghide: "",
  noinlines: false,
  showcolumns: false,
  granularity: "",
};

/** The values of the two settings that are given as one flag a value: `-cum`, `-lines`. */
export const CHOICES: Readonly<Partial<Record<keyof Settings, readonly string[]>>> = {
  sort: ["cum", "flat"],
  granularity: ["functions", "filefunctions", "files", "lines", "addresses"],
};
