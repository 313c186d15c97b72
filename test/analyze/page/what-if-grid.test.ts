/**
 * The page's grid of settings against what the same programs came to under other settings, recorded on
 * a real machine, and against `resident gc --what-if`, which takes its time.
 */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { whatIfGrid } from "../../../src/analyze/page/what-if-grid.ts";
import { inputOfRecording } from "../../../src/analyze/what-if/input-of-recording.ts";
import { whatIfOf } from "../../../src/analyze/what-if/what-if.ts";
import { MiB } from "../../../src/base/units.ts";
import { truthsOf, WHAT_IF_FIXTURES, WHAT_IF_PROGRAMS } from "../../support/what-if-truths.ts";
import { recordingOf } from "../../web/support/page-of.ts";

async function inputOf(program: string, limit?: number) {
  return inputOfRecording(await recordingOf(join(WHAT_IF_FIXTURES, `${program}.tgz`)), limit);
}

describe.each(WHAT_IF_PROGRAMS)("%s, recorded at GOGC=100", (program) => {
  const truths = new Map(truthsOf(program));

  test("says what it came to under the other settings", async () => {
    const grid = whatIfGrid(await inputOf(program))!;
    const none = grid.memlimit.length - 1;
    expect(grid.memlimit[none]).toBeNull();
    expect([grid.gogc[grid.now[0]], grid.now[1]]).toEqual([100, none]);
    const settings = [50, 200, 400].filter((gogc) => truths.has(`GOGC=${gogc}`));
    expect(settings.length).toBeGreaterThan(0);
    for (const gogc of settings) {
      const truth = truths.get(`GOGC=${gogc}`)!;
      const answer = grid.answers[grid.gogc.indexOf(gogc)]![none]!;
      expect(Math.abs(answer.peakHeap.value / truth.peakHeap - 1)).toBeLessThan(0.2);
      expect(Math.abs(answer.peakRss!.value / truth.peakRss - 1)).toBeLessThan(0.2);
      expect(Math.abs(answer.cyclesPerMinute.value / truth.cyclesPerMinute - 1)).toBeLessThan(0.2);
      for (const { value, low, high } of [answer.peakHeap, answer.cyclesPerMinute]) {
        expect(low).toBeLessThanOrEqual(value);
        expect(high).toBeGreaterThanOrEqual(value);
      }
    }
  });

  test("a higher GOGC takes more memory and collects less", async () => {
    const grid = whatIfGrid(await inputOf(program))!;
    const column = grid.answers.map((row) => row.at(-1)!).filter((answer) => answer !== null);
    expect(column.length).toBe(grid.gogc.length - 1);
    const peaks = column.map(({ peakHeap }) => peakHeap.value);
    const cycles = column.map(({ cyclesPerMinute }) => cyclesPerMinute.value);
    expect([...peaks].sort((a, b) => a - b)).toEqual(peaks);
    expect([...cycles].sort((a, b) => b - a)).toEqual(cycles);
  });
});

test("limits lie between what is live and what the process may have", async () => {
  const limit = 120 * MiB;
  const grid = whatIfGrid(await inputOf("steady", limit))!;
  const limits = grid.memlimit.filter((bytes) => bytes !== null);
  expect(grid.limit).toBe(limit);
  expect(Math.max(...limits)).toBe(Math.ceil((0.95 * limit) / MiB) * MiB);
  expect([...limits].sort((a, b) => a - b)).toEqual(limits);
  const off = grid.answers.at(-1)!;
  expect(off.at(-1)).toBeNull();
  for (const [i, bytes] of limits.entries()) {
    expect(off[i]!.peakHeap.value).toBeLessThan(bytes);
  }
});

test("a long record is told from its last part, in words too, and says what the whole says", async () => {
  const input = await inputOf("steady");
  const count = input.cycles!.length;
  const short = whatIfGrid(input)!;
  expect(short.assumes.join(" ")).not.toContain("last 200");
  const many = Array.from({ length: Math.ceil(600 / count) }, () => input.cycles!);
  const columns = Object.entries(input.cycles!).map(([name, column]) => {
    if (typeof column === "number") return [name, many.length * count];
    const joined = new (column.constructor as Float64ArrayConstructor)(many.length * count);
    for (let i = 0; i < joined.length; i++) {
      const turn = Math.floor(i / count);
      const ahead = name === "n" ? count : name === "at" ? column[count - 1]! + 0.2 : 0;
      joined[i] = column[i % count]! + turn * ahead;
    }
    return [name, joined];
  });
  const long = whatIfGrid({ ...input, cycles: Object.fromEntries(columns) })!;
  expect(long.assumes.join(" ")).toContain("The last 200 collections");
  const [row, column] = long.now;
  const ratio =
    long.answers[row]![column]!.peakHeap.value / short.answers[row]![column]!.peakHeap.value;
  expect(Math.abs(ratio - 1)).toBeLessThan(0.1);
});

test("says no more than resident gc --what-if does", async () => {
  const input = await inputOf("bursty");
  const table = whatIfOf(input, [{ gogc: 200 }]);
  if (table.kind === "refused") throw new Error(table.reason);
  const thorough = table.rows.find(({ settings }) => settings.gogc === 200)!;
  const grid = whatIfGrid(input)!;
  const quick = grid.answers[grid.gogc.indexOf(200)]!.at(-1)!;
  expect(quick.peakHeap.value / thorough.peakHeap.value).toBeCloseTo(1, 1);
  expect(quick.gcCpuShare!.value / thorough.gcCpuShare!.value).toBeCloseTo(1, 0);
  expect(grid.assumes).toEqual(table.assumptions);
});

test("nothing is said from too little", async () => {
  const input = await inputOf("steady");
  expect(whatIfGrid({ looks: [] })).toBeNull();
  expect(whatIfGrid({ looks: input.looks.slice(0, 1) })).toBeNull();
});
