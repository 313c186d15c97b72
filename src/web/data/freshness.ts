/**
 * Whether what is known of a process is of now, and if not, since when and why. What is shown stays where
 * looks fail or the server is gone; it must not be taken for the present then. Pure.
 */
import type { ProcessRow } from "../../model/fleet.ts";
import { agoText, momentText } from "../format-time.ts";

/** What it takes to tell; `now` by the server's clock. */
export interface Known {
  readonly row: Pick<ProcessRow, "state" | "lastLook" | "nextLook" | "interval">;
  readonly now: number;
  /** The server does not answer. */
  readonly isLost: boolean;
}

/** Looks are late at times: of so many intervals one has to have come. */
const INTERVALS = 2;

export function isNow({ row, now, isLost }: Known): boolean {
  const { state, lastLook, nextLook, interval } = row;
  if (isLost || state !== "up" || lastLook === null) return false;
  if (interval === null) return true;
  // A program that answers slowly is looked at less often.
  const usual = Math.max(interval, (nextLook ?? 0) - lastLook);
  return now - lastLook <= usual + (INTERVALS - 1) * interval;
}

/** "last look 27 s ago"; "now" */
export function freshText(known: Known): string {
  if (isNow(known)) return "now";
  const { lastLook } = known.row;
  return lastLook === null ? "not seen yet" : `last look ${agoText(lastLook, known.now)}`;
}

/** Before the first sentence of what is not of now: "As of 08:27:25 (27 s ago), before it stopped answering:" */
export function asOfText(time: number, known: Known, its: string | null = null): string {
  const shown = its === null ? "" : `; ${its}`;
  return `As of ${momentText(time)} (${agoText(time, known.now)})${becauseOf(known)}${shown}:`;
}

function becauseOf({ row, isLost }: Known): string {
  if (isLost) return ", before the recorder stopped answering";
  if (row.state === "down") return ", before it stopped answering";
  if (row.state === "new") return ", before the recorder was started again";
  return "";
}

/**
 * What went wrong at the last look, and since when it does. Where nobody looked before the first look that failed, as
 * the recorder was not there, it may do so for longer.
 */
export function errorText({
  error,
  failingSince,
  lastLook,
  interval,
}: Pick<ProcessRow, "error" | "failingSince" | "lastLook" | "interval">): string | null {
  if (error === null || failingSince === null) return error;
  const isWatched =
    lastLook === null || failingSince - lastLook <= (INTERVALS + 1) * (interval ?? 0);
  const end = isWatched
    ? ""
    : ` at the latest; before that nobody looked since ${momentText(lastLook)}`;
  return `${error} Since ${momentText(failingSince)}${end}.`;
}
