/**
 * What the server answers of a recorded process, against the page of the same recording as a file: the
 * numbers must be the same, by way of a DuckDB file.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { heapTable } from "../../src/analyze/page/heap-table.ts";
import { MiB } from "../../src/base/units.ts";
import type {
  CodeAnswer,
  CollectionsAnswer,
  GoroutinesAnswer,
  GrowthAnswer,
  TimeAnswer,
} from "../../src/model/fleet.ts";
import { findLine } from "../../src/model/ledger.ts";
import type { CodeTable, GcTable, Page } from "../../src/model/page.ts";
import type { Report } from "../../src/model/report.ts";
import type { Recording } from "../../src/model/snapshot.ts";
import { ALL_TIME } from "../../src/server/recorded/asked.ts";
import { lastPacerChange } from "../../src/store/run-settings.ts";
import type { RunFacts } from "../../src/store/store.ts";
import { unpackCode } from "../../src/web/code/tree/code-model.ts";
import { sampleRows } from "../../src/web/code/tree/sample-rows.ts";
import { schemaErrors } from "../support/json-schemas.ts";
import { pageOf, recordingOf } from "../web/support/page-of.ts";
import { type RecordedFleet, record, recordedFleet } from "./support/recorded-fleet.ts";

const LEAK = "test/fixtures/web/live-heap-growing.tgz";
const PILE = "test/fixtures/web/goroutine-leak.tgz";

let fleet: RecordedFleet;
let leak: Page;
/** The heap of every look, however many the page of the file shows. */
let own: CodeTable;
let pile: Page;

beforeAll(async () => {
  fleet = await recordedFleet();
  await record(fleet.store, await recordingOf(LEAK), { job: "shop", instance: "a:1" }, "shop");
  leak = await pageOf(LEAK);
  const piling = endingAt(leak.time!.times.at(-1)!, await recordingOf(PILE));
  await record(fleet.store, piling, { job: "mail", instance: "b:1" }, "mail");
  const { snapshots, go } = await recordingOf(LEAK);
  own = heapTable(
    snapshots.map((snapshot) => ({ snapshot, profile: snapshot.heap! })),
    go,
  )!;
  pile = await pageOf(PILE);
});

afterAll(() => fleet.close());

/** The same look by look, at another time. */
function endingAt(end: number, recording: Recording): Recording {
  const later = end - recording.snapshots.at(-1)!.time!;
  const snapshots = recording.snapshots.map((one) => ({ ...one, time: one.time! + later }));
  return { ...recording, snapshots };
}

async function get<T extends { readonly format: string }>(path: string): Promise<T> {
  const response = await fleet.ask(path);
  const answer = (await response.json()) as T;
  expect(response.status, JSON.stringify(answer)).toBe(200);
  expect(schemaErrors(answer)).toEqual([]);
  return answer;
}

function sumOf(table: CodeTable, moment: number, value: string): number {
  const model = unpackCode(table);
  const rows = sampleRows(model, model.moments.at(moment)!, value)!;
  return rows.value.reduce((sum, one) => sum + one, 0);
}

/** Of the profile that the program gave at that time; of `alloc` since its start. */
function ownSum(time: number | null, value: string): number {
  return sumOf(
    own,
    own.moments.findIndex((moment) => moment.time === time),
    value,
  );
}

const heapOf = (tables: readonly CodeTable[]) => tables.find(({ kind }) => kind === "heap")!;

