/**
 * The formats that Resident reads, one entry each, and how one is told by its first bytes. A
 * single file that a user names becomes a bundle with that file at the format's place, so that
 * files and bundles take the same way from there on.
 *
 * A sniffer looks and never decodes: what it takes for its own may still fail to decode, and then
 * the decoder's error is the better one. The first that says yes wins; the order is from the
 * surest to the least sure.
 */
import { looksLikeProfileProto } from "./sniff-proto.ts";

/** How much of an input is looked at: a program may print a lot before its first collection. */
export const SNIFF_LENGTH = 64 * 1024;

export interface Format {
  readonly id: string;
  /** For messages: "a heap profile (text)". */
  readonly title: string;
  /** The path in a bundle that such a file stands for. */
  readonly place: string;
  /** Whether that path is below a snapshot's folder or beside the snapshots. */
  readonly scope: "snapshot" | "bundle";
  /** `head`: the unpacked input's first bytes, all of them or 4 KiB at least. */
  readonly sniff: (head: Uint8Array) => boolean;
}

/** A mapping's first line, as in smaps and maps. */
const MAPPING = String.raw`[0-9a-f]{6,16}-[0-9a-f]{6,16} [-r][-w][-x][ps] [0-9a-f]+ [0-9a-f]+:[0-9a-f]+ \d+`;

export const FORMATS: readonly Format[] = [
  json("bundle.json", "the description of a bundle", "bundle", /"format"\s*:\s*\d/),
  json("vars.json", "/debug/vars", "snapshot", /"(memstats|cmdline)"\s*:/),
  json("meta.json", "the notes of a snapshot", "snapshot", /"(pageSize|processStart|files)"\s*:/),
  text("heap-text", "a heap profile (text)", "pprof/heap.debug1.txt", /^heap profile: /),
  text(
    "goroutine-text",
    "a goroutine profile (text)",
    "pprof/goroutine.debug1.txt",
    /^goroutine profile: total \d/,
  ),
  text(
    "goroutineleak-text",
    "a profile of leaked goroutines (text)",
    "pprof/goroutineleak.debug1.txt",
    /^goroutineleak profile: total \d/,
  ),
  text(
    "threadcreate-text",
    "a profile of thread creation (text)",
    "pprof/threadcreate.debug1.txt",
    /^threadcreate profile: total \d/,
  ),
  text(
    "goroutine-dump",
    "the stacks of all goroutines",
    "pprof/goroutine.debug2.txt",
    /^\s*goroutine \d+ [^\n]*\[[^\n]*\]:/,
  ),
  text("symbol", "symbols by address", "pprof/symbol.txt", /^num_symbols: \d/),
  text(
    "smaps_rollup",
    "/proc/PID/smaps_rollup",
    "proc/smaps_rollup",
    new RegExp(String.raw`^${MAPPING} +\[rollup\]\r?\n`),
  ),
  text("smaps", "/proc/PID/smaps", "proc/smaps", new RegExp(`^${MAPPING}.*\\n[A-Z]\\w+:`)),
  text("maps", "/proc/PID/maps", "proc/maps", new RegExp(`^${MAPPING}`)),
  text("status", "/proc/PID/status", "proc/status", /^Name:\t.*\r?\n(\w+:.*\r?\n)*(Tgid|Pid):\t/),
  text("limits", "/proc/PID/limits", "proc/limits", /^Limit +Soft Limit +Hard Limit/),
  text("statm", "/proc/PID/statm", "proc/statm", /^(\d+ ){6}\d+\s*$/),
  text(
    "runtime-metrics",
    "runtime/metrics as lines",
    "runtime-metrics.txt",
    /^\/[a-z][\w/-]*:[\w/-]+ \S/,
  ),
  text("metrics", "/metrics (Prometheus)", "metrics.txt", /^# (HELP|TYPE) \w|^go_\w+(\{.*\})? \S/m),
  {
    id: "pprof",
    title: "a profile (profile.proto)",
    place: "pprof/any",
    scope: "snapshot",
    sniff: looksLikeProfileProto,
  },
  {
    id: "gctrace",
    title: "a log with gctrace lines",
    place: "output.log",
    scope: "bundle",
    sniff: matches(
      /\bgc \d+ @[\d.]+s \d+%|\bgc\d+\(\d+\): \d|\bscvg-?\d*: |\bscav (\d+ )?\d+ KiB work|^GC forced$/m,
    ),
  },
];

/** The format of an input by its first SNIFF_LENGTH bytes (unpacked), or undefined. */
export function detectFormat(head: Uint8Array): Format | undefined {
  const start = head.subarray(0, SNIFF_LENGTH);
  return FORMATS.find((format) => format.sniff(start));
}

function text(id: string, title: string, place: string, pattern: RegExp): Format {
  return { id, title, place, scope: "snapshot", sniff: matches(pattern) };
}

/** JSON that opens an object and has one of the keys near its start. */
function json(place: string, title: string, scope: Format["scope"], key: RegExp): Format {
  const hasKey = matches(key);
  const isObject = matches(/^\s*\{/);
  return { id: place, title, place, scope, sniff: (head) => isObject(head) && hasKey(head) };
}

function matches(pattern: RegExp): (head: Uint8Array) => boolean {
  return (head) => pattern.test(new TextDecoder().decode(head));
}
