/**
 * A store as a recorder would have filled it: a DuckDB file with the looks of real recordings, asked
 * through the app of `resident serve`, and a recorder that only says what a test makes it say.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Hono } from "hono";
import { explain, ledgersOf } from "../../../src/analyze/explain.ts";
import { historyOfMemStats } from "../../../src/analyze/gc/cycles-of-mem-stats.ts";
import { residentParts } from "../../../src/analyze/ledger/resident-parts.ts";
import { recoverSamples } from "../../../src/analyze/sampling/recover-samples.ts";
import { samplingLaw } from "../../../src/analyze/sampling/sampling-law.ts";
import { findLine } from "../../../src/model/ledger.ts";
import type { Recording } from "../../../src/model/snapshot.ts";
import type { Recorder, RecorderEvent, TargetStatus } from "../../../src/record/recorder.ts";
import { type FleetAppOptions, fleetApp } from "../../../src/server/fleet-app.ts";
import { openDuckDbStore } from "../../../src/store/duckdb/open-store.ts";
import type { Labels, RunFacts, Scrape, Store, TargetId } from "../../../src/store/store.ts";

export const WEB = { html: "<!doctype html><title>page</title>", script: "run()", style: "p{}" };
const LOCAL = new Set(["localhost", "127.0.0.1"]);

/** What a test can make the recorder say. */
export interface FakeRecorder extends Recorder {
  statuses: TargetStatus[];
  error: string | null;
  readonly added: (readonly string[])[];
  readonly listeners: Set<(event: RecorderEvent) => void>;
}

export function fakeRecorder(): FakeRecorder {
  const listeners: FakeRecorder["listeners"] = new Set();
  const added: (readonly string[])[] = [];
  const recorder: FakeRecorder = {
    statuses: [],
    error: null,
    added,
    listeners,
    targets: () => recorder.statuses,
    counts: () => ({ looks: 12, failedLooks: 3, lateLooks: 1 }),
    storeError: () => recorder.error,
    offers: async () => [],
    add: async (words) => added.push(words),
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return recorder;
}

export interface RecordedFleet {
  readonly store: Store;
  readonly recorder: FakeRecorder;
  readonly app: Hono;
  /** A request of this machine for a path of the app. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
}

export async function recordedFleet(
  options: Partial<FleetAppOptions> = {},
): Promise<RecordedFleet> {
  const folder = mkdtempSync(join(tmpdir(), "resident-fleet-"));
  const store = await openDuckDbStore(folder);
  const recorder = fakeRecorder();
  const app = fleetApp({
    store,
    recorder,
    web: WEB,
    hosts: LOCAL,
    token: null,
    sourceRoots: [],
    canAdd: false,
    ...options,
  });
  return {
    store,
    recorder,
    app,
    ask: async (path, init = {}) => {
      const headers = { host: "localhost:7070", ...(init.headers as Record<string, string>) };
      return app.request(`http://localhost:7070${path}`, { ...init, headers });
    },
    close: async () => {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Puts each snapshot of a recording into the store, as looks at one process. */
export async function record(
  store: Store,
  recording: Recording,
  labels: Labels,
  name: string,
  facts: Partial<RunFacts> = {},
): Promise<TargetId> {
  const timed = withTimes(recording);
  const target = await store.target(labels);
  const { snapshots, go } = timed;
  const last = snapshots.at(-1)!;
  const run = await store.run(
    target,
    {
      name,
      startedAt: last.meta.processStart ?? null,
      pid: last.status?.pid ?? null,
      go: go?.raw ?? null,
      limit: null,
      memlimit: null,
      gogc: 100,
      ...facts,
    },
    snapshots[0]!.time!,
  );
  for (const scrape of scrapesOf(timed)) await store.add(run, scrape);
  await store.keepReport(run, last.time!, explain(timed));
  return target;
}

/** Old captures do not say when they were. */
export function withTimes(recording: Recording): Recording {
  const snapshots = recording.snapshots.map((snapshot, i) => ({
    ...snapshot,
    time: snapshot.time ?? 1_700_000_000 + 15 * i,
  }));
  return { ...recording, snapshots };
}

function scrapesOf(recording: Recording): Scrape[] {
  return ledgersOf(recording).map(({ snapshot, ledger }): Scrape => {
    const { heap, memStats, goroutines } = snapshot;
    const rss = findLine(ledger, "rss");
    const { PauseNs: _, PauseEnd: __, BySize: ___, ...figures } = memStats ?? ({} as never);
    const history = historyOfMemStats(memStats === undefined ? [] : [memStats], 0);
    const { n, at, pauseNs, length } = history.slice(0, history.length);
    return {
      figures: {
        time: snapshot.time!,
        rss: rss?.bytes ?? null,
        virt: ledger.bytes,
        swap: null,
        live: findLine(ledger, "live")?.bytes ?? null,
        goroutines: goroutines?.total ?? null,
        cpu: null,
        memStats: memStats === undefined ? null : figures,
      },
      parts: residentParts(rss),
      heap:
        heap === undefined
          ? null
          : {
              profile: heap,
              inuse: recoverSamples(heap, "inuse"),
              alloc: recoverSamples(heap, "alloc"),
              law: samplingLaw(recording.go),
            },
      goroutines: goroutines ?? null,
      collections: Array.from({ length }, (___, i) => ({
        n: n[i]!,
        end: at[i]!,
        pauseNs: pauseNs[i]!,
      })).filter(({ end }) => Number.isFinite(end)),
    };
  });
}
