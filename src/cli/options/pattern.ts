/** Regular expressions as Go people write them: JavaScript's, and `(?i)` in front for any case. */
import { usageError } from "./values.ts";

const MAX_LENGTH = 1000;

/** Throws RES_USAGE with what is wrong in it. */
export function parsePattern(text: string): RegExp {
  if (text.length > MAX_LENGTH) {
    throw usageError(`the pattern is longer than ${MAX_LENGTH} characters`, "Give a shorter one.");
  }
  const isCaseless = text.startsWith("(?i)");
  try {
    return new RegExp(isCaseless ? text.slice(4) : text, isCaseless ? "iu" : "u");
  } catch (error) {
    throw usageError(
      `${text}: ${reasonOf(error)}`,
      "Put a backslash before ( ) [ ] * + ? . | where the character itself is meant.",
    );
  }
}

/** `Invalid regular expression: /a(/u: Unterminated group` → `unterminated group` */
function reasonOf(error: unknown): string {
  const reason = /: ([^:]+)$/.exec((error as Error).message)?.[1] ?? "not a regular expression";
  return `${reason[0]!.toLowerCase()}${reason.slice(1)}`;
}
