import { expect, test } from "vitest";
import { goroutineChange } from "../../src/analyze/goroutines/goroutine-change.ts";
import type { Goroutines } from "../../src/model/goroutines.ts";

function goroutines(counts: Readonly<Record<string, number>>): Goroutines {
  const groups = Object.entries(counts).map(([name, count]) => ({
    count,
    frames: [{ function: name, file: "main.go", line: 7 }],
  }));
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  return { source: "goroutine?debug=1", total, groups, truncated: false };
}

test("counts are set against each other by place; what stayed is left out", () => {
  const before = goroutines({ "main.wait": 80_600, "main.serve": 4, "main.old": 5 });
  const after = goroutines({ "main.wait": 83_400, "main.serve": 4 });
  const place = { file: "main.go", line: 7 };
  expect(goroutineChange(before, after)).toEqual({
    before: 80_609,
    after: 83_404,
    piles: [
      { ...place, function: "main.wait", before: 80_600, after: 83_400 },
      { ...place, function: "main.old", before: 5, after: 0 },
    ],
  });
});
