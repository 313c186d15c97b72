/** The text of a source file, where the server that gave the page has it. */
import { useEffect, useState } from "react";
import type { SourceText } from "../../../model/fleet.ts";
import type { Page } from "../../../model/page.ts";
import { ask, sentenceOf } from "../../data/ask.ts";
import { isServed } from "../../data/load-start.ts";

export interface Source {
  /** null: not here, or not yet. */
  readonly text: SourceText | null;
  /** Why there is none; "" while it is being read. */
  readonly missing: string;
}

const READING: Source = { text: null, missing: "" };
const NO_SERVER: Source = {
  text: null,
  missing: "A report file has no sources. `resident list` shows them where they lie.",
};

export function useSource({ recorded }: Page, file: string, name: string): Source {
  const query = new URLSearchParams({ file, function: name });
  const place = recorded === null ? "api/v1" : `api/v1/processes/${recorded.id}`;
  const path = isServed() && file !== "" ? `${place}/source?${query}` : null;
  const [asked, setAsked] = useState<{ readonly path: string; readonly source: Source }>();
  useEffect(() => {
    if (path === null) return;
    const abort = new AbortController();
    const finish = (source: Source) => {
      if (!abort.signal.aborted) setAsked({ path, source });
    };
    ask<SourceText>(path, { signal: abort.signal }).then(
      (text) =>
        finish(
          text.source === null
            ? { text: null, missing: text.missing ?? "The source was not found." }
            : { text, missing: "" },
        ),
      (error: unknown) => finish({ text: null, missing: sentenceOf(error) }),
    );
    return () => abort.abort();
  }, [path]);
  if (path === null) return NO_SERVER;
  return asked?.path === path ? asked.source : READING;
}
