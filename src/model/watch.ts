/** What `resident watch --json` prints: an object a line, one for each thing that happened. */
import type { Verdict } from "./verdict.ts";

export interface WatchLine {
  readonly format: "resident.watch/1";
  /** Unix seconds. */
  readonly time: number;
  /**
   * `look`: figures; `answer`: the first finding is another one, or about another place; `gone` and
   * `back`: the program; `trouble`: a part could not be read, null where it can be again.
   */
  readonly event: "look" | "answer" | "gone" | "back" | "trouble";
  readonly pid: number | null;
  readonly name: string | null;
  /** Bytes. The newest that is known: MemStats are read less often than RSS. */
  readonly rss: number | null;
  readonly live: number | null;
  readonly heapAlloc: number | null;
  readonly goroutines: number | null;
  /** Collections since the program's start. */
  readonly collections: number | null;
  /** With `answer`. */
  readonly verdict: Verdict | null;
  /** With `gone` and `trouble`. */
  readonly reason: string | null;
}
