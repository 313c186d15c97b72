/** Whose trace a line is, from its number and the start that it tells: also where several write at once. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TraceStreams, type TraceWriter } from "../../../src/collect/run/traces/trace-streams.ts";

const TAIL = "0.04+0/0.1/0.2+0.01 ms cpu, 4->4->1 MB, 4 MB goal, 0 MB stacks, 0 MB globals, 2 P";
const SCAV = "scav 0 KiB work (bg), 0 KiB work (eager), 8 KiB now, 98% util\n";

function cycle(number: number, seconds: number): string {
  return `gc ${number} @${seconds.toFixed(3)}s 1%: 0.10+1.0+0.02 ms clock, ${TAIL}\n`;
}

describe("TraceStreams", () => {
  it("gives the go command and the program that it starts a stream each", () => {
    const streams = new TraceStreams();
    const go = { pid: 10, startedAt: 0 };
    const program = { pid: 20, startedAt: 3000 };
    const both = () => [go, program];
    const first = streams.assign(cycle(1, 0.016), 18, () => [go]);
    const own = streams.assign(cycle(1, 0.005), 3012, both);
    expect(streams.assign(SCAV, 3013, both)).toBe(own);
    expect(streams.assign(cycle(2, 0.05), 3058, both)).toBe(own);
    expect(streams.assign(cycle(2, 120), 120_010, both)).toBe(first);
    expect([first.pid, own.pid, streams.ambiguous]).toEqual([10, 20, 0]);
    expect(own.runtimeAt).toBeCloseTo(3005.9, 0);
  });

  it("takes a shell that becomes the program for the writer", () => {
    const streams = new TraceStreams();
    const server = { pid: 10, startedAt: 4990 };
    expect(streams.assign(cycle(1, 0.01), 5012, () => [server]).pid).toBe(10);
  });

  it("knows no writer for what none of them can have written", () => {
    const streams = new TraceStreams();
    const replayed = streams.assign(cycle(1, 0.4), 90_000, () => [{ pid: 10, startedAt: 0 }]);
    expect(replayed.pid).toBeUndefined();
  });

  it("keeps a stream over a line that was lost", () => {
    const streams = new TraceStreams();
    const writers = () => [{ pid: 10, startedAt: 0 }];
    const stream = streams.assign(cycle(1, 0.1), 102, writers);
    expect(streams.assign(cycle(4, 0.9), 903, writers)).toBe(stream);
  });

  it("keeps a stream over a number that is another line's", () => {
    const streams = new TraceStreams();
    const writers = () => [{ pid: 10, startedAt: 0 }];
    const stream = streams.assign(cycle(1, 0.1), 102, writers);
    for (const [number, seconds] of [
      [2, 0.2],
      [93, 0.3],
      [4, 0.4],
      [5, 0.5],
    ] as const) {
      expect(streams.assign(cycle(number, seconds), 1000 * seconds + 2, writers)).toBe(stream);
    }
  });

  it("follows the numbers of Go 1.4, which tells no time", () => {
    const streams = new TraceStreams();
    const writers = () => [{ pid: 10, startedAt: 0 }];
    const line = (n: number) => `gc${n}(1): 1+0+63+0 us, 0 -> 0 MB, 21 (21-0) objects\n`;
    const stream = streams.assign(line(1), 10, writers);
    expect(streams.assign(line(2), 2000, writers)).toBe(stream);
    expect(stream.pid).toBe(10);
  });

  it("says where the scavenger's line may be of either", () => {
    const streams = new TraceStreams();
    const writers = () => [
      { pid: 10, startedAt: 0 },
      { pid: 20, startedAt: 500 },
    ];
    streams.assign(cycle(1, 0.01), 512, writers);
    streams.assign(cycle(1, 0.55), 552, writers);
    streams.assign(SCAV, 553, writers);
    expect(streams.ambiguous).toBe(1);
  });

  it("tells any number of processes apart that began at different times", () => {
    const starts = fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 4 });
    const order = fc.array(fc.record({ who: fc.nat(3), wait: fc.integer({ min: 1, max: 400 }) }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(starts, order, fc.integer({ min: 0, max: 15 }), (at, steps, late) => {
        const writers: TraceWriter[] = at.map((start, i) => ({
          pid: i + 1,
          startedAt: start * 300,
        }));
        const numbers = writers.map(() => 0);
        const streams = new TraceStreams();
        let now = 13_000;
        for (const writer of writers) {
          const since = (now - writer.startedAt) / 1000;
          // The first line of each comes while it is new, as where it is seen from its start.
          streams.assign(cycle(1, since), now + 1.12 + late, () => [writer]);
          numbers[writer.pid - 1] = 1;
          now += 5;
        }
        for (const { who, wait } of steps) {
          const writer = writers[who % writers.length]!;
          now += wait;
          numbers[writer.pid - 1]!++;
          const line = cycle(numbers[writer.pid - 1]!, (now - writer.startedAt) / 1000);
          expect(streams.assign(line, now + 1.12, () => writers).pid).toBe(writer.pid);
        }
      }),
    );
  });
});
