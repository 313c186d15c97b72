/**
 * The page of a recording against the report that it is beside: the same numbers by other ways, from
 * the samples as the page gets them.
 */
import { describe, expect, test } from "vitest";
import { topOfRecording } from "../../../src/analyze/top-of-recording.ts";
import { eachLine, findLine } from "../../../src/model/ledger.ts";
import type { CodeTable, Page } from "../../../src/model/page.ts";
import { buildCallTree } from "../../../src/web/code/tree/build-call-tree.ts";
import { unpackCode } from "../../../src/web/code/tree/code-model.ts";
import { sumByFunction } from "../../../src/web/code/tree/function-table.ts";
import { sampleRows } from "../../../src/web/code/tree/sample-rows.ts";
import { viewFrames } from "../../../src/web/code/tree/view-frames.ts";
import { schemaErrors } from "../../support/json-schemas.ts";
import { pageOf, recordingOf } from "../../web/support/page-of.ts";

const PROBE = "test/fixtures/captures/probe";
const BUNDLES = [
  "recordings/classic-go1.4.3",
  `${PROBE}/go1.8`,
  `${PROBE}/go1.11`,
  `${PROBE}/go1.26`,
];
const LEAK = `${PROBE}/go1.26-leak`;

function tableOf(page: Page, kind: CodeTable["kind"]): CodeTable {
  const table = page.code.find((one) => one.kind === kind);
  if (table === undefined) throw new Error(`no ${kind}`);
  return table;
}

test.each([...BUNDLES, LEAK, "test/fixtures/web/goroutine-leak.tgz"])(
  "%s has the shape that is documented",
  async (path) => {
    expect(schemaErrors(await pageOf(path))).toEqual([]);
  },
);

test("a goroutine's change compares one stack with itself", async () => {
  const { goroutines } = await pageOf("test/fixtures/web/goroutine-leak.tgz");
  const { total, before, rows } = goroutines!;
  expect([total, before]).toEqual([9274, 6270]);
  const piled = rows[0]!;
  expect([piled.count, piled.before, piled.state]).toEqual([9270, 6266, "chan send"]);
  expect(piled.createdBy.map(([, , line]) => line)).toEqual([52, 63]);
});

describe.each(BUNDLES)("%s", (path) => {
  test.each(["inuse_space", "alloc_objects"] as const)(
    "functions hold what `resident top` says: %s",
    async (value) => {
      const model = unpackCode(tableOf(await pageOf(path), "heap"));
      const rows = sampleRows(model, model.moments.at(-1)!, value)!;
      const frames = viewFrames(model, false);
      const options = { isInverted: false, focus: null, hide: null };
      const { tree, isBelow } = buildCallTree(model, frames, rows, null, options);
      const top = topOfRecording(await recordingOf(path), { value, granularity: "functions" });
      const isBytes = value.endsWith("_space");
      const total = isBytes ? top.total.bytes : top.total.objects;
      expect(Math.abs(tree.total[0]! - total)).toBeLessThanOrEqual(1);
      const whole = rows.estimate!((row) => isBelow(rows.stack[row]!, 0));
      expect(whole.bytesRange).toEqual(top.total.bytesRange);
      const sums = sumByFunction(tree, frames.length);
      for (const line of top.lines) {
        const row = frames.frameOf.findIndex((frame) => model.frames.name[frame] === line.function);
        const expected = isBytes ? line.cum.bytes : line.cum.objects;
        expect(Math.abs(sums.total[row]! - expected)).toBeLessThanOrEqual(1);
      }
    },
  );

  test("every line of the ledger has its words", async () => {
    const { report, lines } = await pageOf(path);
    for (const line of eachLine(report!.ledger)) {
      if (line.place === undefined && !/^live\./.test(line.id)) {
        expect(lines[line.id]?.paragraph.length ?? 0, line.id).toBeGreaterThan(20);
      }
    }
  });
});

test("a profile alone opens as such", async () => {
  const heap = await pageOf("test/fixtures/pprof/heap.pb.gz");
  const goroutines = await pageOf("test/fixtures/pprof/goroutine.pb.gz");
  expect([heap.opens, goroutines.opens]).toEqual(["code", "goroutines"]);
});

test("where nothing has a name, addresses stay", async () => {
  const page = await pageOf("recordings/classic-go1.4.3/0001/pprof/heap");
  expect(tableOf(page, "heap").strings).toContain("0x41989b");
  const whole = await pageOf("recordings/classic-go1.4.3");
  expect(tableOf(whole, "heap").strings.filter((text) => /^0x/.test(text))).toEqual([]);
});

test("the parts of RSS over time add up to it", async () => {
  const { time, report } = await pageOf("recordings/classic-go1.4.3");
  expect(time!.rss.at(-1)).toBe(findLine(report!.ledger, "rss")!.bytes);
  for (const [i, rss] of time!.rss.entries()) {
    const sum = time!.parts.reduce((all, { bytes }) => all + bytes[i]!, 0);
    expect(Math.abs(sum - rss!)).toBeLessThanOrEqual(time!.parts.length);
  }
});

test("goroutines by group and by stack are as many as the profile says", async () => {
  const page = await pageOf(LEAK);
  const { rows, total } = page.goroutines!;
  expect(rows.reduce((all, { count }) => all + count, 0)).toBe(total);
  expect([total, rows[0]!.count, rows[0]!.isLeaked, rows[0]!.state]).toEqual([
    523,
    500,
    true,
    "chan receive",
  ]);
  const model = unpackCode(tableOf(page, "goroutine"));
  const { value } = sampleRows(model, model.moments.at(-1)!, "goroutine")!;
  expect(value.reduce((all, count) => all + count, 0)).toBe(total);
});

test("collections are those of `resident gc`", async () => {
  const { gc } = await pageOf("recordings/classic-go1.4.3");
  expect(gc!.answer).toMatch(/^9 collections/);
  expect(gc!.columns.pauseNs.length).toBe(gc!.length);
  expect(Math.max(...gc!.columns.pauseNs.map((value) => value ?? 0))).toBe(gc!.summary.pauses!.max);
});
