/** The kernel's files, damaged: a value or a ResidentError, and never a number that is no number. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeBundleJson } from "../../src/decode/meta/decode-bundle-json.ts";
import { decodeGlobals } from "../../src/decode/meta/decode-globals.ts";
import { decodeMeta } from "../../src/decode/meta/decode-meta.ts";
import { decodeTime } from "../../src/decode/meta/decode-time.ts";
import { decodeCgroup } from "../../src/decode/procfs/decode-cgroup.ts";
import { decodeCommandLine } from "../../src/decode/procfs/decode-command-line.ts";
import { decodeEnvironment } from "../../src/decode/procfs/decode-environment.ts";
import { decodeLimits } from "../../src/decode/procfs/decode-limits.ts";
import { decodeMaps } from "../../src/decode/procfs/decode-maps.ts";
import { decodeSmaps } from "../../src/decode/procfs/decode-smaps.ts";
import { decodeSmapsRollup } from "../../src/decode/procfs/decode-smaps-rollup.ts";
import { decodeStatm } from "../../src/decode/procfs/decode-statm.ts";
import { decodeStatus } from "../../src/decode/procfs/decode-status.ts";
import { detectFormat } from "../../src/decode/registry.ts";
import { expectValueOrError, FUZZ_RUNS, mutated } from "../support/mutate.ts";

const CAPTURES = join(import.meta.dirname, "../fixtures/captures");
const bytesOf = (text: string) => new TextEncoder().encode(text);
const files = (name: string) =>
  ["seed/go1.19.8/0001", "seed/go1.4.3/0001"].map((snapshot) =>
    readFileSync(join(CAPTURES, snapshot, name)),
  );
/** The first mappings only: a mutation shall hit something. */
const smaps = files("proc/smaps").map((bytes) => bytes.subarray(0, 3000));

const META = bytesOf(
  JSON.stringify({
    goVersion: "go1.23.4",
    pageSize: 4096,
    processStart: 1795347300.5,
    files: { "proc/smaps": { reason: "not yours", remedy: "run as the same user" } },
    cgroup: { version: 2, levels: [{ path: "/a", files: { "memory.max": "max\n" } }] },
  }),
);
const ENVIRON = bytesOf("GOGC=50\0GODEBUG=gctrace=1\0A=b\nGOMAXPROCS=3\0");
const STAT = bytesOf("anon 1000\nfile 2000\ninactive_file 500\n");

function decodeAsCgroup(bytes: Uint8Array): unknown {
  const names = ["memory.max", "memory.current", "memory.stat", "memory.events"];
  return decodeCgroup({ files: new Map(names.map((name) => [name, bytes])) }, () => {});
}

function allFinite(columns: object): void {
  for (const column of Object.values(columns)) {
    if (column instanceof Float64Array) expect(column.every(Number.isFinite)).toBe(true);
  }
}

const GLOBALS = bytesOf(
  JSON.stringify({
    size: 1 << 28,
    written: 1 << 24,
    stripped: false,
    variables: [{ name: "main.cache", section: ".noptrbss", size: 1 << 27, written: 1 << 23 }],
  }),
);

const DECODERS: readonly [string, readonly Uint8Array[], (bytes: Uint8Array) => unknown][] = [
  ["smaps", smaps, (bytes) => allFinite(decodeSmaps(bytes))],
  ["maps", files("proc/maps"), (bytes) => allFinite(decodeMaps(bytes))],
  ["smaps_rollup", files("proc/smaps_rollup"), decodeSmapsRollup],
  ["status", files("proc/status"), decodeStatus],
  ["statm", files("proc/statm"), (bytes) => decodeStatm(bytes, 4096)],
  ["limits", files("proc/limits"), decodeLimits],
  ["cmdline", files("proc/cmdline"), decodeCommandLine],
  ["environ", [ENVIRON], decodeEnvironment],
  [
    "cgroup",
    files("proc/cgroup"),
    (bytes) => decodeCgroup({ procCgroup: bytes, files: new Map() }, () => {}),
  ],
  ["cgroup files", [STAT, bytesOf("max\n"), bytesOf("104857600\n")], decodeAsCgroup],
  ["meta.json", [META], decodeMeta],
  ["globals.json", [GLOBALS], decodeGlobals],
  ["bundle.json", [bytesOf('{"format": 1, "go": "go1.19"}')], decodeBundleJson],
  ["time", files("time"), decodeTime],
  ["first bytes", [...files("pprof/heap"), ...smaps], (bytes) => detectFormat(bytes)],
];

it.each(DECODERS)("%s", (_name, inputs, decode) => {
  fc.assert(
    fc.property(mutated(inputs), (bytes) => expectValueOrError(() => decode(bytes))),
    { numRuns: FUZZ_RUNS },
  );
});
