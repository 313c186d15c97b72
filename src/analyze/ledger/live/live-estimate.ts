/** What is said of the live heap, and what it is told from. */

export interface LiveHeap {
  readonly bytes: number;
  /** Bounds: the source's resolution, or the sampling's interval. */
  readonly range: readonly [number, number];
  readonly source: string;
  readonly formula?: string;
  /** True where it is scaled up from samples. */
  readonly isEstimate?: true;
  /**
   * Where the program has set GOGC itself: bytes that would be live under the GOGC that was read.
   */
  readonly underOtherGogc?: number;
  /** The same where it may have: then `range` reaches from what the profile has to these bytes. */
  readonly perhapsUnderOtherGogc?: number;
  /** Where the goal and a profile that is precise enough to refute it agree on the GOGC that was read. */
  readonly fitsGogc?: true;
}

/**
 * What other looks at the program told of its GOGC: there are none, it has set it itself, none of them
 * is sure, or it is the one that was read.
 */
export type OtherLooks = "none" | "own-gogc" | "doubt" | "fit";

/** The heap profile's estimate of all that is in use, with its 95 % interval. */
export interface ProfileEstimate {
  readonly bytes: number;
  readonly range: readonly [number, number];
  /** Of all that was allocated, what is freed again. */
  readonly freed?: () => readonly [number, number] | undefined;
}
