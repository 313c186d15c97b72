/** The text of a page that is scrolled; undefined for the main one, which always fits. */
import type { TextLine } from "../../report/text/spans.ts";
import type { WatchState } from "../state/watch-state.ts";
import { functionPageLines } from "./function-page.ts";
import { helpLines } from "./help-page.ts";

export function pageLines({ page, columns }: WatchState): TextLine[] | undefined {
  switch (page.kind) {
    case "main":
      return undefined;
    case "help":
      return helpLines(columns);
    case "function":
      return functionPageLines(page, columns);
  }
}

/** Lines of the page that the screen has room for: all but the header, the ages and the keys. */
export function pageHeight({ rows }: WatchState): number {
  return Math.max(1, rows - 5);
}
