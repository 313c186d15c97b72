/** `resident watch --json`: every line is what its schema says, and holds the look's own numbers. */
import { expect, test } from "vitest";
import type { Look } from "../../src/live/looks/look.ts";
import { JsonLines } from "../../src/live/plain/json-lines.ts";
import type { WatchLine } from "../../src/model/watch.ts";
import { schemaErrors } from "../support/json-schemas.ts";
import { leakRecording, looksAt, stateBefore } from "./looks-of-capture.ts";

const recording = await leakRecording();
const { data } = stateBefore(0);

function linesOf(looks: readonly Look[], hasKernel = true): WatchLine[] {
  const lines = new JsonLines(data, hasKernel);
  return looks.flatMap((look) => lines.add(look)).map((line) => JSON.parse(line) as WatchLine);
}

const looks: Look[] = [
  ...recording.snapshots.flatMap((_, at) => Object.values(looksAt(recording, at))),
  { kind: "trouble", time: 1, reason: "no answer" },
  { kind: "trouble", time: 2, reason: "no answer" },
  { kind: "trouble", time: 3, reason: undefined },
  { kind: "gone", time: 4, reason: "process 7 has ended" },
  { kind: "back", time: 5, pid: 8, label: "leaky" },
  looksAt(recording, 0).profile,
];
const lines = linesOf(looks);

test("every line is by its schema, whatever happened", () => {
  for (const line of lines) expect(schemaErrors(line), JSON.stringify(line)).toEqual([]);
  const events = lines.map(({ event }) => event);
  expect(events.filter((event) => event === "look").length).toBe(recording.snapshots.length);
  expect(events.slice(-5)).toEqual(["trouble", "trouble", "gone", "back", "answer"]);
});

test("a look has the newest numbers of each source", () => {
  const second = lines.filter(({ event }) => event === "look")[1]!;
  const [first, next] = recording.snapshots;
  expect(second).toMatchObject({
    time: next!.time,
    pid: next!.status!.pid,
    rss: next!.status!.vmRss,
    heapAlloc: first!.memStats!.HeapAlloc,
    goroutines: first!.goroutines!.total,
    collections: first!.memStats!.NumGC,
    verdict: null,
  });
});

test("an answer has the whole finding, and the one that comes back knows nothing yet", () => {
  const answers = lines.filter(({ event }) => event === "answer");
  expect(answers.map(({ verdict }) => verdict!.id)).toContain("live-heap-growing");
  expect(lines.find(({ event }) => event === "back")).toMatchObject({
    pid: 8,
    rss: null,
    live: null,
  });
});

test("without a PID the program's numbers make the looks", () => {
  const { program } = looksAt(recording, 0);
  expect(linesOf([program], false)).toMatchObject([{ event: "look", pid: null, rss: null }]);
});
