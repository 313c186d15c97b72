/** The command line of `resident pprof` that shows what the page shows, to go on in a terminal. */
import { shellQuote } from "../../../base/shell-quote.ts";
import type { PageState } from "../../state/url-state.ts";

export interface CommandParts {
  /** A file, an address, or whatever else a profile is read from, with its flags. */
  readonly source: readonly string[];
  /** What the server that has them asks for. */
  readonly token?: string | null;
  /** What it is compared with; undefined: nothing. */
  readonly base?: string | undefined;
  /** "inuse_space"; "": the profile has no choice of values. */
  readonly value: string;
  readonly state: Pick<PageState, "show" | "byLine" | "focus" | "hide" | "of" | "sort">;
}

/**
 * Patterns are taken in any case on the page, and as letters where they are no expression; pprof's
 * are expressions of RE2, so they are quoted and marked accordingly.
 */
export function pprofCommand({ source, token, base, value, state }: CommandParts): string {
  const words = ["resident pprof", ...reportFlags(state)];
  // Not in the address: the report's head names that.
  if (token) words.push(`-header=${shellQuote(`Authorization: Bearer ${token}`)}`);
  if (value !== "") words.push(`-sample_index=${value}`);
  if (state.byLine && state.show !== "source") words.push("-lines");
  if (state.focus !== "") words.push(`-focus=${pattern(state.focus)}`);
  if (state.hide !== "") words.push(`-hide=${pattern(state.hide)}`);
  if (base !== undefined) words.push(`-diff_base=${shellQuote(base)}`);
  return [...words, ...source.map(shellQuote)].join(" ");
}

function reportFlags({ show, of, sort, byLine }: CommandParts["state"]): string[] {
  const name = escapeLetters(of);
  // By line a place stands behind the name, and the chosen function has several.
  if (show === "callers") return [`-peek=${shellQuote(`^${name}${byLine ? "( |$)" : "$"}`)}`];
  if (show === "source") return [`-list=${shellQuote(`^${name}$`)}`];
  if (show === "table") return sort === "total" ? ["-top", "-cum"] : ["-top"];
  return ["-tree"];
}

function pattern(text: string): string {
  const isExpression = /[\\^$*+?()[\]{}|]/.test(text);
  return shellQuote(`(?i)${isExpression ? text : escapeLetters(text)}`);
}

function escapeLetters(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
