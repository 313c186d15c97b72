/**
 * Regular expressions as Go's: RE2's syntax, matching in linear time, and Go's words where one is
 * wrong, so that a pattern means here what it means to `go tool pprof`. The only module that knows
 * which library does it. That costs ten milliseconds to load, which most commands need not pay: whoever
 * compiles patterns waits for `loadRegexps` first.
 */
import type { RE2JS } from "re2js";
import { ResidentError } from "./errors.ts";

export interface Regexp {
  /** As written. */
  readonly pattern: string;
  /** Whether any part of the text matches, like Go's `MatchString`. */
  test(text: string): boolean;
  /** The leftmost match: it and its groups by number, "" for one that took no part; undefined: none. */
  groups(text: string): readonly string[] | undefined;
  /** Numbers of the groups that have a name. */
  readonly names: ReadonlyMap<string, number>;
}

let library: typeof import("re2js") | undefined;

/** Must have resolved before the first `compileRegexp`; a second call does nothing. */
export async function loadRegexps(): Promise<void> {
  library ??= await import("re2js");
}

/** More is a slip or an attack: Go's own limits are on repetition only. */
const MAX_LENGTH = 10_000;

/**
 * @throws ResidentError RES_USAGE whose message is that of Go's `regexp.Compile`, for example
 * ``error parsing regexp: missing closing ): `a(` ``
 */
export function compileRegexp(pattern: string): Regexp {
  if (library === undefined) throw new Error("regular expressions are not loaded yet");
  if (pattern.length > MAX_LENGTH) throw wrongPattern("expression too large");
  try {
    const compiled = library.RE2JS.compile(pattern);
    return {
      pattern,
      test: (text) => compiled.test(text),
      groups: (text) => groupsOf(compiled.matcher(text)),
      names: new Map(Object.entries(compiled.namedGroups())),
    };
  } catch (error) {
    throw wrongPattern((error as Error).message, error);
  }
}

function groupsOf(matcher: ReturnType<RE2JS["matcher"]>): readonly string[] | undefined {
  if (!matcher.find()) return undefined;
  return Array.from({ length: matcher.groupCount() + 1 }, (_, at) => matcher.group(at) ?? "");
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
