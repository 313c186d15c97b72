/** Where a reader is sent for a line of code: to code that is theirs to change. */
import { expect, test } from "vitest";
import { describePlace, sourcePattern } from "../../src/analyze/verdicts/rule/evidence.ts";
import type { CodeLine } from "../../src/model/report.ts";

const RANGE = [0, 0] as const;
const FIGURES = { bytes: 1, bytesRange: RANGE, objects: 1, objectsRange: RANGE, samples: 9 };

function codeLine(name: string, callers: readonly string[]): CodeLine {
  const place = (function_: string, line: number) => ({
    function: function_,
    file: `/src/${function_.split(".")[0]}.go`,
    line,
  });
  const called = callers.map((caller, i) => place(caller, 10 + i));
  return { ...place(name, 1), ...FIGURES, resolvable: true, callers: called };
}

test.each([
  ["main.load", ["main.main"], "main.go:1 (main.load)", "main\\.load"],
  ["strings.Repeat", ["net/http.serve"], "strings.go:1 (strings.Repeat)", "strings\\.Repeat"],
])("%s called by %j", (name, callers, place, pattern) => {
  const line = codeLine(name, callers);
  expect([describePlace(line), sourcePattern(line)]).toEqual([place, pattern]);
});
