/** What makes the first finding another one: its figures change all the time, and are no news. */
import type { Verdict } from "../../model/verdict.ts";

/** Equal for findings of one kind about one place. */
export function answerOf({ id, headline }: Verdict): string {
  const place = /[\w.-]+:\d+/.exec(headline)?.[0] ?? "";
  return `${id} ${place}`;
}