describe("the page", () => {
  test("has the report, figures, code and growth of the recording", async () => {
    const page = await get<Page>("/api/v1/processes/0/page");
    expect(page.report).toEqual(leak.report);
    expect(page.recorded).toMatchObject({ id: 0, first: leak.time!.times[0] });
    const { times, rss, parts, live } = page.time!;
    expect({ times, rss, live }).toEqual({
      times: leak.time!.times,
      rss: leak.time!.rss,
      live: leak.time!.live,
    });
    expect(parts).toEqual(leak.time!.parts);
    const code = heapOf(page.code);
    expect(code.moments).toHaveLength(12);
    for (const [i, { time }] of code.moments.entries()) {
      expect(sumOf(code, i, "inuse_space")).toBeCloseTo(ownSum(time, "inuse_space"), 2);
    }
    // Nothing is said of a time before the range, though a look tells of the collection before it.
    const row = leak.growth!.rows[0]!;
    expect(row.since).toBeLessThan(times[0]!);
    expect(page.growth!.rows[0]).toEqual({ ...row, since: times[0] });
  });

  test("titles what was allocated since the moment before as such, and adds up to it", async () => {
    const page = await get<Page>("/api/v1/processes/0/page");
    const table = heapOf(page.code);
    expect(table.values.map(({ title }) => title)).toContain(
      "bytes allocated since the moment before",
    );
    const totals = table.moments.map(({ time }) => ownSum(time, "alloc_objects"));
    for (let i = 1; i < totals.length; i++) {
      expect(sumOf(table, i, "alloc_objects")).toBeCloseTo(totals[i]! - totals[i - 1]!, 3);
    }
  });

  test("of a range that ended earlier has the answer of then, told from what is kept", async () => {
    const { times, rss, live } = leak.time!;
    // More than what a look may come later while one asks.
    const end = times.findLastIndex((time) => times.at(-1)! - time > 15);
    const own = await recordedFleet();
    // As the program was started.
    await record(own.store, await recordingOf(LEAK), { job: "shop" }, "shop", { gogc: 50 });
    const response = await own.ask(`/api/v1/processes/0/page?from=0&to=${times[end]! + 0.01}`);
    const page = (await response.json()) as Page;
    await own.close();
    expect(schemaErrors(page)).toEqual([]);
    expect(page.answer!.time).toBe(times[end]);
    expect(page.answer!.note).toMatch(
      /^It is told from what is kept of that look\. Of its mappings only sums/,
    );
    expect(page.recorded!.looked).toEqual({ from: times[0], to: times[end] });
    const { ledger, pid, name, verdicts, snapshots } = page.report!;
    expect(findLine(ledger, "rss")!.bytes).toBe(rss[end]);
    expect(findLine(ledger, "live")!.bytes).toBe(live[end]);
    expect([pid, name]).toEqual([leak.report!.pid, "shop"]);
    expect(snapshots.at(-1)!.time).toBe(times[end]);
    expect(verdicts[0]!.id).toMatch(/^live-heap/);
    expect(page.report!.code[0]!.line).toBe(leak.report!.code[0]!.line);
  });

  test("names files that are there", async () => {
    const { files } = await get<Page>("/api/v1/processes/0/page");
    expect(files.map(({ kind, name }) => [kind, name])).toEqual([
      ["heap", expect.stringMatching(/^shop-heap-\d{8}T\d{6}Z-\d{8}T\d{6}Z\.pb\.gz$/)],
      ["goroutine", expect.stringMatching(/^shop-goroutine-\d{8}T\d{6}Z-\d{8}T\d{6}Z\.pb\.gz$/)],
    ]);
    for (const { url } of files) expect((await fleet.ask(`/${url}`)).status).toBe(200);
  });
});

describe("each part alone is what the page has", () => {
  test.each([0, 1])("of process %d", async (id) => {
    const page = await get<Page>(`/api/v1/processes/${id}/page`);
    const at = `/api/v1/processes/${id}`;
    expect((await get<TimeAnswer>(`${at}/time`)).time).toEqual(page.time);
    expect((await get<GrowthAnswer>(`${at}/growth`)).growth).toEqual(page.growth);
    expect((await get<CollectionsAnswer>(`${at}/gc`)).gc).toEqual(page.gc);
    expect((await get<GoroutinesAnswer>(`${at}/goroutines`)).goroutines).toEqual(page.goroutines);
    expect(await get<Report>(`${at}/report`)).toEqual(page.report);
  });
});

test("goroutines are those of the recording, with what they were", async () => {
  const { goroutines, recorded } = await get<GoroutinesAnswer>("/api/v1/processes/1/goroutines");
  expect([goroutines!.total, goroutines!.before]).toEqual([9274, 6270]);
  expect(goroutines!.beforeAt).toBe(recorded.looked!.from);
  const [row] = goroutines!.rows;
  expect([row!.count, row!.before]).toEqual([pile.goroutines!.rows[0]!.count, 6266]);
  expect(row!.frames).toEqual(pile.goroutines!.rows[0]!.frames);
});

test("collections are those of MemStats", async () => {
  const { gc } = await get<CollectionsAnswer>("/api/v1/processes/0/gc");
  expect(gc!.source).toBe("MemStats");
  const recording = await recordingOf(LEAK);
  expect(gc!.columns.n.at(-1)).toBe(recording.snapshots.at(-1)!.memStats!.NumGC);
  expect(gc!.whatIf).not.toBeNull();
});

