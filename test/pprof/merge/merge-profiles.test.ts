/**
 * Merging, on profiles whose sums are plain to see. That all of it is what the reference does is a peer
 * test; this one runs without Go.
 */
import { describe, expect, test } from "vitest";
import type { Profile } from "../../../src/model/profile.ts";
import { ProfileBuilder } from "../../../src/model/profile-builder.ts";
import { compareWithBase } from "../../../src/pprof/merge/compare-with-base.ts";
import { mergeProfiles } from "../../../src/pprof/merge/merge-profiles.ts";
import { pathOf } from "../../support/plain-profile.ts";

interface Row {
  /** Names, leaf first. */
  readonly stack: readonly string[];
  readonly values: readonly (number | bigint)[];
  readonly labels?: Readonly<Record<string, string | number>>;
}

const SPACE = [{ type: "space", unit: "bytes" }];
const PLAIN = { isDiff: false, normalize: false };

describe("mergeProfiles", () => {
  test("adds up samples of one stack and the same labels", () => {
    const merged = mergeProfiles([
      build([
        { stack: ["b", "a"], values: [1] },
        { stack: ["a"], values: [10] },
        { stack: ["a"], values: [100], labels: { job: "x" } },
      ]),
      build([
        { stack: ["a"], values: [20] },
        { stack: ["b", "a"], values: [2], labels: { bytes: 8 } },
      ]),
    ]);
    expect(rowsOf(merged)).toEqual(["b a: 1", "a: 30", "a: 100 job=x", "b a: 2 bytes=8"]);
  });

  test("numbers in the order of first use, and keeps what is used only", () => {
    const merged = mergeProfiles([
      build([
        { stack: ["unused"], values: [0] },
        { stack: ["leaf", "root"], values: [1] },
      ]),
      build([{ stack: ["other", "root"], values: [1] }]),
    ]);
    const { functions, locations, strings } = merged;
    expect(Array.from(functions.name, (name) => strings.get(name))).toEqual([
      "leaf",
      "root",
      "other",
    ]);
    expect([...locations.id]).toEqual([1, 2, 3]);
  });

  test("takes labels for the same whatever order their keys are in", () => {
    const merged = mergeProfiles([
      build([{ stack: ["a"], values: [1], labels: { b: "1", a: 2 } }]),
      build([{ stack: ["a"], values: [1], labels: { a: 2, b: "1" } }]),
    ]);
    expect(rowsOf(merged)).toEqual(["a: 2 b=1 a=2"]);
  });

  test("adds exactly beyond 2^53, and wraps beyond 2^63", () => {
    const sumOf = (...values: (number | bigint)[]) =>
      rowsOf(mergeProfiles(values.map((value) => build([{ stack: ["a"], values: [value] }]))));
    expect(sumOf(2 ** 53, 1)).toEqual([`a: ${2n ** 53n + 1n}`]);
    expect(sumOf(2 ** 53, 1, -2)).toEqual([`a: ${2 ** 53 - 1}`]);
    expect(sumOf(2n ** 63n - 1n, 1)).toEqual([`a: ${-(2n ** 63n)}`]);
    expect(sumOf(-(2n ** 63n), 5, 2n ** 62n, 2n ** 62n)).toEqual(["a: 5"]);
  });

  test("keeps the types that all have, in the finest unit", () => {
    const a = build(
      [{ stack: ["a"], values: [1, 2] }],
      [
        { type: "space", unit: "kilobytes" },
        { type: "objects", unit: "count" },
      ],
    );
    const b = build([{ stack: ["a"], values: [3] }], SPACE);
    expect(mergeProfiles([a, b]).valueTypes).toEqual(SPACE);
    expect(rowsOf(mergeProfiles([a, b]))).toEqual(["a: 1027"]);
  });

  test("says why profiles don't fit", () => {
    const of = (type: string, unit: string) => build([], [{ type, unit }]);
    expect(() => mergeProfiles([of("a", "count"), of("b", "count")])).toThrow(
      "profiles have empty common sample type list",
    );
    expect(() => mergeProfiles([of("a", "count"), of("a", "bytes")])).toThrow(
      "sample types: incompatible types: {a count 0 0} {a bytes 0 0}",
    );
  });

  test("does not touch what it merges, and shares nothing that can change", () => {
    const a = build([{ stack: ["a"], values: [1] }]);
    const before = rowsOf(a);
    compareWithBase(a, a, { isDiff: true, normalize: false });
    expect(rowsOf(a)).toEqual(before);
  });

  test("tells many samples of one stack apart by their labels", () => {
    const rows = Array.from({ length: 5000 }, (_, i) => {
      return { stack: ["a"], values: [1], labels: { bytes: i % 2500 } };
    });
    const merged = mergeProfiles([build(rows), build(rows)]);
    expect(merged.samples.length).toBe(2500);
    expect(new Set(rowsOf(merged).map((row) => row.split(" ")[1]))).toEqual(new Set(["4"]));
  });
});

