/**
 * The classic program's report written by hand: ten slices of 100 MB on Go 1.4.3, from the figures
 * of its bundle. What the renderers are looked at with, so that their tests don't move with the
 * analysis.
 */
import { MiB } from "../../src/base/units.ts";
import type { LedgerLine } from "../../src/model/ledger.ts";
import type { CodeLine, Report } from "../../src/model/report.ts";
import type { Verdict } from "../../src/model/verdict.ts";

type LineParts = Partial<LedgerLine> & Pick<LedgerLine, "id" | "title" | "bytes">;

export function ledgerLine(parts: LineParts): LedgerLine {
  return { basis: "counted", source: "/proc/PID/smaps", children: [], ...parts };
}

const mib = (value: number) => Math.round(value * MiB);

const code: readonly CodeLine[] = [
  {
    function: "main.main",
    file: "/srv/app/main.go",
    line: 31,
    bytes: 200015872,
    bytesRange: [200015872, 200015872],
    objects: 2,
    objectsRange: [2, 2],
    samples: 2,
    resolvable: true,
    callers: [{ function: "runtime.main", file: "/usr/local/go/src/runtime/proc.go", line: 63 }],
    change: { bytes: 0, perSecond: 0 },
  },
  {
    function: "html.init",
    file: "/usr/local/go/src/html/entity.go",
    line: 2155,
    bytes: 571392,
    bytesRange: [14336, 3182592],
    objects: 6,
    objectsRange: [1, 35],
    samples: 1,
    resolvable: false,
    callers: [
      { function: "html/template.init", file: "/usr/local/go/src/html/template/url.go", line: 105 },
      {
        function: "net/http/pprof.init",
        file: "/usr/local/go/src/net/http/pprof/pprof.go",
        line: 209,
      },
      { function: "main.init", file: "/srv/app/main.go", line: 45 },
    ],
    change: { bytes: 0, perSecond: 0 },
  },
];

const goHeap = ledgerLine({
  id: "go-heap",
  title: "Go heap",
  bytes: 532512768,
  change: { bytes: 1236992, perSecond: 120_000 },
  children: [
    ledgerLine({
      id: "live",
      title: "live objects",
      bytes: 200193376,
      basis: "derived",
      source: "MemStats.NextGC and GOGC",
      formula: "NextGC / (1 + GOGC/100)",
      change: { bytes: 0, perSecond: 0 },
      children: [
        ledgerLine({
          id: "code:main.main:31",
          title: "main.main",
          bytes: 200015872,
          range: [200015872, 200015872],
          basis: "estimated",
          source: "heap profile",
          place: { function: "main.main", file: "/srv/app/main.go", line: 31 },
          change: { bytes: 0, perSecond: 0 },
        }),
        ledgerLine({
          id: "code:html.init:2155",
          title: "html.init",
          bytes: 571392,
          range: [14336, 3182592],
          basis: "estimated",
          source: "heap profile",
          place: { function: "html.init", file: "/usr/local/go/src/html/entity.go", line: 2155 },
          change: { bytes: 0, perSecond: 0 },
        }),
        ledgerLine({
          id: "sampling-difference",
          title: "sampling difference",
          bytes: -393888,
          basis: "derived",
          source: "heap profile, MemStats",
          change: { bytes: 0, perSecond: 0 },
        }),
      ],
    }),
    ledgerLine({
      id: "since-gc",
      title: "allocated since the last GC",
      bytes: 101287440,
      basis: "derived",
      source: "MemStats.HeapAlloc",
      formula: "HeapAlloc − live objects",
      change: { bytes: 1211192, perSecond: 117_600 },
    }),
    ledgerLine({
      id: "free-slots",
      title: "free slots in used spans",
      bytes: 328848,
      basis: "derived",
      source: "MemStats.HeapInuse",
      formula: "HeapInuse − HeapAlloc",
      change: { bytes: 42184, perSecond: 4096 },
    }),
    ledgerLine({
      id: "idle",
      title: "free, kept by Go",
      bytes: 199049216,
      basis: "derived",
      source: "MemStats.HeapIdle",
      formula: "HeapIdle − HeapReleased",
      change: { bytes: -1253376, perSecond: -121_700 },
    }),
    ledgerLine({
      id: "stacks",
      title: "goroutine stacks",
      bytes: 229376,
      source: "MemStats.StackInuse",
      change: { bytes: 0, perSecond: 0 },
    }),
    ledgerLine({
      id: "gc-bitmap",
      title: "GC bitmap and work buffers",
      bytes: 31_424_512,
      basis: "derived",
      change: { bytes: 1236992, perSecond: 120_000 },
    }),
    ledgerLine({
      id: "heap-difference",
      title: "difference",
      bytes: 0,
      basis: "derived",
      change: { bytes: 0, perSecond: 0 },
    }),
  ],
});

