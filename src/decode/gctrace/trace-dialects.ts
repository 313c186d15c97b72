/**
 * Every form of trace line that Go 1.4 to 1.27 prints under GODEBUG=gctrace=1 and scavtrace=1, as
 * one table: what it looks like, which minor versions print it, and what it is. Read from the
 * runtime's code, which differs from its documentation in places ("0 MB globals", "KiB now").
 *
 * A dialect must not match what another version prints with another meaning; where two versions
 * print the same, `minors` has both, and other lines of the log tell which it was.
 */
import type { GcCycles, Scavenges } from "../../model/gc-log.ts";

/** Column names in the order of a row; the flags are set by the reader, not by a template. */
export const CYCLE_COLUMNS = [
  "n",
  "at",
  "cpuPercent",
  "before",
  "peak",
  "live",
  "goal",
  "stacks",
  "globals",
  "procs",
  "pauseNs",
  "pauseStartNs",
  "pauseEndNs",
  "markNs",
  "assistNs",
  "backgroundNs",
  "idleNs",
  "stwCpuNs",
  "line",
  /** Go 1.4 only: the live heap after the collection before this one. */
  "liveBefore",
] as const satisfies readonly (keyof GcCycles | "liveBefore")[];

export const SCAVENGE_COLUMNS = [
  "work",
  "released",
  "inuse",
  "idle",
  "sys",
  "utilisation",
  "line",
] as const satisfies readonly (keyof Scavenges)[];

export interface TraceDialect {
  readonly id: string;
  /** First and last minor version; no last: up to the newest known. */
  readonly minors: readonly (readonly [from: number, to?: number])[];
  /** `skip`: part of a trace without anything for the columns; only at the start of a line. */
  readonly kind: "cycle" | "scavenge" | "skip";
  readonly template: string;
  readonly forced?: true;
}

const CLOCK = "{pauseStartNs ms}+{markNs ms}+{pauseEndNs ms} ms clock";
const WORKERS = "{assistNs ms}/{backgroundNs ms}/{idleNs ms}";
const WORK = `{stwCpuNs ms}+${WORKERS}+{stwCpuNs ms} ms cpu`;
const HEAP = "{before MB}->{peak MB}->{live MB} MB, {goal MB} MB goal";
const SCANNED = "{stacks MB} MB stacks, {globals MB} MB globals";
const SCVG =
  "inuse: {inuse MB}, idle: {idle MB}, sys: {sys MB}, released: {released MB}, consumed: {} (MB)";
const GREEN_TEA = "{}+{}+{}={} objs, {}+{}={} spans";
const SCAV = "{work KiB} KiB work, {released KiB} KiB total, {utilisation}% util";