describe("compareWithBase", () => {
  const now = build([
    { stack: ["a"], values: [30] },
    { stack: ["b"], values: [5] },
  ]);
  const before = build([
    { stack: ["a"], values: [10] },
    { stack: ["b"], values: [5] },
  ]);

  test("takes the base away, and leaves out what is the same", () => {
    expect(rowsOf(compareWithBase(now, before, PLAIN))).toEqual(["a: 20"]);
    expect(compareWithBase(now, now, PLAIN).samples.length).toBe(0);
  });

  test("labels the base where percentages are of it", () => {
    const labelled = compareWithBase(now, before, { isDiff: true, normalize: false });
    expect(rowsOf(labelled)).toEqual([
      "a: 30",
      "b: 5",
      "a: -10 pprof::base=true",
      "b: -5 pprof::base=true",
    ]);
  });

  test("puts the label in the place of one that is there, in the order of keys", () => {
    const labels = { zone: "z", "pprof::base": "no", bytes: 3 };
    const base = build([{ stack: ["a"], values: [1], labels }]);
    const compared = compareWithBase(build([]), base, { isDiff: true, normalize: false });
    expect(rowsOf(compared)).toEqual(["a: -1 pprof::base=true zone=z bytes=3"]);
  });

  test("scales to the base where asked", () => {
    const twice = build([
      { stack: ["a"], values: [20] },
      { stack: ["b"], values: [10] },
    ]);
    expect(compareWithBase(twice, before, { ...PLAIN, normalize: true }).samples.length).toBe(0);
  });
});

function build(rows: readonly Row[], valueTypes = SPACE): Profile {
  const builder = new ProfileBuilder({ valueTypes });
  const locations = new Map(
    [...new Set(rows.flatMap(({ stack }) => stack))].map((name) => {
      return [name, builder.addLocation({ lines: [{ func: builder.addFunction({ name }) }] })];
    }),
  );
  for (const { stack, values, labels = {} } of rows) {
    builder.addSample(
      builder.addStackOf(stack.map((name) => locations.get(name)!)),
      values,
      Object.entries(labels).map(([key, value]) =>
        typeof value === "string" ? { key, str: value } : { key, num: value },
      ),
    );
  }
  return builder.finish();
}

/** A line a sample: its stack, its values and its labels. */
function rowsOf({ samples, stacks, locations, lines, functions, labels, strings }: Profile) {
  const nameOf = (location: number) =>
    strings.get(functions.name[lines.func[locations.lineStart[location]!]!]!);
  return Array.from({ length: samples.length }, (_, i) => {
    const own = range(samples.labelStart[i]!, samples.labelStart[i + 1]!).map((row) => {
      const value = labels.str[row]! < 0 ? labels.num[row] : strings.get(labels.str[row]!);
      return ` ${strings.get(labels.key[row]!)}=${value}`;
    });
    const values = samples.values.map((column) => column[i]).join(" ");
    return `${pathOf(stacks, samples.stack[i]!).map(nameOf).join(" ")}: ${values}${own.join("")}`;
  });
}

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, i) => start + i);
}
