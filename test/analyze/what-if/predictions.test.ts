/**
 * Predictions from a recorded run at GOGC=100 alone, against what the same program came to under the
 * other settings: recorded too, by `npm run validate:what-if -- --fixtures` on a real machine.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { inputOfRecording } from "../../../src/analyze/what-if/input-of-recording.ts";
import { parseQuestions } from "../../../src/analyze/what-if/parse-questions.ts";
import { whatIfOf } from "../../../src/analyze/what-if/what-if.ts";
import type { WhatIfInput } from "../../../src/analyze/what-if/what-if-input.ts";
import type { WhatIfRow } from "../../../src/analyze/what-if/what-if-table.ts";
import { bundleOfBytes } from "../../../src/collect/bundle/read-stored.ts";
import { gunzip } from "../../../src/collect/gunzip.ts";
import { decodeBundle } from "../../../src/decode/recording.ts";
import {
  median,
  TRUTH_KEYS,
  type TruthKey,
  truthsOf,
  WHAT_IF_FIXTURES,
  WHAT_IF_PROGRAMS,
} from "../../support/what-if-truths.ts";

async function inputOf(program: string): Promise<WhatIfInput> {
  const bytes = readFileSync(join(WHAT_IF_FIXTURES, `${program}.tgz`));
  return inputOfRecording(decodeBundle(await bundleOfBytes(program, bytes, {}), { gunzip }));
}

/** Errors of all settings of all programs, as parts of the truth. */
async function errorsOf(
  change: (input: WhatIfInput) => WhatIfInput,
): Promise<Record<TruthKey, number[]>> {
  const errors: Record<TruthKey, number[]> = {
    peakHeap: [],
    peakRss: [],
    cyclesPerMinute: [],
    gcCpuShare: [],
  };
  for (const program of WHAT_IF_PROGRAMS) {
    const input = change(await inputOf(program));
    for (const [setting, truth] of truthsOf(program)) {
      const row = predict(input, setting);
      for (const key of TRUTH_KEYS) errors[key].push(Math.abs(row[key]!.value / truth[key] - 1));
    }
  }
  for (const key of TRUTH_KEYS) errors[key].sort((a, b) => a - b);
  return errors;
}

function predict(input: WhatIfInput, setting: string): WhatIfRow {
  const answer = whatIfOf(input, parseQuestions([setting]));
  if (answer.kind === "refused") throw new Error(answer.reason);
  return answer.rows.find(({ isPresent }) => !isPresent)!;
}

describe("from a trace and looks", async () => {
  const errors = await errorsOf((input) => input);

  test("the heap's peak is within 10 % at the median and 20 % at worst", () => {
    expect(errors.peakHeap.length).toBeGreaterThanOrEqual(28);
    expect(median(errors.peakHeap)).toBeLessThan(0.1);
    expect(errors.peakHeap.at(-1)).toBeLessThan(0.2);
  });

  test("RSS is, too", () => {
    expect(median(errors.peakRss)).toBeLessThan(0.1);
    expect(errors.peakRss.at(-1)).toBeLessThan(0.2);
  });

  test("collections are within 15 % at worst", () => {
    expect(median(errors.cyclesPerMinute)).toBeLessThan(0.06);
    expect(errors.cyclesPerMinute.at(-1)).toBeLessThan(0.15);
  });

  /** What a byte costs to mark changes with the setting where garbage lies between what stays. */
  test("CPU shares are within 10 % at the median and within 25 % but for the last per cent", () => {
    expect(median(errors.gcCpuShare)).toBeLessThan(0.1);
    expect(errors.gcCpuShare.at(-2)).toBeLessThan(0.25);
    expect(errors.gcCpuShare.at(-1)).toBeLessThan(0.26);
  });
});

describe("from a trace alone", async () => {
  const errors = await errorsOf(({ cycles, go }) => ({ cycles: cycles!, go: go!, looks: [] }));

  test("what the memory limit counts is not known, and all else as well as with looks", () => {
    expect(median(errors.peakHeap)).toBeLessThan(0.1);
    expect(errors.peakHeap.at(-1)).toBeLessThan(0.2);
    expect(median(errors.cyclesPerMinute)).toBeLessThan(0.1);
    expect(median(errors.peakRss)).toBeLessThan(0.15);
  });
});

describe("from looks alone", async () => {
  const errors = await errorsOf(({ cycles: _, ...input }) => input);

  test("the heap's peak is within 10 % at the median, collections within 10 %, CPU within 25 %", () => {
    expect(median(errors.peakHeap)).toBeLessThan(0.1);
    expect(median(errors.cyclesPerMinute)).toBeLessThan(0.1);
    expect(median(errors.gcCpuShare)).toBeLessThan(0.25);
  });
});
