/** What is advised, and what is said of GOGC, where one look doubts it and where others settle it. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { explain } from "../../src/analyze/explain.ts";
import { MiB } from "../../src/base/units.ts";
import { readBundleFolder } from "../../src/collect/bundle/read-bundle-folder.ts";
import { gunzip } from "../../src/collect/gunzip.ts";
import { decodeBundle } from "../../src/decode/recording.ts";
import type { Report } from "../../src/model/report.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";

const NOW = 1_800_000_000;
/** What GOGC=100 makes of the 120 MiB that the probe's profile has live. */
const FITS = 244;
/** 90 MiB live, by GOGC=100: it may have fallen to them, or a lower GOGC or a limit made the goal. */
const TOO_LOW = 180;

/** The probe of Go 1.26, one look for each goal, each with a profile of its own. */
function report(...goals: readonly number[]): Report {
  const raw = readBundleFolder(join(import.meta.dirname, "../fixtures/captures/probe/go1.26"));
  const { gcLog: _gcLog, ...recording } = decodeBundle(raw, { gunzip });
  const { runtimeMetrics: _metrics, ...snapshot } = recording.snapshots[0]!;
  const { PauseEnd: _ends, ...memStats } = snapshot.memStats!;
  return explain({
    ...recording,
    snapshots: goals.map((goal, i) => lookAt({ ...snapshot, memStats }, i, goal)),
  });
}

function lookAt(snapshot: Snapshot, i: number, goal: number): Snapshot {
  const stats = snapshot.memStats!;
  const heap = (goal - 10) * MiB;
  const more = heap - stats.HeapAlloc;
  const time = NOW + 10 * i;
  const memStats = {
    ...stats,
    HeapAlloc: heap,
    HeapInuse: stats.HeapInuse + more,
    HeapSys: stats.HeapSys + more,
    Sys: stats.Sys + more,
    NextGC: goal * MiB,
    GCCPUFraction: 0.01,
    NumGC: 20 + 5 * i,
    NumForcedGC: 0,
    LastGC: time - 0.9,
  };
  return { ...snapshot, name: `000${i + 1}`, time, memStats, environment: {} };
}

const headroomOf = ({ verdicts }: Report) => verdicts.find(({ id }) => id === "gc-headroom");
const gogcOf = (of: Report) => headroomOf(of)?.evidence.find(({ what }) => what === "GOGC")?.value;
const codesOf = (of: Report) => headroomOf(of)?.actions.map(({ code }) => code ?? "");
const doubtOf = ({ remarks }: Report) =>
  remarks.filter((text) => /^The heap profile, a collection old/.test(text));

describe("a goal that GOGC=100 makes", () => {
  test("has a lower GOGC as advice", () => {
    expect(gogcOf(report(FITS))).toBe("100");
    expect(codesOf(report(FITS))).toContain("GOGC=50");
    expect(doubtOf(report(FITS))).toEqual([]);
  });
});

describe("a goal that one look doubts", () => {
  const doubted = report(TOO_LOW);

  test("has no advice that rests on the environment's GOGC", () => {
    expect(doubtOf(doubted)).toHaveLength(1);
    expect(gogcOf(doubted)).toBe("100, or set by the program");
    expect(codesOf(doubted)?.filter((code) => /^(GOGC|GOMEMLIMIT)=/.test(code))).toEqual([]);
    expect(headroomOf(doubted)?.actions[0]?.text).toMatch(
      /First see, after the next collection, which GOGC is in force/,
    );
  });

  test("leaves open how much is garbage", () => {
    expect(headroomOf(doubted)?.confidence).toBe("medium");
    expect(headroomOf(doubted)?.headline).toMatch(
      /^32\.\d MiB to 81\.\d MiB were allocated since the last collection; /,
    );
  });

  test("is settled by an earlier look in which goal and profile agree", () => {
    const settled = report(FITS, TOO_LOW);
    expect(doubtOf(settled)).toEqual([]);
    expect(doubtOf(report(FITS, FITS, FITS, TOO_LOW))).toEqual([]);
  });

  test("not where more looks doubt it: the program may have set GOGC in between", () => {
    expect(doubtOf(report(FITS, TOO_LOW, TOO_LOW, TOO_LOW))).toHaveLength(1);
    expect(doubtOf(report(TOO_LOW, TOO_LOW))).toHaveLength(1);
  });
});

test("the timer is named where nothing else may come, not to a program at work", () => {
  const raw = readBundleFolder(join(import.meta.dirname, "../fixtures/captures/probe/go1.26"));
  const { gcLog: _, ...recording } = decodeBundle(raw, { gunzip });
  const headlineOf = (PauseEnd: readonly number[]) => {
    const snapshot = lookAt(recording.snapshots[0]!, 0, FITS);
    const memStats = { ...snapshot.memStats!, PauseEnd: [...PauseEnd] };
    return headroomOf(explain({ ...recording, snapshots: [{ ...snapshot, memStats }] }))?.headline;
  };
  const ends = (every: number) =>
    Array.from({ length: 256 }, (_, i) => (NOW - 0.9 - every * ((19 - i + 256) % 256)) * 1e9);
  expect(headlineOf(ends(300))).toContain("two to four minutes after the last one");
  expect(headlineOf(ends(3))).toMatch(/more\.$/);
});
