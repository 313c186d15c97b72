/** Which profiles and which command lines are compared with the reference. */
import { readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";

const FIXTURES = join(import.meta.dirname, "../../fixtures");

export interface PeerProfile {
  readonly name: string;
  /** The arguments that name it: one or more files, and what compares them. */
  readonly words: readonly string[];
}

const COMMON = [
  "-top",
  "-top -cum",
  "-top -lines",
  "-top -addresses -nodecount=15",
  "-top -filefunctions",
  "-top -noinlines -nodefraction=0.05",
  "-top -sample_index=0",
  "-top -mean",
  "-top -unit=kb",
  "-top -unit=auto -divide_by=3",
  "-top -compact_labels -trim=false",
  "-top -edgefraction=0.2 -nodecount=5",
  "-top -drop_negative",
  "-top -focus=main",
  "-top -ignore=runtime -relative_percentages",
  "-top -hide=runtime",
  "-top -show=main|runtime",
  "-top -show_from=main",
  "-top -prune_from=malloc",
  "-top -tagfocus=1kb:",
  "-top -tagroot=job,bytes",
  "-top -tagleaf=bytes -unit=kb",
  "-top -sample_index=nothing",
  "-tree",
  "-tree -lines -nodecount=10",
  "-tree -cum -focus=runtime",
  "-peek=main",
  "-peek=no.such.function",
  "-peek=(",
  "-traces",
  "-traces -lines -taghide=bytes",
  "-raw",
  "-raw -noinlines",
  "-tags",
  "-tags -tagshow=j -unit=mb",
  "-comments",
  "-dot",
  "-dot -lines -nodecount=12 -cum",
  "-callgrind",
  "-list=main",
] as const;

export const COMMAND_LINES: readonly (readonly string[])[] = COMMON.map((line) => line.split(" "));

/** Every profile among the fixtures, and some of them together. */
export function peerProfiles(): PeerProfile[] {
  const single = profileFiles().map((file) => ({ name: nameOf(file), words: [file] }));
  return [...single, ...combined()];
}

function profileFiles(): string[] {
  const captured = readdirSync(join(FIXTURES, "captures"), { recursive: true, encoding: "utf8" })
    .filter((path) => /pprof\/(?:heap|allocs|goroutine)$/.test(path.split(sep).join("/")))
    .map((path) => join(FIXTURES, "captures", path));
  const made = readdirSync(join(FIXTURES, "pprof"))
    .filter((name) => /\.pb\.gz$|\.debug1$|\.txt$|\.prof$/.test(name))
    .map((name) => join(FIXTURES, "pprof", name));
  return [...captured, ...made].sort();
}

function combined(): PeerProfile[] {
  const [heap, allocs] = ["heap", "allocs"].map((name) => join(FIXTURES, `pprof/${name}.pb.gz`));
  const [early, late] = ["0001", "0002"].map((snapshot) =>
    join(FIXTURES, `captures/seed/go1.19.8/${snapshot}/pprof/heap`),
  );
  return [
    { name: "merged", words: [early!, late!] },
    { name: "merged-unlike", words: [heap!, allocs!, early!] },
    { name: "diff", words: [`-diff_base=${early}`, late!] },
    { name: "base", words: [`-base=${early}`, late!] },
    { name: "normalized", words: ["-normalize", `-diff_base=${early}`, late!] },
    { name: "negative", words: [`-base=${late}`, early!] },
  ];
}

function nameOf(file: string): string {
  return relative(FIXTURES, file).split(sep).join("/").replace("/pprof/", "/");
}

/** A part that is small enough to be kept as text: what machines without Go compare with. */
const GOLDEN_PROFILES = [
  ...["pprof/cpu.pb.gz", "pprof/block.pb.gz", "pprof/goroutine.pb.gz", "pprof/mutex.debug1"],
  ...["captures/probe/go1.8/0001/heap", "captures/probe/go1.26/0001/heap", "diff", "negative"],
];
const GOLDEN_LINES = [
  ...[
    "-top",
    "-top -lines",
    "-tree -lines -nodecount=10",
    "-peek=main",
    "-traces",
    "-raw",
    "-tags",
  ],
  ...["-top -mean", "-top -hide=runtime", "-top -tagroot=job,bytes", "-peek=no.such.function"],
  ...["-dot -lines -nodecount=12 -cum", "-callgrind"],
];

export const goldenLines = COMMAND_LINES.filter((line) => GOLDEN_LINES.includes(line.join(" ")));

export function goldenProfiles(): PeerProfile[] {
  return peerProfiles().filter(({ name }) => GOLDEN_PROFILES.includes(name));
}
