/** When a recorder makes a new answer. */
import { expect, test } from "vitest";
import { ReportHistory, type Weighed } from "../../src/record/looks/report-history.ts";

const MiB = 2 ** 20;
const RAW = { name: "0001", files: new Map(), missing: [] };

/** Whether an answer is due seconds after one, of a process that was answered for with 160 MiB and 79 MiB live. */
function isDue(seconds: number, weighed: Weighed): boolean {
  const history = new ReportHistory();
  history.reported(1000, { rss: 160 * MiB, live: 79 * MiB }, RAW);
  return history.isDue(1000 + seconds, weighed);
}

test.each<[string, number, Weighed, boolean]>([
  ["nothing moved", 10, { rss: 160 * MiB, live: 79 * MiB }, false],
  ["a minute went by", 60, { rss: 160 * MiB, live: 79 * MiB }, true],
  ["RSS moved by a tenth", 10, { rss: 176 * MiB, live: 79 * MiB }, true],
  ["a collection freed nearly all, and RSS stays", 10, { rss: 160 * MiB, live: 0.2 * MiB }, true],
  ["live objects came and went a little", 10, { rss: 160 * MiB, live: 60 * MiB }, false],
  ["the kernel alone was asked", 10, { rss: 160 * MiB, live: null }, false],
  ["nothing is known", 10, { rss: null, live: null }, false],
])("%s", (_, seconds, weighed, due) => expect(isDue(seconds, weighed)).toBe(due));
