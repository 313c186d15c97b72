/** What becomes of bundles whose parts are broken, missing, or of different processes. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { DecodeError, ResidentError } from "../../src/base/errors.ts";
import { GiB } from "../../src/base/units.ts";
import { gunzip } from "../../src/collect/gunzip.ts";
import { decodeBundle, type KnownSnapshots } from "../../src/decode/recording.ts";
import type { Recording } from "../../src/model/snapshot.ts";
import { CAPTURES } from "../support/captures.ts";

type Files = Readonly<Record<string, string | Uint8Array>>;

const SEED = join(CAPTURES, "seed/go1.19.8/0001");
const read = (path: string) => readFileSync(join(SEED, path));
const toBytes = (content: string | Uint8Array) =>
  typeof content === "string" ? new TextEncoder().encode(content) : content;
const toMap = (files: Files) =>
  new Map(Object.entries(files).map(([path, content]) => [path, toBytes(content)]));

/** A bundle of these snapshots, and the files beside them. */
function decode(snapshots: readonly Files[], beside: Files = {}): Recording {
  return decodeBundle(
    {
      target: "a bundle",
      files: toMap(beside),
      snapshots: snapshots.map((files, index) => ({
        name: `000${index + 1}`,
        files: toMap(files),
      })),
    },
    { gunzip },
  );
}

const status = (pid: number) => `Name:\tapp\nPid:\t${pid}\nVmRSS:\t  100 kB\n`;
const names = (recording: Recording) => recording.snapshots.map((snapshot) => snapshot.name);

describe("a file that can't be decoded", () => {
  it("is missing with the decoder's words, and the rest stays", () => {
    const [snapshot] = decode([{ "proc/status": status(1), "proc/smaps": "no\n" }]).snapshots;
    expect(snapshot!.status?.pid).toBe(1);
    expect(snapshot!.addressSpace).toBeUndefined();
    expect(snapshot!.missing).toEqual([
      { source: "proc/smaps", reason: expect.stringContaining("smaps: at line 1 expected") },
    ]);
  });

  it("is an error where it is the only one", () => {
    expect(() => decode([{ "proc/smaps": "no\n" }])).toThrow(DecodeError);
    expect(() => decode([], { "bundle.json": "{}" })).toThrow(DecodeError);
  });

  it("is named where none of several could be used", () => {
    const broken = () => decode([{ "proc/smaps": "no\n", "vars.json": "{" }]);
    expect(broken).toThrow(ResidentError);
    expect(broken).toThrow("a bundle: nothing in it could be used (smaps: at line 1");
  });

  it("is named with what the collector found out where nothing came", () => {
    const failed = { reason: "it answered 500", remedy: "Look at its log." };
    const files = {
      "vars.json": { reason: "there is no /debug/vars" },
      "pprof/heap.debug1.txt": failed,
      "pprof/heap": { reason: "not asked for: the program no longer answers" },
    };
    const silent = () => decode([{ "meta.json": JSON.stringify({ files }) }]);
    expect(silent).toThrow("a bundle: nothing in it could be used (it answered 500)");
    expect(silent).toThrow(expect.objectContaining({ hint: "Look at its log." }));
  });

  it("is missing where the files of its snapshot unpack to too much together", () => {
    const bomb = Uint8Array.of(0x1f, 0x8b, 8);
    const files = new Map(["pprof/heap", "pprof/allocs", "pprof/goroutine"].map((p) => [p, bomb]));
    const limits: number[] = [];
    const unpacked = new Uint8Array(GiB / 2);
    const port = (_: Uint8Array, { limit = 0 } = {}) => {
      limits.push(limit);
      return unpacked;
    };
    const snapshots = [{ name: "0001", files }];
    const raw = { target: "a bundle", files: new Map<string, Uint8Array>(), snapshots };
    expect(() => decodeBundle(raw, { gunzip: port })).toThrow("nothing in it could be used");
    expect(limits).toEqual([GiB, GiB / 2]); // and the third is not unpacked at all
  });

  it("is missing when its gzip is cut", () => {
    const heap = read("pprof/heap").subarray(0, 200);
    const [snapshot] = decode([{ "proc/status": status(1), "pprof/heap": heap }]).snapshots;
    expect(snapshot!.missing[0]).toMatchObject({ source: "pprof/heap" });
    expect(snapshot!.missing[0]!.reason).toContain("gzip");
  });

  it("beside the snapshots is a remark", () => {
    const recording = decode([{ "proc/status": status(1) }], { "bundle.json": '{"format": 2}' });
    expect(recording.remarks).toEqual([expect.stringContaining("bundle.json could not be used")]);
  });

  it("of the cgroup leaves the others", () => {
    const [snapshot] = decode([
      { "cgroup/memory.max": "1000\n", "cgroup/memory.current": "x\n" },
    ]).snapshots;
    expect(snapshot!.cgroup?.levels).toEqual([{ path: "/", max: 1000 }]);
    expect(snapshot!.missing[0]).toMatchObject({ source: "cgroup/memory.current" });
  });
});