test("what-if begins with the settings of the program, and ends at the cgroup's limit", async () => {
  const other = await recordedFleet();
  const file = await recordingOf(LEAK);
  const settings = { gogc: 100, memlimit: 700 * MiB, limit: 900 * MiB };
  await record(other.store, file, {}, "shop", settings);
  const response = await other.ask("/api/v1/processes/0/gc");
  const { whatIf } = ((await response.json()) as CollectionsAnswer).gc!;
  expect([whatIf!.gogc[whatIf!.now[0]], whatIf!.memlimit[whatIf!.now[1]], whatIf!.limit]).toEqual([
    100,
    700 * MiB,
    900 * MiB,
  ]);
  await other.close();
});

describe("what-if, where the program changed its settings", () => {
  const gcOf = async (
    file: Recording,
    settings: Pick<RunFacts, "gogc"> & Partial<RunFacts>,
    learn?: (run: RunFacts) => [RunFacts, number],
  ) => {
    const other = await recordedFleet();
    const target = await record(other.store, file, {}, "shop", settings);
    const [run] = await other.store.runs(target, ALL_TIME);
    if (learn !== undefined) await other.store.learn(run!.id, ...learn(run!));
    const response = await other.ask("/api/v1/processes/0/gc");
    const answer = (await response.json()) as CollectionsAnswer;
    expect(schemaErrors(answer)).toEqual([]);
    await other.close();
    return answer.gc!;
  };

  test("is told from the looks since then, as if there were no others", async () => {
    const file = await recordingOf(LEAK);
    const since = file.snapshots.slice(4);
    const { time, memStats } = since[0]!;
    const changed = await gcOf(file, { gogc: 100 }, (run) => [
      { ...run, gogc: 80, memlimit: 2 ** 30 },
      time!,
    ]);
    const settings = { gogc: 80, memlimit: 2 ** 30 };
    const fresh = await gcOf({ ...file, snapshots: since }, settings);
    expect(changed.whatIf!.gogc).toContain(80);
    expect(changed.settingsChange).toEqual({
      since: Math.round(time! * 1000) / 1000,
      what: "GOGC was changed from 100 to 80 and GOMEMLIMIT from none to 1.00 GiB",
      collections: since.at(-1)!.memStats!.NumGC! - memStats!.NumGC!,
      refusal: null,
    });
    expect(fresh.settingsChange).toBeNull();
    const whole = await gcOf(file, settings);
    const atNow = ({ whatIf }: GcTable) => whatIf!.answers[whatIf!.gogc.indexOf(80)]!.at(-1);
    expect(atNow(changed)).toEqual(atNow(fresh));
    expect(atNow(changed)).not.toEqual(atNow(whole));
  });

  test("says so where there are too few since then", async () => {
    const file = await recordingOf(LEAK);
    const { time } = file.snapshots.at(-1)!;
    const { whatIf, settingsChange, length } = await gcOf(file, { gogc: 100 }, (run) => [
      { ...run, gogc: 400 },
      time!,
    ]);
    expect([whatIf, settingsChange!.collections]).toEqual([null, 0]);
    expect(settingsChange!.refusal).toMatch(/^Nothing that was read says how often it collects\.$/);
    expect(length).toBeGreaterThan(5);
  });

  test("that no look tells of is told from the goals, and said", async () => {
    const file = await recordingOf(LEAK);
    const real = await gcOf(file, { gogc: 50 });
    const misread = await gcOf(file, { gogc: 300 });
    expect(misread.findings[0]).toMatch(
      /^The goals .* follow from about GOGC=50, not from the 300/,
    );
    expect(misread.findings.slice(1)).toEqual(real.findings);
    expect([misread.answer, misread.whatIf]).toEqual([real.answer, real.whatIf]);
  });

  test("a cgroup's limit, or what was not known before, is no change of them", async () => {
    const file = await recordingOf(LEAK);
    const { time } = file.snapshots[6]!;
    const limited = await gcOf(file, { gogc: 100 }, (run) => [{ ...run, limit: 2 ** 31 }, time!]);
    expect(limited.settingsChange).toBeNull();
    expect(limited.whatIf).not.toBeNull();
    const settings = { limit: null, memlimit: null, gogc: 50 };
    const run = { ...settings, former: [{ ...settings, gogc: null, until: 5 }] };
    expect(lastPacerChange(run, ALL_TIME)).toBeUndefined();
  });
});