export const TRACE_DIALECTS: readonly TraceDialect[] = [
  {
    id: "gctrace, scanned bytes",
    minors: [[18]],
    kind: "cycle",
    template: `gc {n} @{at}s {cpuPercent}%: ${CLOCK}, ${WORK}, ${HEAP}, ${SCANNED}, {procs} P`,
  },
  {
    id: "gctrace, three phases",
    minors: [[6, 17]],
    kind: "cycle",
    template: `gc {n} @{at}s {cpuPercent}%: ${CLOCK}, ${WORK}, ${HEAP}, {procs} P`,
  },
  {
    id: "gctrace of a goroutine leak check",
    minors: [[26]],
    kind: "cycle",
    template: `gc {n} @{at}s {cpuPercent}% (checking for goroutine leaks): ${CLOCK}, ${WORK}, ${HEAP}, ${SCANNED}, {procs} P`,
  },
  {
    // Scan, synchronising the Ps and mark run beside the program: only the ends stop the world.
    id: "gctrace, five phases",
    minors: [[5, 5]],
    kind: "cycle",
    template: `gc {n} @{at}s {cpuPercent}%: {pauseStartNs ms}+{markNs ms}+{markNs ms}+{markNs ms}+{pauseEndNs ms} ms clock, {stwCpuNs ms}+{backgroundNs ms}+{backgroundNs ms}+${WORKERS}+{stwCpuNs ms} ms cpu, ${HEAP}, {procs} P`,
  },
  {
    // The whole collection stops the world. The first size is computed from next_gc, which is what
    // was live after the collection before; the second is the heap before sweeping.
    id: "gctrace, stop the world",
    minors: [[4, 4]],
    kind: "cycle",
    template:
      "gc{n}({}): {pauseNs us}+{pauseNs us}+{markNs us}+{pauseNs us} us, {liveBefore MB} -> {peak MB} MB, {} ({}-{}) objects, {} goroutines, {}/{}/{} sweeps, {}({}) handoff, {}({}) steal, {}/{}/{} yields",
  },
  {
    id: "scavtrace, background and eager",
    minors: [[21]],
    kind: "scavenge",
    template:
      "scav {work KiB} KiB work (bg), {work KiB} KiB work (eager), {released KiB} KiB now, {utilisation}% util",
  },
  {
    id: "scavtrace",
    minors: [
      [14, 14],
      [19, 20],
    ],
    kind: "scavenge",
    template: `scav ${SCAV}`,
  },
  {
    id: "scavtrace, numbered",
    minors: [[15, 18]],
    kind: "scavenge",
    template: `scav {} ${SCAV}`,
  },
  {
    id: "scvg, forced: released",
    minors: [[4, 12]],
    kind: "scavenge",
    template: "scvg-1: {work MB} MB released",
    forced: true,
  },
  {
    id: "scvg, forced: heap",
    minors: [[4, 12]],
    kind: "scavenge",
    template: `scvg-1: ${SCVG}`,
    forced: true,
  },
  {
    id: "scvg, numbered: released",
    minors: [[4, 12]],
    kind: "scavenge",
    template: "scvg{}: {work MB} MB released",
  },
  {
    id: "scvg, numbered: heap",
    minors: [[4, 12]],
    kind: "scavenge",
    template: `scvg{}: ${SCVG}`,
  },
  {
    id: "scvg: released",
    minors: [[13, 13]],
    kind: "scavenge",
    template: "scvg: {work MB} MB released",
  },
  { id: "scvg: heap", minors: [[13, 13]], kind: "scavenge", template: `scvg: ${SCVG}` },
  {
    id: "forced scvg: released",
    minors: [[13, 13]],
    kind: "scavenge",
    template: "forced scvg: {work MB} MB released",
    forced: true,
  },
  {
    id: "forced scvg: heap",
    minors: [[13, 13]],
    kind: "scavenge",
    template: `forced scvg: ${SCVG}`,
    forced: true,
  },
  skipped("gctrace=2: objects", [25], "scan: total {} objs"),
  skipped("gctrace=2: a size class", [25], "scan: class {}B {} objs"),
  skipped("gctrace=2: large objects", [25], "scan: class L {} objs"),
  skipped("gctrace=2: objects, Green Tea", [25], `scan: total ${GREEN_TEA}`),
  skipped("gctrace=2: a size class, Green Tea", [25], `scan: class {}B ${GREEN_TEA}`),
  skipped("gctrace=2: large objects, Green Tea", [25], `scan: class L ${GREEN_TEA}`),
  skipped("checkfinalizers", [25], "checkfinalizers: queue: {} finalizers + {} cleanups"),
  skipped("gcpacertrace: start", [5], "pacer: assist ratio="),
  skipped("gcpacertrace: end", [5, 17], "pacer: H_m_prev="),
  skipped("gcpacertrace: end, utilisation", [18], "pacer: {}% CPU ("),
  skipped("gcpacertrace: sweep", [5], "pacer: sweep done at heap size {}MB; allocated {}MB"),
];

function skipped(
  id: string,
  minors: readonly [from: number, to?: number],
  template: string,
): TraceDialect {
  return { id, minors: [minors], kind: "skip", template };
}
