/**
 * Trace lines of the captured programs: counts against the lines of the log, values by hand, and
 * against what MemStats of the same process says of the same collections.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { decodeGcLog } from "../../src/decode/gctrace/decode-gc-log.ts";
import { decodeVars } from "../../src/decode/memstats/decode-vars.ts";
import type { GcLog } from "../../src/model/gc-log.ts";

const CAPTURES = join(import.meta.dirname, "../fixtures/captures");
const MiB = 2 ** 20;
const KiB = 2 ** 10;
const read = (name: string) => readFileSync(join(CAPTURES, name));
const decode = (text: string) => decodeGcLog(new TextEncoder().encode(text));
const MODERN =
  "gc 7 @4.1s 0%: 0.23+2.8+0.006 ms clock, 0.47+0/0.36/2.7+0.012 ms cpu, 121->121->121 MB, 242 MB goal, 0 MB stacks, 0 MB globals, 2 P";

/** The values of one row, as an object. */
function row(table: GcLog["cycles"] | GcLog["scavenges"], index: number): Record<string, number> {
  const columns = Object.entries(table).filter(([, column]) => typeof column === "object");
  return Object.fromEntries(columns.map(([name, column]) => [name, column[index]]));
}

/** Version, and how many lines of each kind its log has (grep -c). */
const LOGS = [
  ["probe/go1.4", 18, 2, 0, { fromMinor: 4, toMinor: 4 }],
  ["probe/go1.5", 10, 2, 0, { fromMinor: 5, toMinor: 5 }],
  ["probe/go1.8", 10, 2, 0, { fromMinor: 6, toMinor: 12 }],
  ["probe/go1.11", 10, 2, 0, { fromMinor: 6, toMinor: 12 }],
  ["probe/go1.12", 10, 2, 0, { fromMinor: 6, toMinor: 12 }],
  ["probe/go1.14", 9, 3, 0, { fromMinor: 14, toMinor: 14 }],
  ["probe/go1.16", 9, 11, 0, { fromMinor: 15, toMinor: 17 }],
  ["probe/go1.19", 9, 10, 0, { fromMinor: 19, toMinor: 20 }],
  ["probe/go1.23", 9, 10, 0, { fromMinor: 21 }],
  ["probe/go1.26", 10, 11, 0, { fromMinor: 21 }],
  ["probe/go1.26-leak", 8, 8, 0, { fromMinor: 26 }],
  ["seed/go1.4.3", 9, 0, 8, { fromMinor: 4, toMinor: 4 }],
  ["seed/go1.19.8", 10, 10, 8, { fromMinor: 19, toMinor: 20 }],
] as const;

describe.each(LOGS)("%s", (name, cycles, scavenges, others, versions) => {
  const bytes = read(`${name}/output.log`);
  const log = decodeGcLog(bytes);

  it("has every line of the log, and the version that wrote it", () => {
    const count = (pattern: RegExp) => bytes.toString().match(pattern)?.length ?? 0;
    expect(log.cycles.length).toBe(cycles);
    expect(log.cycles.length).toBe(count(/^gc ?\d/gm));
    expect(log.scavenges.length).toBe(scavenges);
    expect(log.scavenges.length).toBe(count(/^(scav|scvg)/gm));
    expect(log.otherLines).toBe(others);
    expect(log.versions).toEqual(versions);
  });

  it("numbers the collections without a gap, in time order", () => {
    expect([...log.cycles.n]).toEqual(Array.from({ length: cycles }, (_, i) => i + 1));
    for (let i = 1; i < cycles; i++) {
      expect(log.cycles.line[i]!).toBeGreaterThan(log.cycles.line[i - 1]!);
      if (!Number.isNaN(log.cycles.at[i]!)) {
        expect(log.cycles.at[i]!).toBeGreaterThanOrEqual(log.cycles.at[i - 1]!);
      }
    }
  });

  it("has columns of one length, and no pause of nothing", () => {
    for (const table of [log.cycles, log.scavenges]) {
      for (const column of Object.values(table)) {
        if (typeof column === "object") expect(column).toHaveLength(table.length);
      }
    }
    for (const pause of log.cycles.pauseNs) expect(pause).toBeGreaterThan(0);
  });
});