describe("code", () => {
  const times = () => leak.time!.times;

  test("of a range is what was live at its end, and all that was allocated in it", async () => {
    const range = `from=${times()[1]}&to=${times()[3]}`;
    const { tables } = await get<CodeAnswer>(`/api/v1/processes/0/code?${range}`);
    const table = heapOf(tables);
    expect(table.moments).toHaveLength(1);
    const [begin, end] = [times()[1]!, times()[3]!];
    expect(sumOf(table, 0, "inuse_objects")).toBeCloseTo(ownSum(end, "inuse_objects"), 3);
    const added = ownSum(end, "alloc_space") - ownSum(begin, "alloc_space");
    expect(sumOf(table, 0, "alloc_space")).toBeCloseTo(added, 2);
    expect(table.values.map(({ title }) => title)).toContain("bytes allocated in the range");
  });

  test("of two ranges has the one to compare with first, over the same stacks", async () => {
    const [base, range] = [`base_from=${times()[0]}&base_to=${times()[1]}`, `from=${times()[4]}`];
    const { tables } = await get<CodeAnswer>(`/api/v1/processes/0/code?${range}&${base}`);
    const table = heapOf(tables);
    const compared = [times()[1]!, times().at(-1)!];
    expect(table.moments.map(({ time }) => time)).toEqual(compared);
    for (const [i, time] of compared.entries()) {
      expect(sumOf(table, i, "inuse_space")).toBeCloseTo(ownSum(time, "inuse_space"), 2);
    }
  });

  test("at the peak is that of the look with the highest RSS", async () => {
    const rss = leak.time!.rss.map((bytes) => bytes!);
    const peak = rss.indexOf(Math.max(...rss.slice(0, 4)));
    const range = `to=${times()[4]! - 0.5}&pick=peak`;
    const { tables } = await get<CodeAnswer>(`/api/v1/processes/0/code?${range}`);
    expect(heapOf(tables).moments[0]!.time).toBe(times()[peak]);
  });

  test("of several is the sum of each", async () => {
    const range = `from=${times()[0]! - 60}&to=${times().at(-1)}`;
    const merged = await get<CodeAnswer>(`/api/v1/code?process=0&process=1&${range}`);
    const single = [
      await get<CodeAnswer>(`/api/v1/code?process=0&${range}`),
      await get<CodeAnswer>(`/api/v1/code?process=1&${range}`),
    ];
    for (const value of ["inuse_space", "inuse_objects", "alloc_objects"]) {
      const sums = single.map(({ tables }) => sumOf(heapOf(tables), 0, value));
      expect(sumOf(heapOf(merged.tables), 0, value)).toBeCloseTo(sums[0]! + sums[1]!, 2);
    }
    const piles = merged.tables.find(({ kind }) => kind === "goroutine")!;
    expect(sumOf(piles, 0, "goroutine")).toBe(leak.goroutines!.total + pile.goroutines!.total);
    expect(merged.remarks).toEqual([]);
  });

  test("a range without looks has no tables, and is no error", async () => {
    const range = `from=${times()[0]! - 500}&to=${times()[0]! - 400}`;
    expect((await get<CodeAnswer>(`/api/v1/processes/0/code?${range}`)).tables).toEqual([]);
    const page = await get<Page>(`/api/v1/processes/0/page?${range}`);
    expect([page.code, page.time, page.growth, page.gc]).toEqual([[], null, null, null]);
    expect([page.report, page.answer, page.recorded!.looked]).toEqual([null, null, null]);
    expect((await fleet.ask(`/api/v1/processes/0/report?${range}`)).status).toBe(404);
  });
});

test("heaps that are sampled in another way are not added up, and are named", async () => {
  const other = await recordedFleet();
  const file = await recordingOf(LEAK);
  await record(other.store, file, { instance: "a" }, "a");
  await record(other.store, file, { instance: "b" }, "b");
  const old = { ...file, go: { raw: "go1.11", major: 1, minor: 11, patch: 0 } };
  await record(other.store, old, { instance: "c" }, "c");
  await other.store.target({ instance: "d" });
  const range = `from=${leak.time!.times[0]}&to=${leak.time!.times.at(-1)}`;
  const query = `process=0&process=1&process=2&process=3&${range}`;
  const answer = (await (await other.ask(`/api/v1/code?${query}`)).json()) as CodeAnswer;
  expect(schemaErrors(answer)).toEqual([]);
  const alone = sumOf(heapOf(leak.code), -1, "inuse_objects");
  expect(sumOf(heapOf(answer.tables), 0, "inuse_objects")).toBeCloseTo(2 * alone, 2);
  expect(answer.remarks).toEqual([
    "Process 3 has no heap profile in the range.",
    "Process 2 has heaps that are sampled in another way (MemProfileRate, or the version of Go) and are left out.",
  ]);
  await other.close();
});
