/**
 * Arenas are found by address on every Go version: the truth is in the same capture, in what the
 * runtime says it has mapped for the heap (HeapSys + StackSys).
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { classify } from "../../src/analyze/ledger/classify.ts";
import { emptyTotals } from "../../src/analyze/ledger/owners.ts";
import { sumOwners } from "../../src/analyze/ledger/sum-owners.ts";
import { MiB } from "../../src/base/units.ts";
import { decodeSmaps } from "../../src/decode/procfs/decode-smaps.ts";
import { parseGoVersion } from "../../src/model/go-version.ts";

const CAPTURES = join(import.meta.dirname, "../fixtures/captures");

interface Case {
  readonly name: string;
  readonly go: string;
  readonly folder: string;
}

function cases(): Case[] {
  return ["probe", "seed"].flatMap((group) =>
    readdirSync(join(CAPTURES, group)).flatMap((version) =>
      ["0001", "0002", "0003"].flatMap((snapshot) => {
        const folder = join(CAPTURES, group, version, snapshot);
        if (!existsSync(join(folder, "proc/smaps"))) return [];
        return [{ name: `${group}/${version}/${snapshot}`, go: version, folder }];
      }),
    ),
  );
}

/** HeapSys + StackSys, read by this test itself from the text of heap?debug=1. */
function mappedByGo(folder: string): number {
  const text = readFileSync(join(folder, "pprof/heap.debug1.txt"), "utf8");
  const heap = Number(/^# HeapSys = (\d+)$/m.exec(text)![1]);
  const stack = Number(/^# Stack = \d+ \/ (\d+)$/m.exec(text)![1]);
  return heap + stack;
}

describe.each(cases())("$name", ({ go, folder }) => {
  const space = decodeSmaps(readFileSync(join(folder, "proc/smaps")));
  const version = parseGoVersion(go);

  test.each([
    ["with the version", version],
    ["without", undefined],
  ])("finds the arenas %s", (_, known) => {
    const classification = classify(space, { go: known });
    const totals = sumOwners(space, classification, 64 * MiB);
    const arenas = totals["go-heap"].size - classification.bitmapSize;
    // Go ≥ 1.9 keeps GC work buffers in arena pages and counts them elsewhere.
    expect(arenas).toBeGreaterThanOrEqual(mappedByGo(folder));
    expect(arenas - mappedByGo(folder)).toBeLessThanOrEqual(4 * MiB);
  });

  test("sums to what the kernel says", () => {
    const totals = sumOwners(space, classify(space, { go: version }), 13 * MiB);
    const status = readFileSync(join(folder, "proc/status"), "utf8");
    const kB = (field: string) =>
      Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(status)![1]);
    const sum = emptyTotals().rest;
    for (const [owner, part] of Object.entries(totals)) {
      if (owner === "not-counted") continue;
      sum.size += part.size;
      sum.rss += part.rss;
    }
    expect(sum.size).toBe(kB("VmSize") * 1024);
    // Two reads of a running process: the classic capture's differ by some hundred kB.
    expect(Math.abs(sum.rss - kB("VmRSS") * 1024)).toBeLessThan(2 * MiB);
  });
});
