/** Conditions: met, not met, and what was read can't say. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { explain } from "../../../src/analyze/explain.ts";
import { HEAP_PARTS } from "../../../src/analyze/ledger/heap-parts.ts";
import { LINE_DOCS } from "../../../src/analyze/ledger/line-docs.ts";
import { ResidentError } from "../../../src/base/errors.ts";
import { checkFailOn } from "../../../src/cli/fail-on/check.ts";
import { parseFailOn } from "../../../src/cli/fail-on/conditions.ts";
import { readBundleFolder } from "../../../src/collect/bundle/read-bundle-folder.ts";
import { gunzip } from "../../../src/collect/gunzip.ts";
import { decodeBundle } from "../../../src/decode/recording.ts";
import { findLine } from "../../../src/model/ledger.ts";
import type { Report } from "../../../src/model/report.ts";
import type { Snapshot } from "../../../src/model/snapshot.ts";

const FOLDER = join(import.meta.dirname, "../../fixtures/captures/seed/go1.4.3");
const CLASSIC = decodeBundle(readBundleFolder(FOLDER), { gunzip });
const SERIES = explain(CLASSIC);
const ONCE = explain({ ...CLASSIC, snapshots: CLASSIC.snapshots.slice(-1) });

const check = (report: typeof SERIES, ...texts: string[]) =>
  checkFailOn(report, texts.map(parseFailOn));

describe("checkFailOn", () => {
  it("decides a leak by a series", () => {
    const nothing = { failed: [], undecided: [] };
    expect(check(SERIES, "goroutine-leak", "live-heap-growing")).toEqual(nothing);
  });

  it("does not take one snapshot without a leak for an answer", () => {
    expect(check(ONCE, "goroutine-leak", "rss>1MiB")).toEqual({
      failed: [{ check: "rss>1MiB", reason: "rss is 513 MiB." }],
      undecided: [{ check: "goroutine-leak", reason: "One snapshot cannot tell; add --for 30s." }],
    });
  });

  it("does not pass growth that no collection has judged", () => {
    const untoldGrowth = { of: "heap in use" as const, bytes: 116 * 2 ** 20, seconds: 6 };
    expect(check({ ...SERIES, untoldGrowth }, "goroutine-leak", "live-heap-growing")).toEqual({
      failed: [],
      undecided: [
        {
          check: "live-heap-growing",
          reason:
            "The heap in use grew by 116 MiB in 6 s, with too few collections to tell how much of that is live; look for longer.",
        },
      ],
    });
  });

  it("does not pass a live heap that grew, and went up and down", () => {
    const untoldGrowth = { of: "live heap" as const, bytes: 22 * 2 ** 20, seconds: 6 };
    expect(check({ ...SERIES, untoldGrowth }, "live-heap-growing").undecided).toEqual([
      {
        check: "live-heap-growing",
        reason: "The live heap grew by 22.0 MiB in 6 s, but went up and down; look for longer.",
      },
    ]);
  });

  it("does not pass what no snapshot has read", () => {
    const { goroutines: _, ...without } = SERIES;
    expect(check(without, "goroutine-leak").undecided).toEqual([
      { check: "goroutine-leak", reason: "A goroutine profile was not read." },
    ]);
  });

  /** Of the last snapshot, as if some of it had not been read. */
  const without = (...names: readonly (keyof Snapshot)[]) => {
    const rest = Object.entries(CLASSIC.snapshots.at(-1)!).filter(
      ([name]) => !(names as readonly string[]).includes(name),
    );
    const { gcLog: _, ...unwatched } = CLASSIC;
    return explain({ ...unwatched, snapshots: [Object.fromEntries(rest) as unknown as Snapshot] });
  };
  const undecidedBy = (report: Report, ...texts: string[]) => {
    const { failed, undecided } = check(report, ...texts);
    expect(failed).toEqual([]);
    return undecided.map((one) => one.check);
  };

  it("does not take parts of the heap that only the program knows for nothing", () => {
    const parts = ["idle>5MiB", "since-gc>1MiB", "stacks>0", "allocated>1MiB", "live>1MiB"];
    const verdicts = ["live-heap", "gc-headroom", "idle-not-returned", "gc-thrash"];
    const report = without("memStats", "memStatsBySource", "heap");
    expect(undecidedBy(report, ...parts, ...verdicts)).toEqual([...parts, ...verdicts]);
    expect(undecidedBy(report, "shared-memory>1MiB", "swapped", "outside-go")).toEqual([]);
    const doubted = check(report, "idle>5MiB").undecided[0]!.reason;
    expect(doubted).toMatch(/^idle is not known: a profile does not hold MemStats \(fetch /);
    const ofProfile = without("memStats", "memStatsBySource");
    expect(undecidedBy(ofProfile, "idle>5MiB", "gc-headroom")).toHaveLength(2);
  });

  it("knows of every part of a heap that it is one", () => {
    expect([...HEAP_PARTS].filter((id) => !Object.hasOwn(LINE_DOCS, id))).toEqual([]);
    const parts = findLine(SERIES.ledger, "go-heap")!.children.map(({ id }) => id);
    expect(parts.filter((id) => !HEAP_PARTS.has(id))).toEqual([]);
  });

  it("does not take what the kernel would have said for nothing", () => {
    const conditions = ["shared-memory>1MiB", "outside-go", "swapped", "near-limit", "rss>1GiB"];
    const remote = without("addressSpace", "status", "statm", "rollup");
    expect(undecidedBy(remote, ...conditions)).toEqual(conditions);
    // Of shared memory and swap /proc/PID/status has sums; who is swapped out it does not say.
    const unread = without("addressSpace");
    expect(undecidedBy(unread, ...conditions)).toEqual(["outside-go", "swapped"]);
  });

  it("knows what is allocated where it knows of what that is made", () => {
    expect(check(ONCE, "allocated>100MiB").failed).toEqual([
      { check: "allocated>100MiB", reason: expect.stringMatching(/^allocated is [\d.]+ MiB\.$/) },
    ]);
  });

  it("does not take a copy of the program's numbers for those of now", () => {
    const copied = { ...SERIES, isCopy: true as const };
    const conditions = ["live-heap-growing", "gc-headroom", "idle>100GiB", "rss>100GiB"];
    expect(check(copied, ...conditions).undecided.map((one) => one.check)).toEqual(
      conditions.filter(
        (text) => text !== "rss>100GiB" && !SERIES.verdicts.some(({ id }) => id === text),
      ),
    );
    expect(check(copied, "idle>100GiB").undecided[0]!.reason).toMatch(/answered from a copy/);
  });

  it("takes a line by its id or by the title that the report prints", () => {
    expect(parseFailOn("Go heap > 10MiB")).toMatchObject({ id: "go-heap", bytes: 10 * 2 ** 20 });
    expect(parseFailOn("rss>=1GiB")).toMatchObject({ id: "rss", comparison: ">=" });
    expect(parseFailOn("the program itself>100MiB")).toMatchObject({ id: "program-file" });
    expect(() => parseFailOn("no such line>1MiB")).toThrow('the ledger has no line "no such line"');
    const hintOf = (text: string) => {
      try {
        parseFailOn(text);
      } catch (error) {
        return (error as ResidentError).hint;
      }
      return undefined;
    };
    expect(hintOf("live-heap>1MiB")).toMatch(/^Did you mean live\?$/);
    expect(hintOf("goroutin-leak")).toMatch(/^Did you mean goroutine-leak\?$/);
    expect(hintOf("zebra>1MiB")).toMatch(/^Its lines: /);
  });

  it("names the lines by id and title where none fits", () => {
    let hint: string | undefined;
    try {
      parseFailOn("binary>100MiB");
    } catch (error) {
      hint = error instanceof ResidentError ? error.hint : undefined;
    }
    expect(hint).toContain("program-file (the program itself), ");
    expect(hint).toContain(" rss, ");
  });
});
