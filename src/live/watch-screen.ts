/** `resident watch` in a terminal: the watcher's looks to the screen, and the screen's wishes to it. */
import { ResidentError } from "../base/errors.ts";
import { writeBundleArchive } from "../collect/bundle/write-bundle.ts";
import { findSource, type SourceOptions } from "../collect/source/find-source.ts";
import type { LiveTarget } from "../collect/target/target.ts";
import type { ListResult } from "../model/results.ts";
import type { Recording } from "../model/snapshot.ts";
import type { PaintOptions } from "../report/text/paint.ts";
import { bundleFileName } from "./looks/bundle-of-looks.ts";
import { Watcher, type WatcherOptions } from "./looks/watcher.ts";
import type { CodeRow, SampleType } from "./state/rows.ts";
import type { Effect } from "./state/step.ts";
import { type FunctionContent, initialState } from "./state/watch-state.ts";
import {
  type RunningScreen,
  runScreen,
  type ScreenStreams,
  sizeOf,
} from "./terminal/run-screen.ts";

export interface WatchScreenOptions extends WatcherOptions {
  readonly streams: ScreenStreams;
  readonly look: PaintOptions;
  /** Where saved bundles go. */
  readonly folder: string;
  readonly source: SourceOptions;
  /** What `resident list` says of a function. */
  readonly list: (
    recording: Recording,
    functionName: string,
    value: Exclude<SampleType, "goroutines">,
  ) => Promise<ListResult>;
  /** Ends it after so long. */
  readonly forSeconds?: number;
}

/** Ages and the clock move on also where no look does it. */
const TICK_MS = 1000;

/**
 * Resolves when the user quits, or a signal ends it, with the paths of the bundles that were saved:
 * what the screen said of them is gone with it.
 */
export async function watchScreen(
  target: LiveTarget,
  options: WatchScreenOptions,
): Promise<readonly string[]> {
  const { streams, look, everySeconds } = options;
  const size = sizeOf(streams.stdout);
  const now = Date.now() / 1000;
  const first = initialState({ target: target.label, everySeconds, now, ...size });
  const saved: string[] = [];
  const screen = runScreen(first, streams, look, (effect) => {
    act(effect, { watcher, screen, options, saved });
  });
  let lastLook = 0;
  const watcher = new Watcher(target, options, (event) => {
    lastLook = performance.now();
    screen.tell({ kind: "look", look: event });
  });
  const tick = setInterval(() => {
    if (performance.now() - lastLook < TICK_MS) return;
    screen.tell({ kind: "tick", now: Date.now() / 1000 });
  }, TICK_MS);
  const end = () => watcher.stop();
  const timer =
    options.forSeconds === undefined ? undefined : setTimeout(end, options.forSeconds * 1000);
  for (const signal of SIGNALS) process.once(signal, end);
  try {
    await watcher.watch();
  } finally {
    for (const signal of SIGNALS) process.removeListener(signal, end);
    clearInterval(tick);
    clearTimeout(timer);
    screen.close();
  }
  return saved;
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

interface Scene {
  readonly watcher: Watcher;
  readonly screen: RunningScreen;
  readonly options: WatchScreenOptions;
  /** Paths of the bundles so far. */
  readonly saved: string[];
}

function act(effect: Effect, scene: Scene): void {
  const { watcher, screen, options } = scene;
  switch (effect.kind) {
    case "quit":
      watcher.stop();
      return;
    case "ask":
      watcher.askNow();
      return;
    case "rest":
      watcher.rest(effect.isResting);
      return;
    case "save":
      save(scene).then((text) => screen.tell({ kind: "saved", text }));
      return;
    case "read-function": {
      const { row } = effect;
      readFunction(effect, options).then((content) =>
        screen.tell({ kind: "content", row, content }),
      );
      return;
    }
  }
}

/** Says where, or why not. */
async function save({ watcher, options, saved }: Scene): Promise<string> {
  const bundle = await watcher.bundle();
  const name = bundleFileName(watcher.programName(), new Date());
  const path = `${options.folder}/${name}`;
  try {
    await writeBundleArchive(bundle, path);
    saved.push(path);
    return `Saved ./${name} (${bundle.snapshots.length} looks)`;
  } catch (error) {
    return `Not saved: ${sentenceOf(error)}`;
  }
}

async function readFunction(
  { row, sampleType, recording }: Extract<Effect, { kind: "read-function" }>,
  options: WatchScreenOptions,
): Promise<FunctionContent> {
  try {
    if (sampleType === "goroutines") return await readSource(row, options.source);
    const result = await options.list(recording, row.function, sampleType);
    return { kind: "list", result };
  } catch (error) {
    return { kind: "failed", reason: sentenceOf(error) };
  }
}

async function readSource(row: CodeRow, source: SourceOptions): Promise<FunctionContent> {
  const found = await findSource(row.file, source);
  if (found.found) return { kind: "source", lines: found.lines, isExact: found.exact };
  return { kind: "failed", reason: `${row.file} was not found here. ${found.hint}` };
}

/** Anything else is a bug, and shows its stack. */
function sentenceOf(error: unknown): string {
  if (!(error instanceof ResidentError)) throw error;
  return `${error.message}. ${error.hint ?? ""}`.trim();
}
