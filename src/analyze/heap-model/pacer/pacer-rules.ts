/**
 * What the collector of one Go version goes by when it decides at which heap size to start and at
 * which to be done. Data only: the formulas that read it are the files beside this one, and nobody
 * asks for a version number again.
 */

export interface PacerRules {
  /** The first minor version of Go with these rules. */
  readonly fromMinor: number;
  /**
   * When a collection starts: at the goal itself, the world stopped (`at-goal`); at a share of the
   * growth that a controller adjusts (`ratio`); or so far before the goal as the program is
   * expected to allocate while marking goes on (`runway`).
   */
  readonly trigger: "at-goal" | "ratio" | "runway";
  /** What MemStats.NextGC is. */
  readonly nextGc: "trigger" | "goal";
  /** Smallest heap that is collected at GOGC=100; it scales with GOGC. */
  readonly minimumHeap: number;
  /**
   * Which stacks, with the globals, grow the goal beside the marked heap: none, all that is
   * allocated for them, or what of them was scanned.
   */
  readonly roots: "none" | "allocated" | "scanned";
  /** While the last cycle's garbage is swept, the trigger is at least this far above the heap. */
  readonly sweepDistance: number;
  readonly sweepDistanceScales: boolean;
  /** The goal of a running cycle is at least this far above the heap at its start. */
  readonly minimumRunway: number;
  /** Bounds of the trigger: shares of the way from the marked heap to the goal. */
  readonly lowestTrigger: number;
  readonly highestTrigger: number;
  /** In a large heap the trigger may be this near to the goal; scaled by GOGC or not. */
  readonly nearestTrigger: "none" | "scaled minimum" | "minimum";
  /** Share of all CPU that marking aims at, with and without the goroutines' assists. */
  readonly goalUtilization: number;
  readonly backgroundUtilization: number;
  /** How the runway's estimate follows what the last cycles measured. */
  readonly consMark: "none" | "controller" | "mean of 2" | "highest of 5";
  readonly memoryLimit: MemoryLimitRules | null;
}

export interface MemoryLimitRules {
  /** The goal stays below what the limit leaves by this share, and by so many bytes at least. */
  readonly headroomPercent: number;
  readonly minimumHeadroom: number;
  /** CPU seconds by which the collector may be ahead of the program, for each processor. */
  readonly limiterCapacity: number;
}
