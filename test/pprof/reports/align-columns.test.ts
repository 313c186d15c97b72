/** What Go's text/tabwriter makes of the same cells: NewWriter(w, 0, 0, 1, ' ', AlignRight). */
import { expect, test } from "vitest";
import { alignColumns } from "../../../src/pprof/reports/align-columns.ts";

test.each([
  [
    "cells end in a tab",
    "k:\t Total\n \t10s (9%):\t x\n \t1s:\t y\n\n",
    " k: Total\n    10s (9%): x\n          1s: y\n\n",
  ],
  ["a tab in a label is a column", " \t1s:\t a\tb\n \t2s:\t c\n", "   1s:  ab\n   2s: c\n"],
  [
    "a line break in a label ends the columns",
    " \t1000s:\t a\nb\n \t2s:\t c\n",
    "   1000s: a\nb\n   2s: c\n",
  ],
  ["as does a form feed", "aaaa\tb\fc\td\n", " aaaab\n cd\n"],
  ["widths are of code points", "ü\tx\nab\tx\n", "  üx\n abx\n"],
])("%s", (_, text, laid) => {
  expect(alignColumns(text)).toBe(laid);
});
