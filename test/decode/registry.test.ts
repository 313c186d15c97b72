/** Each captured file is told by its first bytes, whatever it is called. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { detectFormat, FORMATS, SNIFF_LENGTH } from "../../src/decode/registry.ts";

const CAPTURES = join(import.meta.dirname, "../fixtures/captures");
const bytesOf = (text: string) => new TextEncoder().encode(text);
const detect = (text: string) => detectFormat(bytesOf(text))?.id;

/** By the path below a snapshot or a bundle. Text where Go ≤ 1.7 wrote no profile.proto. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  "proc/smaps": ["smaps"],
  "proc/smaps_rollup": ["smaps_rollup"],
  "proc/maps": ["maps"],
  "proc/status": ["status"],
  "proc/statm": ["statm"],
  "proc/limits": ["limits"],
  "pprof/heap": ["pprof", "heap-text"],
  "pprof/allocs": ["pprof"],
  "pprof/heap.debug1.txt": ["heap-text"],
  "pprof/goroutine": ["pprof", "goroutine-text"],
  "pprof/goroutine.debug1.txt": ["goroutine-text"],
  "pprof/goroutine.debug2.txt": ["goroutine-dump"],
  "pprof/goroutineleak": ["pprof"],
  "pprof/goroutineleak.debug1.txt": ["goroutineleak-text"],
  "pprof/goroutineleak.debug2.txt": ["goroutine-dump"],
  "pprof/threadcreate.debug1.txt": ["threadcreate-text"],
  "pprof/symbol.txt": ["symbol"],
  "vars.json": ["vars.json"],
  "limit.vars.json": ["vars.json"],
  "runtime-metrics.txt": ["runtime-metrics"],
  "bundle.json": ["bundle.json"],
  "output.log": ["gctrace"],
  "limit.output.log": ["gctrace"],
};

const files = readdirSync(CAPTURES, { recursive: true, encoding: "utf8" })
  .filter((path) => statSync(join(CAPTURES, path)).isFile())
  .map((path) => ({ path, name: path.replace(/^\w+\/[^/]+\/(\d{4}\/)?/, "") }))
  .filter(({ name }) => name in EXPECTED);

/** The first bytes, unpacked, as a caller hands them over. */
function headOf(path: string): Uint8Array {
  const bytes = readFileSync(join(CAPTURES, path));
  const unpacked = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
  return unpacked.subarray(0, SNIFF_LENGTH);
}

describe("captured files", () => {
  it("are all of the kinds expected here", () => {
    expect(new Set(files.map((file) => file.name)).size).toBe(Object.keys(EXPECTED).length);
  });

  it.each(files)("$path", ({ path, name }) => {
    expect(EXPECTED[name]).toContain(detectFormat(headOf(path))?.id);
  });
});

describe("first bytes", () => {
  it.each([
    ["metrics", "# HELP go_goroutines Number of goroutines.\n# TYPE go_goroutines gauge\n"],
    ["metrics", 'go_info{version="go1.22.1"} 1\n'],
    ["meta.json", '{"pageSize": 4096, "files": {}}'],
    ["gctrace", "2026/11/22 listening\nscvg-1: inuse: 1, idle: 2, sys: 3 (MB)\n"],
    ["gctrace", "hello\nforced scvg: 100 MB released\n"],
    ["gctrace", "2026-11-22T10:00:00Z stderr F gc 1 @0.014s 3%: 0.012+2.9+0.003 ms clock\n"],
    ["gctrace", "scav 12 0 KiB work, 53280 KiB total, 99% util\n"],
    ["goroutine-dump", "goroutine 1 gp=0xc000002380 m=0 mp=0x5a [running, locked to thread]:\n"],
    ["smaps", "00400000-00671000 r-xp 00000000 fe:00 21  /a b\nSize:  2500 kB\n"],
    ["status", "Name:\ta\nUmask:\t0022\nState:\tS (sleeping)\nTgid:\t1\n"],
  ])("%s", (id, text) => expect(detect(text)).toBe(id));

  it.each([
    ["nothing", ""],
    ["HTML", "<!DOCTYPE html><html><head>"],
    ["an error page", "404 page not found\n"],
    ["a log without gctrace", "2026/11/22 11:35:51 216488\n"],
    ["other JSON", '{"a": 1}'],
    ["a line end before JSON", "\n[1, 2, 3]"],
  ])("of %s tell nothing", (_what, text) => expect(detect(text)).toBeUndefined());

  it("of text are never taken for profile.proto", () => {
    const pprof = FORMATS.find((format) => format.id === "pprof")!;
    fc.assert(
      fc.property(fc.stringMatching(/^[ -~\n\t]{1,200}$/), (text) => {
        expect(pprof.sniff(bytesOf(text))).toBe(false);
      }),
    );
  });
});

it("formats have distinct ids and places", () => {
  expect(new Set(FORMATS.map((format) => format.id)).size).toBe(FORMATS.length);
  expect(new Set(FORMATS.map((format) => format.place)).size).toBe(FORMATS.length);
});
