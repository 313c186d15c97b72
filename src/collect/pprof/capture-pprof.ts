/**
 * One snapshot over HTTP: what a program's pprof, expvar and metrics pages say, as the files of a
 * bundle's snapshot folder. Nothing is decoded here, and a page that is missing is noted with the
 * reason and what would help, never an error: the ledger says what it lacks.
 *
 * It must not disturb the program: no forced collection (`gc=`), no `seconds=`, and pages that stop
 * the world for long only when asked for. Each page costs the program memory (docs/performance.md,
 * "What asking costs"), so one form of the goroutine profile is taken, and what costs most comes
 * last: a snapshot must not count what taking it has cost.
 */
import { formatBytes, formatCount, MiB } from "../../base/units.ts";
import { belowPrefix, besidePprof, type Endpoint } from "../http/endpoint.ts";
import { openConnection } from "../http/exchange.ts";
import type { HttpOptions } from "../http/http-options.ts";
import { dumpSize } from "./dump-size.ts";
import { type FileReading, PageTaker } from "./page-taker.ts";
import { type PprofIndex, probePprof } from "./probe-pprof.ts";
import { redactVars } from "./redact-vars.ts";

export interface CaptureOptions extends HttpOptions {
  /** The index, if it has been read already. */
  readonly index?: PprofIndex;
  /** Also take `allocs`: the samples of `heap`, for tools that want that name. */
  readonly allocs?: boolean;
  /**
   * Take the goroutines also as profile.proto, and all their stacks however many there are: that
   * stops the world for as long.
   */
  readonly deep?: boolean;
  /** Where in a series it is; the only snapshot unless given. */
  readonly place?: PlaceInSeries;
  /** Make the program collect garbage first, and take `goroutineleak`, which does so again. */
  readonly gc?: boolean;
  /** Path of the Prometheus page; `/metrics` below the prefix by default. */
  readonly metricsPath?: string;
}

/** What costs most is left out where the first and the last snapshot, or the last alone, tell enough. */
export interface PlaceInSeries {
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** As the snapshot before had them; undefined: not known. */
  readonly goroutines?: number;
}

export interface HttpCapture {
  readonly index: PprofIndex;
  /** Bytes by path below the snapshot's folder. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** By the same paths, and by those of the files that are missing; goes into meta.json. */
  readonly readings: ReadonlyMap<string, FileReading>;
}

/**
 * A larger goroutine?debug=2 is taken only with `deep`. The runtime's buffer grows to 4 MiB for it,
 * 7 MiB of garbage in all, and the world stops for 40 to 100 ms. Much lower, and no leak would be
 * large enough to be told by its waiting times in one look: 8,000 stacks of 2 KiB are 16 MiB.
 */
const LARGE_DUMP = 4 * MiB;
const DUMP = "goroutine.debug2.txt";
const LAST_ONLY = "it is taken with the last snapshot only";

/** From here on each goroutine profile costs 5 to 10 MiB. */
const MANY_GOROUTINES = 20_000;
const ONLY_SNAPSHOT: PlaceInSeries = { isFirst: true, isLast: true };

const HEAP_HAS_THEM = "It comes with Go 1.11; the heap profile holds the same samples.";

/**
 * Takes a snapshot of the program at `endpoint`. Throws what `probePprof` throws; after that every
 * failure is a reading with its reason.
 */
export async function capturePprof(
  endpoint: Endpoint,
  options: CaptureOptions = {},
): Promise<HttpCapture> {
  const agent = options.agent ?? openConnection(endpoint);
  try {
    const http = { ...options, agent };
    const index = options.index ?? (await probePprof(endpoint, http));
    const capture = new SnapshotTaker(endpoint, http, index);
    await capture.memory(options);
    await capture.goroutines(options);
    const { files, readings } = capture;
    return { index, files, readings };
  } finally {
    if (options.agent === undefined) agent.destroy();
  }
}

/** A snapshot in the making. */
class SnapshotTaker extends PageTaker {
  private readonly index: PprofIndex;

  constructor(endpoint: Endpoint, http: HttpOptions, index: PprofIndex) {
    super(endpoint, http);
    this.index = index;
  }

  /**
   * MemStats and the heap profile back to back: between them the program goes on allocating. Both
   * pages with MemStats come first, because packing the profile allocates 1.2 MiB. With `gc` the
   * first request makes the program collect (no version of Go minds the parameter), and all of them
   * tell of what is left then.
   */
  async memory({ allocs, metricsPath, gc }: CaptureOptions): Promise<void> {
    if (gc) await this.profile("heap.debug1.txt", "heap?gc=1&debug=1");
    await this.take("vars.json", besidePprof(this.endpoint, "vars"), {
      absent: ["there is no /debug/vars", "Import expvar: it has MemStats in full."],
      check: redactVars,
    });
    if (!gc) await this.profile("heap.debug1.txt", "heap?debug=1");
    await this.profile("heap");
    await this.metrics(metricsPath ?? belowPrefix(this.endpoint, "metrics"));
    if (allocs && this.index.counts.has("allocs")) await this.profile("allocs");
    else if (allocs) this.miss("pprof/allocs", "the program has no allocs profile", HEAP_HAS_THEM);
    await this.symbols();
  }

  async goroutines(options: CaptureOptions): Promise<void> {
    const { deep = false, gc = false, place = ONLY_SNAPSHOT } = options;
    await this.profile("threadcreate.debug1.txt", "threadcreate?debug=1");
    await this.stacks(place);
    if (place.isLast && deep) await this.profile("goroutine");
    if (place.isLast) await this.dump(deep);
    else this.miss(`pprof/${DUMP}`, LAST_ONLY);
    await this.leaks(gc);
  }

  /** The goroutines grouped by their stacks. */
  private async stacks({ isFirst, isLast, goroutines = 0 }: PlaceInSeries): Promise<void> {
    if (isFirst || isLast || goroutines < MANY_GOROUTINES) {
      return this.profile("goroutine.debug1.txt", "goroutine?debug=1");
    }
    const reason = `of ${formatCount(goroutines)} goroutines it is taken with the first and the last snapshot only`;
    return this.miss("pprof/goroutine.debug1.txt", reason);
  }

  /** The stack, state and wait of every goroutine, where that is cheap or asked for. */
  private async dump(deep: boolean): Promise<void> {
    const profile = this.files.get("pprof/goroutine.debug1.txt");
    const size = profile === undefined ? undefined : dumpSize(profile);
    if (deep || (size !== undefined && size <= LARGE_DUMP)) {
      return this.profile(DUMP, "goroutine?debug=2");
    }
    const large = size === undefined ? "of unknown size" : `of about ${formatBytes(size)}`;
    const reason = `writing a list of goroutines ${large} would stop the program for long`;
    return this.miss(
      `pprof/${DUMP}`,
      reason,
      "Give --deep to take it all the same: it says how long each has waited.",
    );
  }

  private async leaks(gc: boolean): Promise<void> {
    const path = "pprof/goroutineleak.debug1.txt";
    if (!this.index.counts.has("goroutineleak")) {
      this.miss(path, "the program has no goroutineleak profile", "It comes with Go 1.27.");
    } else if (!gc) {
      this.miss(path, "it makes the program collect garbage", "Give --gc to take it.");
    } else {
      await this.profile("goroutineleak.debug1.txt", "goroutineleak?debug=1");
    }
  }
}
