/** What `resident serve` says of its targets as they come and go. */
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Announcer } from "../../src/cli/serve/announcer.ts";
import type { Terminal } from "../../src/cli/terminal.ts";
import type { FleetRecorder } from "../../src/record/fleet-recorder.ts";
import type { RecorderEvent } from "../../src/record/recorder.ts";

let targets: unknown[];
let listener: (event: RecorderEvent) => void;
let said: string;
let announcer: Announcer;

beforeEach(() => {
  vi.useFakeTimers();
  targets = [1, 2, 3, 4];
  said = "";
  const stderr = new PassThrough();
  stderr.on("data", (text) => {
    said += text;
  });
  const recorder = {
    targets: () => targets,
    listen: (hear: typeof listener) => {
      listener = hear;
    },
  };
  announcer = new Announcer(
    { stderr } as unknown as Terminal,
    recorder as unknown as FleetRecorder,
    "/data",
  );
});

afterEach(() => {
  vi.useRealTimers();
});

test("how many there are is said again when discovery has brought others, once", async () => {
  await announcer.begin("http://127.0.0.1:7070/", false);
  expect(said).toMatch(/^Recording 4 targets\.\n/);
  for (const count of [6, 8, 10]) {
    targets = new Array(count).fill(0);
    listener({ kind: "targets", time: 0 });
  }
  vi.advanceTimersByTime(5_000);
  expect(said.match(/Recording .*/g)).toEqual([
    "Recording 4 targets.",
    "Recording 10 targets now.",
  ]);
  // A restart of a program is such an event, too.
  listener({ kind: "targets", time: 0 });
  vi.advanceTimersByTime(5_000);
  expect(said.match(/Recording .*/g)).toHaveLength(2);
});
