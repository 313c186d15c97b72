/** `resident simulate` as text: the answer first, no line too wide, plain where it has to be. */
import { describe, expect, it } from "vitest";
import { displayWidth } from "../../src/report/text/display-width.ts";
import { PLAIN_TEXT } from "../../src/report/text/options.ts";
import { renderText } from "../../src/report/text/render-text.ts";
import { clock } from "../../src/report/text/simulate/clock.ts";
import { simulateResult } from "./simulate-result.ts";

const one = simulateResult("spike-collected", ["go1.22.12"]);
const two = simulateResult("classic", ["go1.4.3", "go1.19.8"]);

it("one version: a sentence, a curve, the numbers in time, the collections", () => {
  expect(renderText(one, PLAIN_TEXT)).toMatchInlineSnapshot(`
    "spike-collected: 600 MiB for a second, dropped and collected by runtime.GC(),
    then idle for ten minutes (GOGC=100)

    go1.22.12  RSS peaks at 606 MiB, at 0:02 (HeapAlloc 600 MiB, HeapSys 604 MiB,
               VIRT 1.74 GiB). By itself 599 MiB go back from 3:06 to 3:08 (it may
               be from 2:06 on, and done by 3:13). At the end, at 10:03, RSS is 5.67
               MiB.

    RSS in time, █ is 606 MiB
    go1.22.12 ███████████████████▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁ 5.67 MiB
              0:00                                                   10:03

    In time, MiB
     time  after                   RSS  HeapAlloc  HeapInuse  HeapSys  released  GCs
    ────────────────────────────────────────────────────────────────────────────────
     0:00  start                   4.9        0.2        0.6      3.7       3.1    0
     0:02  keep: 600 × 1.00 MiB  605.6      600.2      600.6    603.7       3.1    8
     0:03  wait 1 s              605.6      600.2      600.6    603.7       3.1    8
     0:03  drop keep             605.6      600.2      600.6    603.7       3.1    8
     0:03  runtime.GC()          605.6        0.2        0.6    603.7       3.1    9
     1:00  …                     605.6        0.2        0.6    603.7       3.1    9
     2:00  …                     604.7        0.2        0.6    603.7       4.0    9
     3:00  …                     604.7        0.2        0.6    603.7       4.0   10
     4:00  …                       5.7        0.2        0.6    603.7     603.0   10
     5:00  …                       5.7        0.2        0.6    603.7     603.0   11
     6:00  …                       5.7        0.2        0.6    603.7     603.0   11
     7:00  …                       5.7        0.2        0.6    603.7     603.0   12
     8:00  …                       5.7        0.2        0.6    603.7     603.0   12
     9:00  …                       5.7        0.2        0.6    603.7     603.0   13
    10:00  …                       5.7        0.2        0.6    603.7     603.0   13
    10:03  wait 10 min             5.7        0.2        0.6    603.7     603.0   13

    Collections, MiB
    GC    time  because                  heap before   live     goal
    ────────────────────────────────────────────────────────────────
     1    0:00  the heap grew                    4.2    4.2      4.0
     2    0:00  the heap grew                    9.2    9.2      8.8
     3  0:00.1  the heap grew                   19.2   19.2     18.8
     4  0:00.1  the heap grew                   38.2   38.2     38.8
     5  0:00.2  the heap grew                   75.2   75.2     76.8
     6  0:00.5  the heap grew                  148.2  148.2    150.8
     7    0:01  the heap grew                  293.2  293.2    296.8
     8  0:01.9  the heap grew                  583.2  583.2    586.8
     9    0:03  the program asked              600.2    0.2  1,166.8
    10    2:05  two minutes without one          0.2    0.2      4.0
    11    4:08  two minutes without one          0.2    0.2      4.0
    12    6:10  two minutes without one          0.2    0.2      4.0
    13    8:10  two minutes without one          0.2    0.2      4.0

    A model, not a measurement: what the runtime's rules make of this workload
    (docs/heap-model.md). RSS and VIRT as ps shows them, the rest as
    runtime.MemStats; released: given back to the OS.
    "
  `);
});

it("two versions: what each says, and their numbers side by side", () => {
  const text = renderText(two, PLAIN_TEXT);
  const headlines = text.split("\n\n")[1]!.replaceAll(/\n +/g, " ").split("\n");
  expect(headlines).toMatchInlineSnapshot(`
    [
      "go1.4.3  RSS peaks at 513 MiB, at 0:00 (HeapAlloc 286 MiB, HeapSys 479 MiB, VIRT 515 MiB). By itself 477 MiB go back at 9:00. At the end, at 10:00, RSS is 36.5 MiB.",
      "go1.19.8  RSS peaks at 202 MiB, at 0:00 (HeapAlloc 191 MiB, HeapSys 196 MiB, VIRT 964 MiB). By itself 189 MiB go back at 3:02 (it may be from 2:02 on, and done by 3:07). At the end, at 10:00, RSS is 11.2 MiB.",
    ]
  `);
  expect(text).toMatch(/\n {14}go1\.4\.3 {2}go1\.19\.8\n/);
});

it("shows side by side what the work has left, as ReadMemStats then tells", () => {
  const text = renderText(two, PLAIN_TEXT);
  const block = text.split("Before its longest wait, MiB\n")[1]!.split("\n\n")[0]!;
  const of = (name: string) => block.match(new RegExp(`^${name} +([\\d.]+) +([\\d.]+)$`, "m"))!;
  // The recordings of seed/go1.4.3 and seed/go1.19.8.
  for (const [name, ...real] of [
    ["HeapAlloc", 286.3, 95.5],
    ["TotalAlloc", 954.1, 954.2],
    ["HeapSys", 477.7, 195.7],
    ["RSS", 512.6, 204.7],
  ] as const) {
    const told = of(name).slice(1).map(Number);
    for (const [at, value] of real.entries()) {
      expect(Math.abs(told[at]! / value - 1), `${name} ${told}`).toBeLessThan(0.05);
    }
  }
});

it("says which versions have no memory limit", () => {
  const limited = { ...two, memlimit: 2 ** 30, runs: two.runs.map((run) => ({ ...run })) };
  const [old, newer] = limited.runs;
  const text = renderText(
    { ...limited, runs: [old!, { ...newer!, memlimit: 2 ** 30 }] },
    PLAIN_TEXT,
  );
  expect(text.match(/It knows no GOMEMLIMIT/g)).toHaveLength(1);
});

describe.each([60, 80, 120, 200])("in %s columns", (width) => {
  it.each([one, two])("no line is wider", (result) => {
    const lines = renderText(result, { ...PLAIN_TEXT, width, all: true }).split("\n");
    expect(lines.filter((line) => displayWidth(line) > width)).toEqual([]);
  });
});

it("is plain ASCII where the terminal is", () => {
  const text = renderText(two, { ...PLAIN_TEXT, unicode: false });
  expect(text).toMatch(/^[\x20-\x7e\n]*$/);
  expect(text).not.toContain("?");
});

it("tells times of the clock", () => {
  const seconds = [0, 2.54, 59.96, 125, 3725, 90_000];
  expect(seconds.map(clock)).toEqual(["0:00", "0:02.5", "1:00", "2:05", "1:02:05", "25:00:00"]);
});