describe.each(LOGS.filter(([name]) => /^probe\/go[\d.]+$/.test(name)))("%s", (name) => {
  const log = decodeGcLog(read(`${name}/output.log`));
  const { memStats } = decodeVars(read(`${name}/0003/vars.json`));

  it("pauses as long as MemStats says of the same collections", () => {
    expect(log.cycles.length).toBe(memStats!.NumGC);
    for (let i = 0; i < log.cycles.length; i++) {
      const told = memStats!.PauseNs![(log.cycles.n[i]! + 255) % 256]!;
      // Both parts are rounded down to two digits (a microsecond in Go 1.4), and MemStats counts
      // some microseconds of starting the world.
      const missing = told - log.cycles.pauseNs[i]!;
      expect(missing).toBeGreaterThan(-2000);
      expect(missing).toBeLessThan(10_000 + told / 10);
    }
  });

  it("leaves alive what MemStats says is the goal's base", () => {
    // The last collection was forced and left 21 MiB; NextGC is its double from 1.8 on, and in 1.4
    // too; the forced collections of 1.5 to 1.7 set it to what was live.
    const last = log.cycles.length - (name === "probe/go1.4" ? 2 : 1);
    expect(log.cycles.live[last]).toBe(21 * MiB);
    expect(memStats!.HeapAlloc / MiB).toBeCloseTo(21.5, 0);
  });
});

describe("values by hand", () => {
  it("Go 1.4", () => {
    const { cycles, scavenges } = decodeGcLog(read("seed/go1.4.3/output.log"));
    // gc7(1): 2+1+157+1 us, 95 -> 286 MB, 445 (738-293) objects, …; gc8: 190 -> 477 MB
    expect(row(cycles, 6)).toEqual({
      n: 7,
      at: Number.NaN,
      cpuPercent: Number.NaN,
      forced: 0,
      periodic: 0,
      before: Number.NaN,
      peak: 286 * MiB,
      live: 190 * MiB,
      goal: Number.NaN,
      stacks: Number.NaN,
      globals: Number.NaN,
      procs: Number.NaN,
      pauseNs: 161_000,
      pauseStartNs: Number.NaN,
      pauseEndNs: Number.NaN,
      markNs: 157_000,
      assistNs: Number.NaN,
      backgroundNs: Number.NaN,
      idleNs: Number.NaN,
      stwCpuNs: Number.NaN,
      line: 11,
    });
    expect(cycles.live.at(-1)).toBeNaN();
    expect(scavenges.length).toBe(0);
    const probe = decodeGcLog(read("probe/go1.4/output.log")).scavenges;
    expect(row(probe, 0)).toMatchObject({ work: 102 * MiB, released: Number.NaN, forced: 1 });
    expect(row(probe, 1)).toMatchObject({
      work: Number.NaN,
      inuse: 22 * MiB,
      idle: 102 * MiB,
      sys: 125 * MiB,
      released: 102 * MiB,
      utilisation: Number.NaN,
      forced: 1,
    });
  });

  it("Go 1.5: only the ends stop the world", () => {
    const { cycles } = decodeGcLog(read("probe/go1.5/output.log"));
    expect(row(cycles, 2)).toMatchObject({
      n: 3,
      at: 0.019,
      cpuPercent: 41,
      before: 12 * MiB,
      peak: 13 * MiB,
      live: 13 * MiB,
      goal: 13 * MiB,
      stacks: Number.NaN,
      procs: 2,
      pauseNs: 1_481_000,
    });
    expect([...cycles.forced]).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 1]);
  });

  it.each(["go1.5", "go1.8"])("%s: no worker marked in a forced collection", (version) => {
    const { cycles } = decodeGcLog(read(`probe/${version}/output.log`));
    for (const [at, forced] of cycles.forced.entries()) {
      const workers = cycles.assistNs[at]! + cycles.backgroundNs[at]! + cycles.idleNs[at]!;
      if (forced === 1) expect(workers).toBe(0);
      else expect(workers).toBeGreaterThan(0);
    }
  });

  it("Go 1.19 and 1.26", () => {
    const older = decodeGcLog(read("probe/go1.19/output.log"));
    expect(row(older.cycles, 7)).toMatchObject({
      n: 8,
      at: 4.234,
      before: 125 * MiB,
      peak: 125 * MiB,
      live: 21 * MiB,
      goal: 242 * MiB,
      stacks: MiB,
      globals: 0,
      procs: 2,
      forced: 1,
      pauseNs: 77_000,
    });
    const last = older.scavenges.length - 1;
    expect(row(older.scavenges, last)).toMatchObject({
      work: 54048 * KiB,
      released: 107272 * KiB,
      utilisation: 99,
      forced: 1,
    });
    const newer = decodeGcLog(read("probe/go1.26/output.log")).scavenges;
    expect(row(newer, newer.length - 1)).toMatchObject({
      work: 101976 * KiB,
      released: 109448 * KiB,
      utilisation: 97,
      forced: 1,
      inuse: Number.NaN,
    });
  });

  it("a collection that looks for leaked goroutines is forced", () => {
    const { cycles } = decodeGcLog(read("probe/go1.26-leak/output.log"));
    const at = cycles.at.indexOf(3.012);
    expect(row(cycles, at)).toMatchObject({ n: 6, cpuPercent: 0, forced: 1, procs: 2 });
  });
});