describe("nothing to use", () => {
  it.each<[string, Files[], Files]>([
    ["an empty bundle", [], {}],
    [
      "only notes",
      [{ time: "1795347358.3\n", "meta.json": "{}" }],
      { "bundle.json": '{"format":1}' },
    ],
    ["a log without a trace", [], { "output.log": "hello\n" }],
    ["unknown files", [{ "proc/other": "x" }], {}],
  ])("%s", (_what, snapshots, beside) => {
    expect(() => decode(snapshots, beside)).toThrow("nothing in it could be used");
  });
});

describe("the order of snapshots", () => {
  const at = (time: number, pid = 1): Files => ({ time: `${time}\n`, "proc/status": status(pid) });

  it("is that of time, and says where it went back", () => {
    const recording = decode([at(20), at(10), at(30)]);
    expect(names(recording)).toEqual(["0002", "0001", "0003"]);
    expect(recording.remarks).toEqual(["Time goes back from snapshot 0001 to 0002."]);
  });

  it("is that of the folders where a time is missing", () => {
    const recording = decode([at(20), { "proc/status": status(1) }, at(10)]);
    expect(names(recording)).toEqual(["0001", "0002", "0003"]);
  });

  it("leaves out another process", () => {
    const recording = decode([at(10, 7), at(20), { time: "15", "vars.json": "{" }, at(30)]);
    expect(names(recording)).toEqual(["0002", "0004"]);
    expect(recording.remarks).toHaveLength(1);
    expect(recording.remarks[0]).toContain("0001 is left out: it is of another process (PID 7");
  });

  it("leaves out the same PID with another start", () => {
    const started = (start: number) => ({
      "proc/status": status(1),
      "meta.json": JSON.stringify({ processStart: start }),
    });
    const recording = decode([started(100), started(500.7), started(500)]);
    expect(names(recording)).toEqual(["0002", "0003"]);
    expect(recording.remarks[0]).toContain("it started 400 s earlier");
  });

  it("keeps a process whose start moved with the clock", () => {
    const seen = (time: number, start: number): Files => ({
      ...at(time),
      "meta.json": JSON.stringify({ processStart: start }),
    });
    expect(names(decode([seen(1000, 100), seen(1010, 160)]))).toEqual(["0001", "0002"]);
    expect(names(decode([seen(1000, 100), seen(1010, 1005)]))).toEqual(["0002"]);
  });
});

describe("the Go version", () => {
  const goInfo = (version: string): Files => ({
    "metrics.txt": `# TYPE go_info gauge\ngo_info{version="${version}"} 1\n`,
  });
  const meta = (content: object): Files => ({
    "proc/status": status(1),
    "meta.json": JSON.stringify(content),
  });

  it("of the build info goes before /metrics, and the contradiction is said", () => {
    const recording = decode([{ ...meta({ goVersion: "go1.23.4" }), ...goInfo("go1.22.1") }]);
    expect(recording.go?.raw).toBe("go1.23.4");
    expect(recording.goSource).toBe("build info");
    expect(recording.remarks).toEqual([
      "build info says go1.23.4, /metrics says go1.22.1: go1.23.4 is taken.",
    ]);
  });

  it("is a guess from the line table, with its range", () => {
    const approximate = { goVersion: "go1.16–go1.17", goVersionIsApproximate: true };
    const recording = decode([meta(approximate)]);
    expect(recording.go).toMatchObject({ raw: "go1.16–go1.17", minor: 17 });
    expect(recording.goSource).toBe("line table of the executable, any of Go 1.16 to 1.17");
  });

  it("that does not fit the trace is said", () => {
    const log = readFileSync(join(CAPTURES, "probe/go1.8/output.log"));
    const recording = decode([], {
      "output.log": log,
      "bundle.json": '{"format":1,"go":"go1.23"}',
    });
    expect(recording.remarks).toEqual([
      expect.stringContaining("bundle.json says go1.23, but the shape of gctrace lines is that of"),
    ]);
  });

  it("is not known without any source", () => {
    expect(decode([{ "proc/status": status(1) }]).go).toBeUndefined();
  });
});

