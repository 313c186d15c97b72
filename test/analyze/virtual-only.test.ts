/** What a small process is told: nothing in it is worth a finding, but what it is made of is. */
import { expect, test } from "vitest";
import { virtualOnly } from "../../src/analyze/verdicts/mappings/virtual-only.ts";
import { makeContext } from "../../src/analyze/verdicts/rule/context.ts";
import { GiB, MiB } from "../../src/base/units.ts";
import type { LedgerLine } from "../../src/model/ledger.ts";
import type { CodeLine } from "../../src/model/report.ts";

const PLACE = { function: "main.load", file: "/src/main.go", line: 27 };
const RANGE = [0, 0] as const;
const CODE: CodeLine = {
  ...PLACE,
  bytes: 5 * MiB,
  bytesRange: RANGE,
  objects: 1,
  objectsRange: RANGE,
  samples: 9,
  resolvable: true,
  callers: [],
};

const line = (title: string, mib: number, children: readonly LedgerLine[] = []): LedgerLine => ({
  id: title.replace(" ", "-"),
  title,
  bytes: mib * MiB,
  basis: "counted",
  source: "",
  children,
});

function headline(program: number, live: number, claimed: readonly string[] = []): string {
  const unattributed = { ...line("difference", 6), id: "unattributed" };
  const lines = [{ ...line("main.go:27", 5), place: PLACE }];
  const heap = line("go heap", live + 1, [line("live objects", live, lines), line("idle", 1)]);
  const rss = {
    ...line("rss", 20, [heap, line("the program", program), unattributed]),
    title: "RSS",
  };
  const ledger = { ...line("virt", 0, [rss]), bytes: 2 * GiB };
  const snapshot = { name: "1", meta: {}, missing: [] };
  const recording = { target: "x", snapshots: [snapshot], remarks: [] };
  const context = makeContext(recording, [{ snapshot, ledger }], [CODE]);
  return virtualOnly.judge(context, new Set(claimed))!.headline;
}

const REST = "; the 2.00 GiB of VIRT are reserved addresses, which cost nothing.";

test("the largest parts are named, and the line of code that holds most of one", () => {
  expect(headline(10, 8)).toBe(
    `The process uses 20.0 MiB of memory: 10.0 MiB the program and 8.00 MiB live objects (most of it of main.go:27 (main.load))${REST}`,
  );
  expect(headline(4, 14)).toMatch(/: 14.0 MiB live objects and 4.00 MiB the program;/); // 5 of 14 are not most
});

test("one part alone is a part of it, and a correction is none", () =>
  expect(headline(17, 1)).toContain("20.0 MiB of memory, 17.0 MiB of it the program;"));

test("nothing is named where another finding has said it", () =>
  expect(headline(10, 8, ["program"])).toBe(`The process uses 20.0 MiB of memory${REST}`));

function evidence(outside: number, threads: number): readonly string[] {
  const untouched = { ...line("outside Go, untouched", outside), id: "outside-untouched" };
  const ledger = { ...line("virt", 2048, [line("rss", 20), untouched]), id: "virt" };
  const status = { pid: 1, name: "x", threads };
  const snapshot = { name: "1", meta: {}, status, missing: [] };
  const recording = { target: "x", snapshots: [snapshot], remarks: [] };
  const context = makeContext(recording, [{ snapshot, ledger }], []);
  return virtualOnly
    .judge(context, new Set())!
    .evidence.map(({ what, value }) => `${value} ${what}`);
}

test("addresses that are mostly outside Go are named, with the threads they are for", () => {
  const list = evidence(1500, 250).join("\n");
  expect(list).toContain("1.46 GiB outside Go, untouched");
  expect(list).toContain("250 OS threads: for each");
  expect(evidence(900, 250).join("\n")).not.toMatch(/OS threads|outside Go/);
});

test("RSS that was much higher in another look is worth one at that time", () => {
  const at = (rss: number, t: number) => ({
    snapshot: { name: `${t}`, time: t, meta: {}, missing: [] },
    ledger: { ...line("virt", 0, [line("rss", rss)]), bytes: 2 * GiB },
  });
  const adviceOf = (...looks: readonly number[]) => {
    const moments = looks.map(at);
    const snapshots = moments.map(({ snapshot }) => snapshot);
    const context = makeContext({ target: "x", snapshots, remarks: [] }, moments, []);
    return virtualOnly.judge(context, new Set())!.actions[0]!.text;
  };
  expect(adviceOf(12, 312, 13)).toMatch(/^Look when it is at its highest: RSS was 312 MiB/);
  expect(adviceOf(12, 15, 13)).toMatch(/^Nothing to do/);
  expect(adviceOf(13)).toMatch(/^Nothing to do/);
});