describe("lines around a trace", () => {
  it("GC forced marks the next collection that nobody forced", () => {
    const log = decode(`GC forced\n${MODERN}\n${MODERN}\nGC forced\r\n${MODERN} (forced)\n`);
    expect([...log.cycles.periodic]).toEqual([1, 0, 0]);
    expect([...log.cycles.forced]).toEqual([0, 0, 1]);
    expect(log.otherLines).toBe(0);
  });

  it("a program's own words on a forced collection are its own", () => {
    const log = decode(`INFO GC forced\nGC forced by hand\n${MODERN}\n`);
    expect([...log.cycles.periodic]).toEqual([0]);
    expect(log.otherLines).toBe(2);
  });

  it.each([
    `2026/11/22 11:35:33 ready ${MODERN}`,
    `gc gc 1 @ gc 2 @1.0s ${MODERN}`,
    `${MODERN} and more`,
    `\u{1f600}\u0000${MODERN}\r`,
    `{"log":"${MODERN}\\n","stream":"stderr"}`,
  ])("finds the trace in %j", (line) => {
    const log = decode(`${line}\n`);
    expect(row(log.cycles, 0)).toMatchObject({ n: 7, goal: 242 * MiB, procs: 2, line: 1 });
    expect(log.otherLines).toBe(0);
  });

  it("pacer and scan lines are trace lines without a row", () => {
    const log = decode(
      [
        "pacer: assist ratio=+1.0e+000 (scan 1 MB in 4->5 MB) workers=0++5.0e-001",
        "pacer: 25% CPU (25 exp.) for 10+20+30 B work (40 B exp.) in 50 B -> 60 B (∆goal -1, cons/mark +1)",
        "pacer: H_m_prev=1 h_t=+9.5e-001 H_T=2",
        "pacer: sweep done at heap size 4MB; allocated 0MB during sweep; swept 9 pages at 1 pages/byte",
        "scan: total 5561+158+1218=6937 objs, 21+46=67 spans",
        "scan: class L 2 objs",
        "scan: class 512B 12 objs",
        "checkfinalizers: queue: 5 finalizers + 3 cleanups",
        "pacer: of the marathon",
        "scan: total 12 files",
        "INFO scan: total 12 objs",
      ].join("\n"),
    );
    expect(log.cycles.length + log.scavenges.length).toBe(0);
    expect(log.otherLines).toBe(3);
  });

  it("no version fits two programs in one log", () => {
    const log = decode(`${MODERN}\nscvg-1: 103 MB released\n`);
    expect(log.versions).toBeUndefined();
    expect(log.cycles.length + log.scavenges.length).toBe(2);
  });

  it("scavtrace of 1.14 came back in 1.19: the collections tell which", () => {
    const line = "scav 0 KiB work, 904 KiB total, 99% util";
    expect(decode(line).versions).toEqual({ fromMinor: 14, toMinor: 20 });
    expect(decode(`${line}\n${MODERN}`).versions).toEqual({ fromMinor: 19, toMinor: 20 });
  });

  it("a log without traces says nothing of versions", () => {
    expect(decode("a\nb\n\n")).toMatchObject({ otherLines: 3 });
    expect(decode("a\n").versions).toBeUndefined();
    expect(decode("").otherLines).toBe(0);
  });

  it("Go 1.4: a missing collection leaves the one before it without a live heap", () => {
    const line = (n: number, live: number) =>
      `gc${n}(1): 1+0+63+0 us, ${live} -> 9 MB, 21 (21-0) objects, 2 goroutines, 1/0/0 sweeps, 0(0) handoff, 0(0) steal, 0/0/0 yields`;
    const { live } = decode([line(1, 0), line(2, 3), line(4, 5), line(5, 6)].join("\n")).cycles;
    expect([...live]).toEqual([3 * MiB, Number.NaN, 6 * MiB, Number.NaN]);
  });
});
