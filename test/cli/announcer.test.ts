// What `resident serve` says in the terminal of its targets: how many, and each trouble once, by its name.
import { expect, test, vi } from "vitest";
import { Announcer } from "../../src/cli/serve/announcer.ts";
import type { Terminal } from "../../src/cli/terminal.ts";
import type { FleetRecorder } from "../../src/record/fleet-recorder.ts";
import type { RecorderEvent, TargetStatus } from "../../src/record/recorder.ts";

type Status = Pick<TargetStatus, "id" | "address" | "error">;

function announced() {
  const lines: string[] = [];
  const stderr = { write: (text: string) => lines.push(...text.trimEnd().split("\n")) };
  const terminal = { env: {}, stdout: stderr, stderr } as unknown as Terminal;
  let hear: (event: RecorderEvent) => void = () => {};
  const statuses: Status[] = [{ id: 0, address: "http://a:6060/debug/pprof/", error: null }];
  const recorder = {
    listen: (listener: typeof hear) => {
      hear = listener;
    },
    targets: () => statuses,
  } as unknown as FleetRecorder;
  const announcer = new Announcer(terminal, recorder, "/data");
  const fail = (target: number, error: string) =>
    hear({ kind: "error", target, time: 1, error, failingSince: 1 });
  const look = () => hear({ kind: "look", target: 0, time: 1 });
  const changed = () => hear({ kind: "targets", time: 1 });
  return { announcer, lines, statuses, fail, look, changed };
}

test("a target that hangs is told of once, however long each look waits", () => {
  const { lines, fail } = announced();
  for (const time of ["2 s", "1.9 s", "850 ms"])
    fail(0, `http://a:6060/x: no answer within ${time}.`);
  fail(0, "http://a:6060/x: not finished after 1.1 s, with 26.7 MiB received.");
  fail(0, "http://a:6060/x: not finished after 2 s, with 900 KiB received.");
  fail(0, "http://a:6060/x answered 503.");
  fail(0, "http://a:6060/x answered 401.");
  expect(lines).toEqual([
    "http://a:6060/x: no answer within 2 s.",
    "http://a:6060/x: not finished after 1.1 s, with 26.7 MiB received.",
    "http://a:6060/x answered 503.",
    "http://a:6060/x answered 401.",
  ]);
});

test("an error that does not name its target gets its name", () => {
  const { lines, statuses, fail } = announced();
  statuses.push({ id: 1, address: "4817", error: null });
  fail(1, "http://127.0.0.1:6060/x: nothing listens there.");
  fail(0, "No process listens there.");
  expect(lines).toEqual([
    "4817: http://127.0.0.1:6060/x: nothing listens there.",
    "http://a:6060/debug/pprof/: No process listens there.",
  ]);
});

test("what fails after its target has gone is nobody's concern", () => {
  const { lines, statuses, fail } = announced();
  statuses.length = 0;
  fail(0, "http://a:6060/x: no answer within 2 s.");
  expect(lines).toEqual([]);
});

test("it says when all is well again, and the same trouble anew after that", async () => {
  const { lines, fail, look } = announced();
  fail(0, "http://a:6060/x answered 503.");
  look();
  await new Promise(setImmediate);
  fail(0, "http://a:6060/x answered 503.");
  expect(lines).toEqual([
    "http://a:6060/x answered 503.",
    "http://a:6060/debug/pprof/: all is well again.",
    "http://a:6060/x answered 503.",
  ]);
});

test("how many there are is said again when discovery has brought others, once", async () => {
  vi.useFakeTimers();
  const { announcer, lines, statuses, changed } = announced();
  await announcer.begin("http://127.0.0.1:7070/", false);
  for (let id = 1; id < 10; id++) {
    statuses.push({ id, address: `http://a${id}:6060/`, error: null });
    changed();
  }
  vi.advanceTimersByTime(5_000);
  // A restart of a program is such an event, too.
  changed();
  vi.advanceTimersByTime(5_000);
  vi.useRealTimers();
  expect(lines.filter((line) => line.startsWith("Recording"))).toEqual([
    "Recording 1 target.",
    "Recording 10 targets now.",
  ]);
});
