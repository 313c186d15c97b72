/**
 * The stories: each a program whose memory is known, and the verdict that has to come first of it.
 * What the program knows of itself (bytes, line) it says; what only the reader knows is here.
 */
import type { RawBundle } from "../../../src/model/bundle.ts";
import { limitCgroup } from "./limit-cgroup.ts";
import type { Looks } from "./observe.ts";
import { swapOut } from "./swap-out.ts";

export interface Story {
  /** Name of the test; the verdict's id, and what is special where one verdict has several. */
  readonly name: string;
  /** Id of the verdict that comes first. */
  readonly verdict: string;
  /** Folder below programs/. */
  readonly program: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cgo?: boolean;
  /** The first minor version of Go that tells the story. */
  readonly fromMinor?: number;
  /** Several looks at it; one unless given. */
  readonly looks?: Looks;
  /** Disturbs the others, as it uses the CPU. */
  readonly busy?: boolean;
  /** False where the verdict speaks of no bytes. */
  readonly hasBytes?: false;
  /** Where the headline names the line. */
  readonly namesLine?: true;
  /** True where the bytes are scaled up from samples: the truth lies in the interval. */
  readonly sampled?: true;
  /** Where the headline begins with a count that the program knows. */
  readonly counts?: true;
  /** Id of the ledger's line that grows as the truth does. */
  readonly growingLine?: string;
  /** What the verdict forecasts: RSS falls by itself, and when, or it stays while things go on. */
  readonly forecast?: "falls" | "stays";
  /** True where no profile is read, so that no line of code can be checked. */
  readonly withoutCode?: true;
  /** Changes what was read, for what this machine can't produce. */
  readonly construct?: (bundle: RawBundle) => RawBundle;
}

const few: Looks = { count: 5, everySeconds: 1.5 };

/** As of a program that serves no pprof. */
function withoutPprof(bundle: RawBundle): RawBundle {
  const snapshots = bundle.snapshots.map(({ name, files }) => ({
    name,
    files: new Map([...files].filter(([path]) => path.startsWith("proc/"))),
  }));
  return { ...bundle, snapshots };
}

/** As of a process whose mappings may not be read. */
function withoutMappings(bundle: RawBundle): RawBundle {
  const snapshots = bundle.snapshots.map(({ name, files }) => ({
    name,
    files: new Map([...files].filter(([path]) => !/^proc\/(smaps|maps)/.test(path))),
  }));
  return { ...bundle, snapshots };
}

export const STORIES: readonly Story[] = [
  { name: "live-heap", verdict: "live-heap", program: "live-heap", namesLine: true },
  {
    name: "live-heap, most of it never written",
    verdict: "live-heap",
    program: "half-written",
    namesLine: true,
  },
  {
    name: "live-heap, most of it never written, RSS known as a number only (constructed)",
    verdict: "live-heap",
    program: "half-written",
    namesLine: true,
    construct: withoutMappings,
  },
  {
    name: "live-heap-growing",
    verdict: "live-heap-growing",
    program: "live-heap-growing",
    env: { GOGC: "25" },
    looks: few,
    namesLine: true,
    growingLine: "live",
  },
  {
    name: "gc-headroom",
    verdict: "gc-headroom",
    program: "gc-headroom",
    env: { GOGC: "400" },
  },
  {
    name: "gc-headroom, GOGC=off",
    verdict: "gc-headroom",
    program: "gc-headroom",
    env: { GOGC: "off" },
    namesLine: true,
  },
  {
    name: "idle-not-returned, dense chunks",
    verdict: "idle-not-returned",
    program: "idle-not-returned",
    fromMinor: 21,
    namesLine: true,
    forecast: "falls",
  },
  {
    name: "idle-not-returned, steady goal",
    verdict: "idle-not-returned",
    program: "idle-not-returned",
    env: { GOGC: "500" },
    namesLine: true,
    forecast: "falls",
  },
  {
    name: "idle-not-returned, busy",
    verdict: "idle-not-returned",
    program: "idle-while-busy",
    env: { GOGC: "500" },
    namesLine: true,
    forecast: "stays",
  },
  {
    name: "idle-not-returned, just stopped being busy",
    verdict: "idle-not-returned",
    program: "idle-while-busy",
    env: { GOGC: "500", STOP: "1" },
    namesLine: true,
    forecast: "falls",
  },
  {
    name: "released-not-reclaimed",
    verdict: "released-not-reclaimed",
    program: "released-not-reclaimed",
    env: { GODEBUG: "madvdontneed=0" },
  },
  {
    name: "fragmentation",
    verdict: "fragmentation",
    program: "fragmentation",
    namesLine: true,
  },
  {
    name: "goroutine-leak",
    verdict: "goroutine-leak",
    program: "goroutine-leak",
    looks: few,
    namesLine: true,
    counts: true,
    growingLine: "stacks",
  },
  { name: "goroutine-stacks", verdict: "goroutine-stacks", program: "goroutine-stacks" },
  {
    name: "dead-goroutines",
    verdict: "dead-goroutines",
    program: "dead-goroutines",
    sampled: true,
  },
  { name: "outside-go, mmap", verdict: "outside-go", program: "outside-go" },
  { name: "outside-go, cgo", verdict: "outside-go", program: "outside-go-cgo", cgo: true },
  {
    name: "global-variables",
    verdict: "global-variables",
    program: "global-variables",
    namesLine: true,
  },
  { name: "mapped-files", verdict: "mapped-files", program: "mapped-files" },
  { name: "shared-memory", verdict: "shared-memory", program: "shared-memory" },
  {
    name: "unread (constructed)",
    verdict: "unread",
    program: "outside-go",
    construct: withoutMappings,
  },
  { name: "runtime-metadata", verdict: "runtime-metadata", program: "runtime-metadata" },
  { name: "huge-pages", verdict: "huge-pages", program: "huge-pages" },
  {
    name: "near-limit",
    verdict: "near-limit",
    program: "near-limit",
    env: { GOMEMLIMIT: "220MiB" },
  },
  {
    name: "near-limit, cgroup (constructed)",
    verdict: "near-limit",
    program: "live-heap",
    construct: limitCgroup,
  },
  {
    name: "gc-thrash",
    verdict: "gc-thrash",
    program: "gc-thrash",
    env: { GOMEMLIMIT: "120MiB", GOGC: "off" },
    looks: { count: 2, everySeconds: 1 },
    busy: true,
    hasBytes: false,
  },
  { name: "never-touched", verdict: "never-touched", program: "never-touched" },
  { name: "virtual-only", verdict: "virtual-only", program: "virtual-only" },
  {
    name: "stale-profile",
    verdict: "stale-profile",
    program: "stale-profile",
    env: { GOGC: "1000" },
  },
  {
    name: "unseen-heap (constructed)",
    verdict: "unseen-heap",
    program: "live-heap",
    construct: withoutPprof,
    withoutCode: true,
  },
  {
    name: "swapped (constructed)",
    verdict: "swapped",
    program: "live-heap",
    construct: swapOut,
  },
];
