/** Processes of a recorder, made of real recordings; what no recording has is added and says so. */
import type { ProcessRow } from "../../../src/model/fleet.ts";
import type { Page, WhatIfGrid } from "../../../src/model/page.ts";
import type { PsProcess } from "../../../src/model/results.ts";
import type { FakeProcess } from "./fake-recorder.ts";
import { pageOf } from "./page-of.ts";

const MiB = 2 ** 20;

/** As a list would show it. */
export function rowOf(page: Page, id: number, part: Partial<ProcessRow> = {}): ProcessRow {
  const { report, time } = page;
  const verdict = report?.verdicts[0];
  const lastLook = time?.times.at(-1) ?? null;
  return {
    id,
    name: report?.name ?? page.target,
    address: `http://127.0.0.1:${6000 + id}/debug/pprof`,
    labels: {},
    state: "up",
    pid: report?.pid ?? null,
    go: report?.go ?? null,
    startedAt: null,
    rss: time?.rss.at(-1) ?? null,
    live: time?.live.at(-1) ?? null,
    liveRange: null,
    goroutines: time?.goroutines.at(-1) ?? null,
    limit: time?.limit ?? null,
    trend: { times: time?.times ?? [], rss: time?.rss ?? [], since: null },
    verdict: verdict === undefined ? null : { ...verdict, at: lastLook ?? 0, rss: null },
    lastLook,
    failingSince: null,
    interval: 15,
    nextLook: null,
    error: null,
    ...part,
  };
}

/** A leaking, an idle and a goroutine-leaking program; each with its recording. */
export async function recordedProcesses(): Promise<FakeProcess[]> {
  const leak = withBands(withWhatIf(await pageOf("test/fixtures/web/live-heap-growing.tgz")));
  const idle = withRestart(await pageOf("test/fixtures/web/idle.tgz"));
  const goroutines = await pageOf("test/fixtures/web/goroutine-leak.tgz");
  return [
    { row: rowOf(leak, 1, { labels: { env: "prod", zone: "b" } }), page: leak },
    { row: rowOf(idle, 2, { labels: { env: "test" } }), page: idle },
    { row: rowOf(goroutines, 3, { labels: { env: "prod", zone: "a" } }), page: goroutines },
  ];
}

/** What a recorder has beside a look: when each finding held. */
function withBands(page: Page): Page {
  const { time, report } = page;
  if (time === null || report === null) return page;
  const at = (share: number) => time.times[Math.floor(share * (time.times.length - 1))]!;
  const bands = report.verdicts.slice(0, 3).map(({ id, headline, severity }, i) => ({
    ...{ id, headline, severity },
    ...{ answers: 14, missed: i === 1 ? 5 : 0, from: at(0.2 + 0.2 * i) },
    to: at(i === 1 ? 0.6 : 1),
  }));
  return { ...page, time: { ...time, bands } };
}

/** Constructed: another process from the fourth moment on. */
function withRestart(page: Page): Page {
  if (page.time === null) return page;
  return { ...page, time: { ...page.time, restarts: [3], starts: [page.time.times[4]! - 0.2] } };
}

/** Constructed: the peak is what is live and GOGC percent of it, as far as the limit lets it. */
export function withWhatIf(page: Page): Page {
  if (page.gc === null) return page;
  const gogc = [10, 25, 50, 75, 100, 150, 200, 400, null];
  const memlimit = [200, 300, 400, 600].map((size) => size * MiB);
  const live = 270 * MiB;
  const span = (value: number, by = 0.1) => ({
    value,
    low: value * (1 - by),
    high: value * (1 + by),
  });
  const answerOf = (percent: number | null, limit: number | null) => {
    const wanted = percent === null ? Number.POSITIVE_INFINITY : live * (1 + percent / 100);
    if (wanted === Number.POSITIVE_INFINITY && limit === null) return null;
    const peak = Math.min(wanted, Math.max(limit ?? Number.POSITIVE_INFINITY, live * 1.02));
    const room = Math.max(peak - live, live * 0.02);
    return {
      peakHeap: span(peak),
      peakRss: span(peak + 20 * MiB),
      cyclesPerMinute: span((6000 * MiB) / room, 0.15),
      gcCpuShare: span(Math.min(0.6, (40 * MiB) / room), 0.3),
      isThrashing: limit !== null && limit < live * 1.1,
      reachedIn: null,
    };
  };
  const whatIf: WhatIfGrid = {
    gogc,
    memlimit: [...memlimit, null],
    now: [2, 3],
    answers: gogc.map((percent) => [...memlimit, null].map((limit) => answerOf(percent, limit))),
    assumes: ["The program goes on to allocate as it did.", "What is live stays as it was."],
    basis: { collections: 31, seconds: 180, until: null, growth: null },
    limit: 512 * MiB,
  };
  return { ...page, gc: { ...page.gc, whatIf } };
}

/** Constructed. */
export const OFFERS: readonly PsProcess[] = [
  {
    ...{ pid: 4817, name: "shop", go: "go1.26.8", goIsApproximate: false, virt: 1.2e9, rss: 310e6 },
    ...{ heap: 200e6, ports: [6060], pprof: "yes", url: "http://127.0.0.1:6060/debug/pprof" },
    ...{ reason: null, remedy: null },
  },
  {
    ...{ pid: 911, name: "agent", go: "go1.22", goIsApproximate: true, virt: 8e8, rss: 42e6 },
    ...{ heap: null, ports: [], pprof: "no", url: null },
    ...{ reason: "it listens on no port", remedy: null },
  },
];
