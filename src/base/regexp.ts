/**
 * Regular expressions as Go's: RE2's syntax, matching in linear time, and Go's words where one is
 * wrong, so that a pattern means here what it means to `go tool pprof`. The only module that knows
 * which library does it; it costs some ten milliseconds to load and to use first, so a command that
 * takes patterns must be loaded lazily.
 */
import { RE2JS } from "re2js";
import { ResidentError } from "./errors.ts";

export interface Regexp {
  /** As written. */
  readonly pattern: string;
  /** Whether any part of the text matches, like Go's `MatchString`. */
  test(text: string): boolean;
}

/** More is a slip or an attack: Go's own limits are on repetition only. */
const MAX_LENGTH = 10_000;

/**
 * @throws ResidentError RES_USAGE whose message is that of Go's `regexp.Compile`, for example
 * ``error parsing regexp: missing closing ): `a(` ``
 */
export function compileRegexp(pattern: string): Regexp {
  if (pattern.length > MAX_LENGTH) throw wrongPattern("expression too large");
  try {
    const compiled = RE2JS.compile(pattern);
    return { pattern, test: (text) => compiled.test(text) };
  } catch (error) {
    throw wrongPattern((error as Error).message, error);
  }
}

const PREFIX = "error parsing regexp: ";
const TRAILING_BACKSLASH = "trailing backslash at end of expression";

function wrongPattern(message: string, cause?: unknown): ResidentError {
  const reason = message.startsWith(PREFIX) ? message.slice(PREFIX.length) : message;
  // Go names the empty rest here, too.
  const inGo = reason === TRAILING_BACKSLASH ? `${reason}: \`\`` : reason;
  return new ResidentError("RES_USAGE", PREFIX + inGo, {
    hint: "Put a backslash before ( ) [ ] * + ? . | \\ where the character itself is meant.",
    cause,
  });
}
