/** The shape of a verdict: a small data object with one pure function. */
import type { Verdict } from "../../../model/verdict.ts";
import type { VerdictContext } from "./context.ts";

/** What a rule finds; judge.ts adds id, share, and whether it owns enough to fire. */
export interface Finding extends Omit<Verdict, "id" | "share" | "severity" | "owns"> {
  readonly severity?: Verdict["severity"];
  /** Ledger lines that it explains. Empty: a note. */
  readonly owns: readonly string[];
  /** Resident bytes of those lines. */
  readonly resident: number;
  /** True for a leak: it fires by its growth, however small it still is. */
  readonly grows?: boolean;
}

export interface VerdictRule {
  readonly id: string;
  /** One line for docs/verdicts.md. */
  readonly says: string;
  /** True where code can mend it: goes first among owners of nearly the same size. */
  readonly mendable: boolean;
  /**
   * @param claimed ids of ledger lines that earlier rules own
   */
  readonly judge: (context: VerdictContext, claimed: ReadonlySet<string>) => Finding | undefined;
}
