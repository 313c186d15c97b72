/**
 * The stacks that Code shows: those of the page, or of ranges that were chosen, which a recorder is asked
 * for. Of a file all snapshots are here, and a range means the one nearest to it.
 */
import { useEffect, useState } from "react";
import type { CodeAnswer } from "../../../model/fleet.ts";
import type { CodeTable, Page } from "../../../model/page.ts";
import { ask, sentenceOf } from "../../data/ask.ts";
import type { PageState } from "../../state/url-state.ts";
import { parseRange, type TimeRange } from "../../time/range.ts";

export interface CodeTables {
  readonly tables: readonly CodeTable[];
  /** What is to be said of them; "": nothing. */
  readonly note: string;
}

interface Asked {
  readonly path: string;
  readonly answer: CodeTables;
}

const NONE: readonly CodeTable[] = [];

export function useCodeTables(page: Page, { at, base }: PageState): CodeTables {
  const path = pathOf(page, parseRange(at), parseRange(base));
  const [asked, setAsked] = useState<Asked>();
  useEffect(() => {
    if (path === null) return;
    const abort = new AbortController();
    const finish = (answer: CodeTables) => {
      if (!abort.signal.aborted) setAsked({ path, answer });
    };
    ask<CodeAnswer>(path, { signal: abort.signal }).then(
      ({ tables, remarks }) => finish({ tables, note: noteOf(tables, remarks, path) }),
      (error: unknown) => finish({ tables: NONE, note: sentenceOf(error) }),
    );
    return () => abort.abort();
  }, [path]);
  if (path === null) return { tables: page.code, note: "" };
  return asked?.path === path ? asked.answer : { tables: NONE, note: "Reading these ranges …" };
}

/** null: what is asked for is in the page. */
function pathOf({ recorded }: Page, at: TimeRange | null, base: TimeRange | null): string | null {
  if (recorded === null || (at === null && base === null)) return null;
  const { from, to } = at ?? recorded;
  const query = new URLSearchParams({ from: String(from), to: String(to) });
  if (base !== null) {
    query.set("base_from", String(base.from));
    query.set("base_to", String(base.to));
  }
  return `api/v1/processes/${recorded.id}/code?${query}`;
}

function noteOf(tables: readonly CodeTable[], remarks: readonly string[], path: string): string {
  if (remarks.length > 0) return remarks.join(" ");
  if (tables.every(({ moments }) => moments.length === 0)) {
    return "No profile was recorded in these ranges.";
  }
  const isHalf = path.includes("base_from") && tables.some(({ moments }) => moments.length === 1);
  return isHalf ? "Only one of the two ranges has a profile: there is nothing to compare." : "";
}
