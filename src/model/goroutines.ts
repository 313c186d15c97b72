/** Goroutines grouped by stack, from the goroutine profile (debug=1) or the full dump (debug=2). */
export interface StackFrame {
  readonly function: string;
  readonly file: string;
  readonly line: number;
}

export interface GoroutineGroup {
  readonly count: number;
  /** Innermost frame first. */
  readonly frames: readonly StackFrame[];
  /** Wait reason as printed, e.g. "chan receive"; only in debug=2. */
  readonly state?: string;
  /**
   * Shortest and longest wait in whole minutes, a lower bound (it counts from the first
   * collection after blocking). Only in debug=2.
   */
  readonly waitMinutes?: readonly [number, number];
  /** `go` statement that started them (function and place); only in debug=2. */
  readonly createdBy?: StackFrame;
  /** Marked `(leaked)` by the goroutineleak profile. */
  readonly leaked?: boolean;
  readonly labels?: ReadonlyMap<string, string>;
}

export interface Goroutines {
  readonly source: "goroutine?debug=1" | "goroutine?debug=2" | "goroutine" | "goroutineleak";
  readonly total: number;
  /** Largest group first. */
  readonly groups: readonly GoroutineGroup[];
  /** True where the dump ends in the middle (debug=2 stops at 64 MiB). */
  readonly truncated: boolean;
}
