/** Looks as watching makes them, from a captured bundle: real numbers without a running program. */
import { join } from "node:path";
import { readBundleArchive } from "../../src/collect/bundle/read-bundle-archive.ts";
import { gunzip } from "../../src/collect/gunzip.ts";
import { decodeBundle } from "../../src/decode/recording.ts";
import type { KernelLook, Look, ProfileLook, ProgramLook } from "../../src/live/looks/look.ts";
import { profileLook, programLook } from "../../src/live/looks/make-looks.ts";
import { initialState, type WatchState } from "../../src/live/state/watch-state.ts";
import { update } from "../../src/live/update.ts";
import type { Recording } from "../../src/model/snapshot.ts";

const FIXTURE = join(import.meta.dirname, "../fixtures/live/leak.tgz");

/** Four snapshots of a leaking program, see test/fixtures/live/README.md. */
export async function leakRecording(): Promise<Recording> {
  return decodeBundle(await readBundleArchive(FIXTURE), { gunzip });
}

export interface LooksAt {
  readonly kernel: KernelLook;
  readonly program: ProgramLook;
  readonly profile: ProfileLook;
}

/** The looks that the nth snapshot would have been; the report knows those before it. */
export function looksAt(recording: Recording, at: number): LooksAt {
  const snapshot = recording.snapshots[at]!;
  const time = snapshot.time!;
  const taken = {
    time,
    raw: { name: snapshot.name, files: new Map() },
    goroutines: undefined,
    askedSeconds: 0,
    readSeconds: 0,
    trouble: undefined,
  };
  const alone = { ...recording, snapshots: [snapshot] };
  const history = { ...recording, snapshots: recording.snapshots.slice(0, at + 1) };
  return {
    kernel: {
      kind: "kernel",
      time,
      pid: snapshot.status?.pid ?? 1,
      name: snapshot.status?.name ?? "probe",
      rss: snapshot.status?.vmRss ?? null,
      swap: 0,
      cpu: 0.25,
    },
    program: programLook(taken, alone, 0, 2),
    profile: profileLook(history, time, 15),
  };
}

export function stateBefore(time: number, columns = 80, rows = 24): WatchState {
  return initialState({ target: "leaky", everySeconds: 1, now: time, columns, rows });
}

/** A state that has seen every snapshot of the recording. */
export function stateAfter(recording: Recording, columns = 80, rows = 24): WatchState {
  const first = recording.snapshots[0]!.time!;
  return recording.snapshots.reduce(
    (state, _, at) => withLooks(state, Object.values(looksAt(recording, at))),
    stateBefore(first, columns, rows),
  );
}

export function withLooks(state: WatchState, looks: readonly Look[]): WatchState {
  return looks.reduce((one, look) => update(one, { kind: "look", look }).state, state);
}

/** Keys one after another; the effects of all of them. */
export function pressed(state: WatchState, ...keys: readonly string[]) {
  let now = state;
  const effects = keys.flatMap((key) => {
    const step = update(now, { kind: "key", key });
    now = step.state;
    return step.effects;
  });
  return { state: now, effects };
}
