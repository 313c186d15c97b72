/** What the pacer knows of the heap when it decides, and the two settings of the user. Bytes. */
export interface PacerState {
  /** M: what the last collection marked. */
  readonly marked: number;
  /** Stacks, by the version's rule (`roots`): scanned at the last collection, or allocated. */
  readonly stackScan: number;
  readonly globalsScan: number;
  /** Marked plus allocated since; only rises between two collections. */
  readonly heapLive: number;
  /**
   * What the limit counts and no object lies in: mappedReady less free heap less allocated objects;
   * stacks, the runtime's own memory, free slots in spans.
   */
  readonly nonHeap: number;
  /** What the limit counts: mapped and not given back, Sys − HeapReleased of MemStats. */
  readonly mappedReady: number;
  /** False while the last collection's garbage is still being swept; default true. */
  readonly isSweepDone?: boolean;
  /** Bytes that the program allocates while marking goes on; default 0 (≥ 1.18). */
  readonly runway?: number;
  /** Share of the growth at which the controller starts; default 7/8, as a program begins (1.5–1.17). */
  readonly triggerRatio?: number;
  /** Marked less what was allocated while marking; default: marked (1.5–1.7). */
  readonly reachable?: number;
}

export interface PacerSettings {
  /** GOGC in percent; null: off. */
  readonly gogc: number | null;
  /** GOMEMLIMIT in bytes; null: none. */
  readonly memlimit: number | null;
}
