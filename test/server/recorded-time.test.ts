/** Figures over time as a recorder has them: restarts, gaps, findings, limits, a long range. */
import { afterEach, beforeEach, expect, test } from "vitest";
import type { TimeAnswer } from "../../src/model/fleet.ts";
import { findLine } from "../../src/model/ledger.ts";
import type { Page, TimeTable } from "../../src/model/page.ts";
import type { Report } from "../../src/model/report.ts";
import { FACTS, lookAt, reportOf, verdictOf } from "../store/support/looks.ts";
import { schemaErrors } from "../support/json-schemas.ts";
import { type RecordedFleet, recordedFleet } from "./support/recorded-fleet.ts";

let fleet: RecordedFleet;
let target: number;

beforeEach(async () => {
  fleet = await recordedFleet();
  target = await fleet.store.target({ instance: "a:1" });
});
afterEach(() => fleet.close());

async function look(
  times: readonly number[],
  startedAt: number,
  limit: number | null = 500,
  pid = FACTS.pid,
) {
  const run = await fleet.store.run(target, { ...FACTS, startedAt, limit, pid }, times[0]!);
  await Promise.all(
    times.map((time) =>
      fleet.store.add(
        run,
        lookAt(time, { rss: time, parts: [{ id: "heap", title: "Go heap", bytes: time }] }),
      ),
    ),
  );
  return run;
}

async function time(query = ""): Promise<TimeTable> {
  const answer = (await (
    await fleet.ask(`/api/v1/processes/${target}/time${query}`)
  ).json()) as TimeAnswer;
  expect(schemaErrors(answer)).toEqual([]);
  return answer.time!;
}

const every15 = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => from + 15 * i);

test("a restart is marked, and no line is drawn over it", async () => {
  await look([1000, 1015, 1030], 990);
  await look([1045, 1060], 1040);
  const { times, rss, restarts, starts, parts } = await time();
  expect(times).toEqual([1000, 1015, 1030, 1037.5, 1045, 1060]);
  expect(rss).toEqual([1000, 1015, 1030, null, 1045, 1060]);
  expect(restarts.map((row) => times[row])).toEqual([1030]);
  expect(starts).toEqual([1040]);
  expect(parts).toEqual([{ id: "heap", title: "Go heap", bytes: rss }]);
});

test("an answer that is older than the last looks says so", async () => {
  const run = await look(every15(1000, 40), 990);
  await fleet.store.keepReport(run, 1045, reportOf([]));
  const answerAt = async (query: string) =>
    (await (await fleet.ask(`/api/v1/processes/${target}/report${query}`)).json()) as Report;
  expect((await answerAt("")).remarks).toEqual([
    "This answer was given 9 min before the last look that is shown. What was seen since is in the view of Time.",
  ]);
  expect((await answerAt("?from=1&to=9999")).remarks[0]).toMatch(/^This answer was given 9 min/);
  expect((await answerAt("?from=1000&to=1090")).remarks).toEqual([]);
});

test("the answer of an earlier range is of the process that ran then, also where only the kernel was asked", async () => {
  await look(every15(1000, 5), 990, null, 7);
  const now = await look(every15(2000, 5), 1990, null, 8);
  await fleet.store.keepReport(now, 2060, reportOf([]));
  const pageAt = async (query: string) =>
    (await (await fleet.ask(`/api/v1/processes/${target}/page${query}`)).json()) as Page;
  const { report, answer, recorded } = await pageAt("?from=1000&to=1050");
  expect([report!.pid, findLine(report!.ledger, "rss")!.bytes]).toEqual([7, 1045]);
  expect(answer!.time).toBe(1045);
  expect(answer!.note).toMatch(/Its mappings are not/);
  expect(recorded!.looked).toEqual({ from: 1000, to: 1045 });
  const gap = await pageAt("?from=1100&to=1900");
  expect([gap.report, gap.answer, gap.recorded!.looked]).toEqual([null, null, null]);
  expect((await pageAt("")).answer).toEqual({ time: 2060, note: null });
});

test("a gap is a gap, also beside looks that are far apart by plan", async () => {
  await look([...every15(1000, 10), ...every15(2000, 10)], 990);
  const gap = await time();
  expect(gap.rss.filter((value) => value === null)).toHaveLength(1);
  expect(gap.times[gap.rss.indexOf(null)]).toBe((1000 + 15 * 9 + 2000) / 2);
});

