/** What a verdict says: one sentence first, then why it may say so and what to do. */
export type Severity = "critical" | "warning" | "info";
export type Confidence = "high" | "medium" | "low";

export interface Evidence {
  /** "HeapIdle − HeapReleased" */
  readonly what: string;
  /** "287 MiB" */
  readonly value: string;
  /** "MemStats, heap?debug=1" */
  readonly source: string;
}

export interface Action {
  /** A finished sentence. */
  readonly text: string;
  /** Exact code, command or environment variable, to copy. */
  readonly code?: string;
}

/**
 * How RSS goes on: `falls` by so many bytes, `reaches` a limit (bytes: the limit), or `stays`.
 * Times are seconds after the last snapshot; latest null: never, or not known.
 */
export interface Forecast {
  readonly what: "falls" | "reaches" | "stays";
  readonly bytes: number;
  readonly range?: readonly [number, number];
  readonly earliest: number;
  readonly latest: number | null;
  readonly waitsFor: string;
}

export interface Verdict {
  readonly id: string;
  readonly headline: string;
  /** Bytes that it speaks of; null where it speaks of none. */
  readonly bytes: number | null;
  /** 95 % interval where bytes is an estimate. */
  readonly range?: readonly [number, number];
  /** Resident bytes of the lines that it owns, over RSS (0..1); null without RSS. */
  readonly share: number | null;
  readonly evidence: readonly Evidence[];
  readonly actions: readonly Action[];
  readonly confidence: Confidence;
  readonly severity: Severity;
  /** Ids of the ledger lines that it owns; empty for a note. */
  readonly owns: readonly string[];
  readonly forecast?: readonly Forecast[];
}
