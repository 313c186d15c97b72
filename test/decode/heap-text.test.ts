/**
 * The text form of heap profiles. The truth is in the files themselves: the header's totals are the
 * sums of the records, and `go tool pprof` reads the same text.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { decodeHeapText } from "../../src/decode/heap-text/decode-heap-text.ts";
import { applySymbols } from "../../src/decode/symbols/apply-symbols.ts";
import { decodeSymbols } from "../../src/decode/symbols/decode-symbols.ts";
import type { Profile } from "../../src/model/profile.ts";
import { profileToText } from "../support/profile-text.ts";

const CAPTURES = join(import.meta.dirname, "../fixtures/captures");

function textsOf(file: string): string[] {
  return ["seed", "probe"].flatMap((group) =>
    readdirSync(join(CAPTURES, group))
      .flatMap((go) => ["0001", "0002", "0003"].map((name) => join(group, go, name, "pprof", file)))
      .filter((path) => existsSync(join(CAPTURES, path))),
  );
}

function decodeText(text: string): ReturnType<typeof decodeHeapText> {
  return decodeHeapText(new TextEncoder().encode(text));
}

function sums(profile: Profile): number[] {
  return profile.samples.values.map((column) =>
    Array.from(column as Float64Array).reduce((sum, value) => sum + value, 0),
  );
}

describe.each(textsOf("heap.debug1.txt"))("%s", (path) => {
  const bytes = readFileSync(join(CAPTURES, path));
  const { profile, memStatsText, addressesOnly } = decodeHeapText(bytes);

  test("has the totals of its header", () => {
    const header = /^heap profile: (\d+): (\d+) \[(\d+): (\d+)\] @ heap\/(\d+)/.exec(`${bytes}`)!;
    const [inuseObjects, inuseSpace, allocObjects, allocSpace, rate] = header.slice(1).map(Number);
    const [ao, as, io, is] = sums(profile);
    expect([io, is, ao]).toEqual([inuseObjects, inuseSpace, allocObjects]);
    // Go ≥ 1.20 adds one to the header's alloc bytes where they equal the bytes in use.
    expect([as, as! + 1]).toContain(allocSpace);
    expect(profile.period).toBe(rate! / 2);
    expect(profile.rawCounts).toBe(true);
  });

  test("has names and MemStats", () => {
    expect(addressesOnly).toBe(false);
    expect(memStatsText).toMatch(/^# runtime\.MemStats\n/);
    expect(memStatsText).toMatch(/# NumGC = \d+\n/);
  });

  test("names every address that the text names", () => {
    const named = new Set<string>();
    for (const [, name, file, line] of `${bytes}`.matchAll(
      /^#\t0x\w+\t(\S+?)\+0x\w+\s+(\S+):(\d+)$/gm,
    )) {
      named.add(`${name}@${file}:${line}`);
    }
    const found = profileToText(profile);
    for (const frame of named) expect(found).toContain(frame);
  });
});

test("a classic: stack, values and block size of a record", () => {
  const { profile } = decodeHeapText(
    readFileSync(join(CAPTURES, "seed/go1.4.3/0001/pprof/heap.debug1.txt")),
  );
  const [first] = profileToText(profile).split("\n");
  // The leading runtime frame has no `#` line.
  expect(first).toMatch(/main\.main@\/srv\/app\/main\.go:31;0x41989b 6 600047616 2 200015872/);
  expect(first).toContain("bytes:100007936");
});

test("names of symbol.txt for the text without names (Go ≤ 1.7)", () => {
  const folder = join(CAPTURES, "seed/go1.4.3/0001/pprof");
  const { profile, addressesOnly } = decodeHeapText(readFileSync(join(folder, "heap")));
  expect(addressesOnly).toBe(true);
  const symbols = decodeSymbols(readFileSync(join(folder, "symbol.txt")));
  expect(symbols.get(0x401007n)).toBe("main.main");
  const named = applySymbols(profile, symbols);
  expect(sums(named)).toEqual(sums(profile));
  expect(profileToText(named)).toMatch(/main\.main;runtime\.makeslice/);
});

describe("header", () => {
  const record = "1: 4096 [2: 8192] @ 0x10 0x20\n";
  test.each([
    ["heap profile: 1: 4096 [2: 8192] @ heap/1048576", 524288, 4],
    ["heap profile: 1: 4096 [2: 8192] @ heap_v2/524288", 524288, 4],
    ["heap profile: 1: 4096 [2: 8192] @ heapz_v2/1000", 1000, 4],
    ["heap profile:     1:     4096 [     2:     8192] @ heapprofile", 1, 4],
    ["heap profile: 1: 4096 [1: 4096] @ heapprofile", 1, 2],
    ["heap profile: 1: 4096 [0: 0] @ growthz", 1, 2],
    ["heap profile: 1: 4096 [0: 0] @ fragmentation", 1, 2],
  ])("%s", (header, period, types) => {
    const { profile } = decodeText(`${header}\n${record}`);
    expect(profile.period).toBe(period);
    expect(profile.valueTypes).toHaveLength(types);
  });
});

test("inlined functions share an address, innermost first", () => {
  const text = [
    "heap profile: 1: 32 [1: 32] @ heap/1048576",
    "1: 32 [1: 32] @ 0x1001 0x2001",
    "#\t0x1000\tmain.inner+0x10\t/a/main.go:5",
    "#\t0x1000\tmain.outer+0x10\t/a/main.go:9",
    "#\t0x2000\tmain.main+0x20\t/a/main.go:20",
    "",
  ].join("\n");
  expect(profileToText(decodeText(text).profile)).toContain(
    "main.main@/a/main.go:20;main.outer@/a/main.go:9|main.inner@/a/main.go:5",
  );
});

test("values beyond 2^53 are kept exactly", () => {
  const big = "9007199254740993";
  const { profile } = decodeText(
    `heap profile: 1: ${big} [1: ${big}] @ heap/2\n1: ${big} [1: ${big}] @ 0x1\n`,
  );
  expect(profile.samples.values[3]![0]).toBe(9007199254740993n);
});

test("mapped libraries give the locations their mapping", () => {
  const text = [
    "heap profile: 1: 32 [2: 64] @ heap_v2/524288",
    "1: 32 [2: 64] @ 0x400100",
    "",
    "MAPPED_LIBRARIES:",
    "00400000-00500000 r-xp 00000000 08:01 123 /bin/server",
  ].join("\n");
  const { profile } = decodeText(text);
  expect(profile.strings.get(profile.mappings.filename[profile.locations.mapping[0]!]!)).toBe(
    "/bin/server",
  );
});

describe("broken text", () => {
  test.each([
    ["", /line 1 expected heap profile/],
    ["goroutine profile: total 3\n", /line 1 expected heap profile/],
    ["heap profile: 1: 1 [1: 1] @ heap/2\n1: 1 [1: 1] 0x1\n", /line 2 expected N: BYTES/],
    ["heap profile: 1: 1 [1: 1] @ heap/2\n1: 1 [1: 1] @ 0xzz\n", /line 2 expected a hexadecimal/],
    [`heap profile: 1: 1 [1: 1] @ heap/2\n1: ${"9".repeat(30)} [1: 1] @ 0x1\n`, /64-bit number/],
  ])("%j", (text, message) => {
    expect(() => decodeText(text)).toThrow(message);
  });
});
