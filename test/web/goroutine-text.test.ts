/** What is said of groups of goroutines. */
import { expect, test } from "vitest";
import type { GoroutineRow, GoroutineTable } from "../../src/model/page.ts";
import { shortTime } from "../../src/web/format-time.ts";
import {
  callerText,
  goroutineHeadline,
  isRequest,
} from "../../src/web/goroutines/goroutine-text.ts";

function row(place: number, ...names: string[]): GoroutineRow {
  return {
    ...{ count: 1, before: null, state: null, wait: null, seen: null, isLeaked: false, place },
    frames: names.map((name, i) => [name, `/src/f${i}.go`, 10 + i] as const),
    createdBy: [["main.start", "/src/main.go", 3]],
  };
}

test.each<[string, GoroutineRow, string | null]>([
  [
    "a wait that the program calls",
    row(1, "runtime.gopark", "time.Sleep", "main.leak"),
    "in main.leak f2.go:12",
  ],
  [
    "by way of the library",
    row(0, "net.accept", "net/http.Serve", "a.org/b.Run"),
    "in b.Run f2.go:12",
  ],
  ["one of the program itself", row(0, "main.wait", "main.main"), null],
  ["one of the library alone", row(0, "net/http.serve"), "started by main.start main.go:3"],
  ["of nobody", { ...row(-1), createdBy: [] }, null],
])("%s", (_, of, text) => expect(callerText(of)).toBe(text));

test("the goroutine that reads them all is known", () => {
  expect(
    isRequest(row(0, "runtime/pprof.writeGoroutine", "net/http/pprof.handler.ServeHTTP")),
  ).toBe(true);
  expect(isRequest(row(0, "runtime/pprof.writeHeap", "net/http/pprof.handler.ServeHTTP"))).toBe(
    false,
  );
});

test("the change is told from the look that it is of", () => {
  const table: GoroutineTable = {
    ...{ total: 5, before: 2, beforeAt: null, source: "", groupCount: 0, rows: [] },
  };
  expect(goroutineHeadline(table)).toBe("5 goroutines, 3 more than in the first snapshot.");
  const at = Math.round(Date.now() / 1000);
  expect(goroutineHeadline({ ...table, beforeAt: at })).toBe(
    `5 goroutines, 3 more than at ${shortTime(at)}.`,
  );
});
