/** A result of each kind, written by hand, for tests of what is made from them. */
import { MiB } from "../../src/base/units.ts";
import type {
  Amount,
  CaptureResult,
  Comparison,
  LineExplanation,
  ListResult,
  PsResult,
  TopResult,
  VerdictExplanation,
} from "../../src/model/results.ts";
import { CLASSIC_REPORT } from "./classic-report.ts";

function amount(mib: number, low: number, high: number, objects: number): Amount {
  return {
    bytes: mib * MiB,
    bytesRange: [low * MiB, high * MiB],
    objects,
    objectsRange: [Math.round((objects * low) / mib), Math.round((objects * high) / mib)],
  };
}

const fill = { function: "main.(*cache).fill", file: "/srv/app/cache.go", line: 41 };
const decode = {
  function: "encoding/json.(*decodeState).literalStore",
  file: "decode.go",
  line: 930,
};

export const TOP: TopResult = {
  format: "resident.top/1",
  target: "heap.pb.gz",
  go: "go1.24.1",
  value: "inuse_space",
  granularity: "lines",
  lines: [
    {
      ...fill,
      ...amount(96, 84.2, 109.1, 98304),
      samples: 231,
      resolvable: true,
      callers: [{ function: "main.serve", file: "/srv/app/main.go", line: 12 }],
      cum: amount(120, 106, 134.5, 120000),
    },
    {
      ...decode,
      ...amount(1.5, 0.1, 7.2, 3),
      samples: 2,
      resolvable: false,
      callers: [],
      cum: amount(1.5, 0.1, 7.2, 3),
    },
  ],
  lineCount: 17,
  total: amount(131, 117.4, 146.2, 140000),
  sampleCount: 262,
  rate: 524288,
  unseenBound: 1.5 * MiB,
};

export const LIST: ListResult = {
  format: "resident.list/1",
  target: "heap.pb.gz",
  go: "go1.24.1",
  pattern: "fill",
  value: "inuse_space",
  total: TOP.total,
  functionCount: 2,
  functions: [
    {
      function: fill.function,
      file: fill.file,
      flat: amount(96, 84.2, 109.1, 98304),
      cum: amount(120, 106, 134.5, 120000),
      lines: [
        { line: 40, text: "\tfor i := range keys {", flat: null, cum: null },
        {
          line: 41,
          text: "\t\tc.items[i] = make([]byte, 1024)",
          flat: amount(96, 84.2, 109.1, 98304),
          cum: amount(96, 84.2, 109.1, 98304),
        },
        { line: 55, text: "\t\tc.grow()", flat: null, cum: amount(24, 18.1, 31.2, 24000) },
      ],
      source: { path: "/srv/app/cache.go", isExact: true },
      sourceMissing: null,
    },
  ],
};

export const PS: PsResult = {
  format: "resident.ps/1",
  processes: [
    {
      pid: 4817,
      name: "shop",
      go: "go1.24.1",
      goIsApproximate: false,
      virt: 1.3 * 1024 * MiB,
      rss: 167 * MiB,
      heap: 40.3 * MiB,
      ports: [8080, 6060],
      pprof: "yes",
      url: "http://127.0.0.1:6060/debug/pprof/",
      reason: null,
      remedy: null,
    },
    {
      pid: 17,
      name: "old-agent",
      go: "go1.9–go1.10",
      goIsApproximate: true,
      virt: null,
      rss: 9.5 * MiB,
      heap: null,
      ports: null,
      pprof: "unknown",
      url: null,
      reason: "its sockets may not be read",
      remedy: "Run as root.",
    },
  ],
  remarks: ["Whether 3 other processes may be Go is not known: run as root to see."],
};

export const CAPTURE: CaptureResult = {
  format: "resident.capture/1",
  target: "shop (process 4817)",
  file: "my bundle.tgz",
  bytes: 48211,
  snapshots: 2,
  missing: [{ source: "pprof/goroutineleak.debug1.txt", reason: "Go 1.24 has none" }],
};

export const LINE: LineExplanation = {
  format: "resident.line/1",
  target: CLASSIC_REPORT.target,
  id: "idle",
  title: "free, kept by Go",
  what: "free pages that Go has not given back yet",
  paragraph: "Whole pages without any object. Go keeps some and gives the others back by rules.",
  formula: "HeapIdle − HeapReleased",
  line: CLASSIC_REPORT.ledger.children[1]!.children[0]!.children[3]!,
  share: 0.37,
  verdict: "idle-not-returned",
};

export const VERDICT: VerdictExplanation = {
  format: "resident.verdict/1",
  target: CLASSIC_REPORT.target,
  number: 2,
  verdict: CLASSIC_REPORT.verdicts[1]!,
  rss: 512.7 * MiB,
};

export const COMPARISON: Comparison = {
  format: "resident.comparison/1",
  before: CLASSIC_REPORT,
  after: CLASSIC_REPORT,
  seconds: 3600,
  ledger: CLASSIC_REPORT.ledger,
  code: [
    {
      ...fill,
      before: 12 * MiB,
      after: 96 * MiB,
      change: 84 * MiB,
      changeRange: [71.5 * MiB, 97.7 * MiB],
      isClear: true,
    },
    {
      ...decode,
      before: 0,
      after: 1.5 * MiB,
      change: 1.5 * MiB,
      changeRange: [-1, 7.2 * MiB],
      isClear: false,
    },
  ],
  isSameProcess: true,
  remarks: [],
};
