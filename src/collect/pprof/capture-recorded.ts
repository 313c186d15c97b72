/**
 * What a recorder asks of a program at every look, and no more: MemStats always, the large pages as the
 * recorder wishes. A heap profile changes with collections only (runtime/mprof.go publishes what was
 * allocated and freed at each), so while none has run since the last one it is not asked for again.
 *
 * No collection is forced, and nothing with `seconds=`: that would subtract the live heap as well.
 */
import { decodeHeapMemStats } from "../../decode/memstats/decode-heap-mem-stats.ts";
import { decodeVars } from "../../decode/memstats/decode-vars.ts";
import { belowPrefix, type Endpoint } from "../http/endpoint.ts";
import type { HttpOptions } from "../http/http-options.ts";
import { captureMemStats, type MemStatsPage } from "./capture-mem-stats.ts";
import { type FileReading, PageTaker } from "./page-taker.ts";
import type { PprofIndex } from "./probe-pprof.ts";

/** What is due. */
export interface RecordedWishes {
  readonly heap: boolean;
  readonly goroutines: boolean;
  readonly metrics: MetricsWish;
}

/**
 * Of the page of Prometheus metrics. all: it has RSS, where the kernel can't be asked. settings: the lines alone
 * that say what GOGC and GOMEMLIMIT are in force, which the environment of a process does not.
 */
export type MetricsWish = "all" | "settings" | "none";

export interface RecordedOptions {
  readonly http: HttpOptions;
  /** Which page had MemStats before. */
  readonly page?: MemStatsPage | undefined;
  /** Collections that had run at the look which has the newest heap profile; undefined: there is none. */
  readonly profiled?: number | undefined;
  readonly metricsPath?: string | undefined;
}

export interface RecordedCapture {
  readonly index: PprofIndex;
  readonly page: MemStatsPage;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly readings: ReadonlyMap<string, FileReading>;
  /** Collections so far; undefined where it is not told. */
  readonly collections: number | undefined;
  /** "same": no collection ran since the newest heap profile. */
  readonly heap: "taken" | "same" | "none";
  /** What each page took the program, in seconds, by path: without the way there and back. */
  readonly seconds: ReadonlyMap<string, number>;
}

const HEAP_TEXT: MemStatsPage = "pprof/heap.debug1.txt";
const METRICS = "metrics.txt";

/** Throws what captureMemStats throws; a large page that is missing is a reading with its reason. */
export async function captureRecorded(
  endpoint: Endpoint,
  wishes: RecordedWishes,
  { http, page, profiled, metricsPath }: RecordedOptions,
): Promise<RecordedCapture> {
  const basis = await captureMemStats(endpoint, http, page);
  const collections = collectionsOf(basis.page, basis.files.get(basis.page)!);
  const isSame = profiled !== undefined && collections === profiled && collections > 0;
  const taker = new PageTaker(endpoint, http);
  // The text with MemStats has the samples, too: the same twice would cost the program twice.
  if (wishes.heap && !isSame && basis.page !== HEAP_TEXT) await taker.heap();
  const metrics = metricsPath ?? belowPrefix(endpoint, "metrics");
  if (wishes.metrics === "all") await taker.metrics(metrics);
  if (wishes.goroutines) await taker.profile("goroutine.debug1.txt", "goroutine?debug=1");
  const settings =
    wishes.metrics === "settings" ? await takeSettings(endpoint, http, metrics) : NONE;
  const files = new Map([...basis.files, ...taker.files, ...settings.files]);
  const hasHeap = files.has("pprof/heap") || files.has(HEAP_TEXT);
  const took = new Map([
    [basis.page as string, basis.pageSeconds],
    ...taker.seconds,
    ...settings.seconds,
  ]);
  const way = basis.indexSeconds;
  return {
    index: basis.index,
    page: basis.page,
    files,
    readings: new Map([...basis.readings, ...taker.readings]),
    collections,
    heap: isSame ? "same" : hasHeap ? "taken" : "none",
    seconds: new Map([...took].map(([path, seconds]) => [path, Math.max(0, seconds - way)])),
  };
}

type TakenPages = Pick<PageTaker, "files" | "seconds">;

const NONE: TakenPages = { files: new Map(), seconds: new Map() };

/** A program without such a page lacks nothing that a report would have to name. */
async function takeSettings(
  endpoint: Endpoint,
  http: HttpOptions,
  path: string,
): Promise<TakenPages> {
  const taker = new PageTaker(endpoint, http);
  await taker.metrics(path);
  const seconds = new Map([[METRICS, taker.seconds.get(METRICS) ?? 0]]);
  const page = taker.files.get(METRICS);
  const lines = page === undefined ? "" : settingLines(page);
  const files = lines === "" ? [] : [[METRICS, Buffer.from(lines)] as const];
  return { files: new Map(files), seconds };
}

/** All else on that page is known better, or of the very moment. */
function settingLines(page: Uint8Array): string {
  const text = Buffer.from(page).toString("latin1");
  return (text.match(/^go_gc_(?:gogc_percent|gomemlimit_bytes) .*\n/gm) ?? []).join("");
}

function collectionsOf(page: MemStatsPage, bytes: Uint8Array): number | undefined {
  if (page === "vars.json") return decodeVars(bytes).memStats?.NumGC;
  return decodeHeapMemStats(new TextDecoder().decode(bytes)).NumGC;
}
