/**
 * What a program does with memory, step by step, as `resident simulate` reads it from YAML
 * (docs/heap-model.md). Bytes and seconds.
 */
export interface Workload {
  readonly name: string;
  /** One sentence: what it shows. */
  readonly about: string;
  /** What the process has before the first step: a plain program's or an HTTP server's memory. */
  readonly program: "plain" | "server";
  readonly steps: readonly WorkloadStep[];
}

export interface AllocateStep {
  readonly kind: "allocate";
  readonly size: number;
  readonly count: number;
  /** Share of the bytes that the program writes. */
  readonly write: number;
  /** The variable that holds it; what that held before is forgotten. */
  readonly as?: string;
  /** The collection that it is added to. Neither: garbage at once. */
  readonly into?: string;
  /** Seconds that it takes; 0: at once. */
  readonly over: number;
}

export type WorkloadAction =
  | AllocateStep
  | { readonly kind: "write"; readonly what: string; readonly share: number }
  | {
      readonly kind: "drop";
      readonly what: string;
      readonly share: number;
      /** The dropped objects lie between kept ones. */
      readonly scattered: boolean;
    }
  | {
      readonly kind: "wait";
      readonly seconds: number;
      /** Seconds after which something wakes the program, again and again. */
      readonly wakesEvery?: number;
    }
  | {
      readonly kind: "start";
      readonly as: string;
      readonly count: number;
      /** Bytes of each goroutine's stack. */
      readonly stack: number;
    }
  | { readonly kind: "end"; readonly what: string; readonly share: number }
  | { readonly kind: "collect" }
  | { readonly kind: "return" }
  | {
      readonly kind: "repeat";
      readonly times: number;
      readonly steps: readonly WorkloadStep[];
    };

/** An action and where it stands. */
export type WorkloadStep = WorkloadAction & {
  /** Line of the file, from 1. */
  readonly line: number;
};