describe("a snapshot", () => {
  it("of a log alone is empty", () => {
    const log = readFileSync(join(CAPTURES, "probe/go1.8/output.log"));
    const recording = decode([], { "output.log": log });
    expect(recording.snapshots).toEqual([{ name: "0001", meta: {}, missing: [] }]);
    expect(recording.gcLog!.cycles.length).toBeGreaterThan(0);
  });

  it("says why a file was not read, unless it is there", () => {
    const note = { reason: "it belongs to another user", remedy: "run as that user" };
    const files = { "proc/smaps": note, "proc/status": note, "vars.json": { readAt: 12.5 } };
    const meta = JSON.stringify({ files, hugePages: "always [madvise] never", pageSize: 4096 });
    const [snapshot] = decode([{ "meta.json": meta, "proc/status": status(1) }]).snapshots;
    expect(snapshot!.missing).toEqual([{ source: "proc/smaps", ...note }]);
    expect(snapshot!.meta).toEqual({
      hugePages: "madvise",
      pageSize: 4096,
      readAt: { "vars.json": 12.5 },
    });
  });

  it("takes any file gzip'ed", () => {
    const [snapshot] = decode([{ "proc/status": gzipSync(status(7)) }]).snapshots;
    expect(snapshot!.status?.pid).toBe(7);
  });

  it("has statm in bytes only where the page size is known", () => {
    const statm = { "proc/status": status(1), "proc/statm": "10 5 1 1 0 3 0\n" };
    expect(decode([statm]).snapshots[0]!.missing[0]!.source).toBe("proc/statm");
    const known = { ...statm, "meta.json": '{"pageSize": 65536}' };
    expect(decode([known]).snapshots[0]!.statm?.resident).toBe(5 * 65536);
  });

  it("keeps four variables of the environment", () => {
    const environ = "GOGC=50\0SECRET=x\0";
    const [snapshot] = decode([{ "proc/environ": environ }]).snapshots;
    expect(snapshot!.environment).toEqual({ GOGC: "50" });
  });

  it("takes allocs for the heap where that is all there is", () => {
    const [snapshot] = decode([{ "pprof/any": read("pprof/allocs") }]).snapshots;
    expect(snapshot!.heap).toBe(snapshot!.allocs);
    expect(snapshot!.heap!.samples.length).toBeGreaterThan(0);
  });

  it("takes MemStats from the end of the text beside a profile", () => {
    const heap = read("pprof/heap");
    const text = read("pprof/heap.debug1.txt");
    const [beside] = decode([{ "pprof/heap": heap, "pprof/heap.debug1.txt": text }]).snapshots;
    const [alone] = decode([{ "pprof/heap.debug1.txt": text }]).snapshots;
    expect(beside!.memStats).toEqual(alone!.memStats);
    expect(alone!.memStats!.MaxRSS).toBe(214900736);
    expect([beside!.heap!.rawCounts, alone!.heap!.rawCounts]).toEqual([false, true]);
  });

  it("names the frames of Go 1.4 by symbol.txt", () => {
    const old = join(CAPTURES, "seed/go1.4.3/0001/pprof");
    const heap = readFileSync(join(old, "heap"));
    const symbols = readFileSync(join(old, "symbol.txt"));
    const [bare] = decode([{ "pprof/heap": heap }]).snapshots;
    const [named] = decode([{ "pprof/heap": heap, "pprof/symbol.txt": symbols }]).snapshots;
    expect(bare!.heap!.functions.length).toBe(0);
    expect(named!.heap!.functions.length).toBeGreaterThan(0);
  });

  it("takes goroutines by their contents", () => {
    const [snapshot] = decode([{ "pprof/any": read("pprof/goroutine") }]).snapshots;
    expect(snapshot!.goroutines?.source).toBe("goroutine");
  });
});

describe("snapshots that are known", () => {
  it("are not decoded again, and have the name of the bundle that they are in", () => {
    const packed = (pid: number) => toMap({ "proc/status": gzipSync(status(pid)) });
    const older = packed(7);
    const newer = packed(7);
    let unpacked = 0;
    const known: KnownSnapshots = new Map();
    const counting = (bytes: Uint8Array) => {
      unpacked++;
      return gunzip(bytes);
    };
    const decodeAll = (all: readonly ReadonlyMap<string, Uint8Array>[]) => {
      const snapshots = all.map((files, index) => ({ name: `000${index + 1}`, files }));
      const bundle = { target: "a bundle", files: new Map(), snapshots };
      return decodeBundle(bundle, { gunzip: counting, known });
    };
    expect(names(decodeAll([newer]))).toEqual(["0001"]);
    const both = decodeAll([older, newer]);
    expect(unpacked).toBe(2);
    expect(names(both)).toEqual(["0001", "0002"]);
    expect(both.snapshots.map((snapshot) => snapshot.status?.pid)).toEqual([7, 7]);
  });
});