test("nothing is said to have held while nobody looked, whether it was there behind the gap or not", async () => {
  const run = await look([...every15(1000, 10), ...every15(1400, 10)], 990);
  const leak = verdictOf("goroutine-leak");
  const heap = verdictOf("live-heap");
  await fleet.store.keepReport(run, 1060, reportOf([leak, heap]));
  await fleet.store.keepReport(run, 1120, reportOf([leak, heap]));
  await fleet.store.keepReport(run, 1460, reportOf([leak]));
  const { bands } = await time();
  expect(bands.map(({ id, from, to }) => [id, from, to])).toEqual([
    ["goroutine-leak", 1060, 1135],
    ["goroutine-leak", 1400, 1460],
    ["live-heap", 1060, 1120],
  ]);
});

test("older looks that were thinned are no gaps", async () => {
  const thinned = Array.from({ length: 12 }, (_, i) => 10_000 + 300 * i);
  await look([...thinned, ...every15(thinned.at(-1)! + 100, 20)], 990);
  expect((await time("?from=0")).rss).not.toContain(null);
});

test("a gap of the picture is one of the findings", async () => {
  const run = await look([1000, 1010, 1020, 1030, 1070, 1080, 1090, 1100], 990);
  await fleet.store.keepReport(run, 1010, reportOf([verdictOf("goroutine-leak")]));
  await fleet.store.keepReport(run, 1090, reportOf([verdictOf("goroutine-leak")]));
  const { bands, times, rss } = await time();
  expect(times[rss.indexOf(null)]).toBe(1050);
  expect(bands.map(({ from, to }) => [from, to])).toEqual([
    [1010, 1030],
    [1070, 1090],
  ]);
});

test("one look that came late is no gap", async () => {
  await look([1000, 1015, 1030, 1075, 1090, 1105], 990);
  expect((await time()).rss).not.toContain(null);
});

test("a limit that held all the time, or none", async () => {
  await look([1000, 1015], 990);
  expect((await time()).limit).toBe(500);
  await look([1030, 1045], 1020, 900);
  expect((await time()).limit).toBeNull();
  expect((await time("?from=1030")).limit).toBe(900);
});

test("a finding that comes and goes is one band that counts the answers with it", async () => {
  const run = await look(every15(1000, 200), 990);
  const heap = verdictOf("live-heap", "5 MB", 5);
  const there = [1, 0, 1, 1, 0, 0, 1, 0, 0, 0, 1];
  for (const [i, is] of there.entries()) {
    await fleet.store.keepReport(run, 1000 + 60 * i, reportOf(is === 1 ? [heap] : []));
  }
  const { bands } = await time();
  expect(bands.map(({ from, to, answers, missed }) => [from, to, answers, missed])).toEqual([
    [1000, 1360, 7, 3],
    [1600, 1600, 1, 0],
  ]);
});

test("nor are two bands one over a time without looks", async () => {
  const run = await look([...every15(1000, 9), ...every15(1400, 10)], 990);
  const heap = verdictOf("live-heap", "5 MB", 5);
  await fleet.store.keepReport(run, 1000, reportOf([heap]));
  await fleet.store.keepReport(run, 1060, reportOf([heap]));
  await fleet.store.keepReport(run, 1120, reportOf([]));
  await fleet.store.keepReport(run, 1400, reportOf([heap]));
  const { bands } = await time();
  expect(bands.map(({ from, to, answers, missed }) => [from, to, answers, missed])).toEqual([
    [1000, 1060, 2, 0],
    [1400, 1400, 1, 0],
  ]);
});

test("findings are bands", async () => {
  const run = await look([1000, 1015, 1030], 990);
  await fleet.store.keepReport(run, 1000, reportOf([verdictOf("live-heap", "5 MB", 5)]));
  await fleet.store.keepReport(run, 1030, reportOf([verdictOf("live-heap", "6 MB", 6)]));
  const { bands } = await time();
  expect(bands.map(({ id, headline, from, to }) => [id, headline, from, to])).toEqual([
    ["live-heap", "6 MB", 1000, 1030],
  ]);
});

test("of a day the peaks stay, in at most 1,500 moments", async () => {
  const times = every15(100_000, 5760);
  const run = await fleet.store.run(target, FACTS, times[0]!);
  const peak = 3333;
  await Promise.all(
    times.map((at, i) => fleet.store.add(run, lookAt(at, { rss: i === peak ? 9e9 : 1e6 + i }))),
  );
  const table = await time(`?from=${times[0]}&to=${times.at(-1)}`);
  expect(table.times.length).toBeLessThanOrEqual(1500);
  expect(table.times.length).toBeGreaterThan(1400);
  expect(table.rss).not.toContain(null);
  expect(table.times[table.rss.indexOf(9e9)]).toBe(times[peak]);
  expect([table.times[0], table.times.at(-1)]).toEqual([times[0], times.at(-1)]);
});

test("without a range it is the last hour, and what there is of it", async () => {
  await look(every15(10_000, 600), 990);
  const { times } = await time();
  const last = 10_000 + 15 * 599;
  expect([times[0], times.at(-1)]).toEqual([last - 3600, last]);
});