const rss = ledgerLine({
  id: "rss",
  title: "RSS",
  bytes: 537595904,
  change: { bytes: 1236992, perSecond: 120_000 },
  children: [
    goHeap,
    ledgerLine({
      id: "go-metadata",
      title: "Go runtime bookkeeping",
      bytes: 167936,
      change: { bytes: 0 },
    }),
    ledgerLine({
      id: "program-file",
      title: "the program itself",
      bytes: 4_898_816,
      change: { bytes: 0 },
    }),
    ledgerLine({ id: "rest", title: "the rest", bytes: 16384, change: { bytes: 0 } }),
  ],
});

const root = ledgerLine({
  id: "virt",
  title: "VIRT",
  bytes: 540110848,
  change: { bytes: 0, perSecond: 0 },
  children: [
    ledgerLine({
      id: "not-resident",
      title: "not in memory",
      bytes: 2514944,
      basis: "derived",
      resident: 0,
      change: { bytes: -1236992, perSecond: -120_000 },
    }),
    rss,
  ],
});

const verdicts: readonly Verdict[] = [
  {
    id: "live-heap",
    headline:
      "191 MiB of this process’s 513 MiB are live: main.main (main.go:31) holds 2 slices of 95.4 MiB each.",
    bytes: 200193376,
    share: 0.372,
    evidence: [
      {
        what: "live heap at the last GC",
        value: "191 MiB",
        source: "MemStats.NextGC / 2, GOGC=100",
      },
      { what: "sampled at main.go:31", value: "191 MiB in 2 objects", source: "heap profile" },
    ],
    actions: [
      {
        text: "If the slices are no longer needed, let go of what refers to them; the next collection frees them.",
        code: "s = nil",
      },
      {
        text: "See what else allocates, and from where:",
        code: "resident list bigBytes recordings/classic-go1.4.3",
      },
    ],
    confidence: "high",
    severity: "info",
    owns: ["live"],
    forecast: [
      {
        what: "stays",
        bytes: 200193376,
        earliest: 0,
        latest: null,
        waitsFor: "the program to let go of it",
      },
    ],
  },
  {
    id: "idle-not-returned",
    headline:
      "190 MiB are free inside Go and not yet given back: Go 1.4 returns what has been idle for 5 minutes.",
    bytes: 199049216,
    share: 0.37,
    evidence: [
      { what: "HeapIdle − HeapReleased", value: "190 MiB", source: "MemStats, heap?debug=1" },
      { what: "idle since GC", value: "10 s or more", source: "gctrace, gc 9" },
    ],
    actions: [
      { text: "To have it back at once, after a known peak:", code: "debug.FreeOSMemory()" },
    ],
    confidence: "high",
    severity: "info",
    owns: ["idle"],
    forecast: [
      {
        what: "falls",
        bytes: 199049216,
        range: [189000000, 199049216],
        earliest: 283,
        latest: 553,
        waitsFor: "the scavenger, which looks every 2.5 minutes for what was idle for 5",
      },
    ],
  },
  {
    id: "gc-headroom",
    headline:
      "97 MiB were allocated since the last GC, which is due at 382 MiB: it may be garbage or live.",
    bytes: 101287440,
    share: 0.188,
    evidence: [{ what: "HeapAlloc − live", value: "96.6 MiB", source: "MemStats" }],
    actions: [{ text: "A lower GOGC collects earlier, for more CPU:", code: "GOGC=50" }],
    confidence: "high",
    severity: "info",
    owns: ["since-gc"],
  },
  {
    id: "stale-profile",
    headline: "The heap profile is up to two collections old.",
    bytes: null,
    share: null,
    evidence: [{ what: "collections so far", value: "9", source: "MemStats.NumGC" }],
    actions: [],
    confidence: "medium",
    severity: "info",
    owns: [],
  },
];

export const CLASSIC_REPORT: Report = {
  format: "resident.report/1",
  target: "recordings/classic-go1.4.3",
  go: "go1.4.3",
  pid: 17896,
  name: "blahdo",
  snapshots: [
    {
      name: "0001",
      time: 1795347340.574,
      rss: 536358912,
      virt: 540110848,
      heapAlloc: 300269624,
      goroutines: 4,
    },
    {
      name: "0002",
      time: 1795347350.872,
      rss: 537595904,
      virt: 540110848,
      heapAlloc: 301480816,
      goroutines: 4,
    },
  ],
  ledger: root,
  verdicts,
  code,
  unseenBound: mib(1.5),
  missing: [
    {
      source: "cgroup/memory.max",
      reason: "the bundle holds no cgroup files",
      remedy: "Capture it with `resident capture`, which reads them.",
    },
  ],
  remarks: ["MemStats and smaps were read 0.1 s apart."],
};
