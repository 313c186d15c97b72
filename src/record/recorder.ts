/**
 * What the recorder tells of itself: the targets that it looks at, how each of them fares, and an event
 * for each look. The server shows it and knows nothing of how targets are found or asked.
 */
import type { PsProcess } from "../model/results.ts";
import type { Labels, RunId, TargetId } from "../store/store.ts";

export interface TargetStatus {
  readonly id: TargetId;
  readonly labels: Labels;
  /** Name of the program; before the first look, the address. */
  readonly name: string;
  /** As one types it: "http://10.0.0.7:6060/debug/pprof", "4817". */
  readonly address: string;
  /** new: not yet looked at. down: the last look failed. */
  readonly state: "new" | "up" | "down";
  readonly run: RunId | null;
  /** The last look that brought something, Unix seconds; null: none did yet. */
  readonly lastLook: number | null;
  /** Bytes between which the live heap of the last look lies; null: not known. */
  readonly liveRange: readonly [number, number] | null;
  /** Of the looks in a row, up to the last one, that failed the first; null: the last one went well. */
  readonly failingSince: number | null;
  readonly nextLook: number | null;
  /** Seconds from look to look. */
  readonly interval: number;
  /** How long the last look took, in seconds. */
  readonly took: number | null;
  /** A finished sentence on the last look; null where it went well. */
  readonly error: string | null;
}

export type RecorderEvent =
  /** A look is stored. */
  | { readonly kind: "look"; readonly target: TargetId; readonly time: number }
  | {
      readonly kind: "error";
      readonly target: TargetId;
      readonly time: number;
      readonly error: string;
      /** null: the look brought something all the same. */
      readonly failingSince: number | null;
    }
  /** Targets came or went, or the process behind one was started anew. */
  | { readonly kind: "targets"; readonly time: number }
  /** Nothing can be stored (the disk is full), and why; null: it can again. */
  | { readonly kind: "store"; readonly time: number; readonly error: string | null };

export interface RecorderCounts {
  /** Since Resident started. */
  readonly looks: number;
  readonly failedLooks: number;
  /**
   * Looks that began later than a tenth of their interval after they were due, or that took so long to
   * store that the next one was left out.
   */
  readonly lateLooks: number;
}

export interface Recorder {
  targets(): readonly TargetStatus[];
  counts(): RecorderCounts;
  /** Why nothing is stored now; null where all is well. */
  storeError(): string | null;
  /** Go processes of this machine that are not looked at yet. */
  offers(): Promise<readonly PsProcess[]>;
  /**
   * Looks at this target from now on, until Resident ends.
   * @param words as on the command line
   * @throws ResidentError RES_TARGET and its like
   */
  add(words: readonly string[]): Promise<TargetId>;
  /** @returns what ends it */
  listen(listener: (event: RecorderEvent) => void): () => void;
}
