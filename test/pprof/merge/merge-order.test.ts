import fc from "fast-check";
import { expect, test } from "vitest";
import type { Profile } from "../../../src/model/profile.ts";
import { firstSamples, locationOrder } from "../../../src/pprof/merge/location-order.ts";
import { MergedSamples } from "../../../src/pprof/merge/merged-samples.ts";
import { MergedStacks } from "../../../src/pprof/merge/merged-stacks.ts";

const LOCATIONS = 7;
const below = (row: number) => fc.record({ prefix: fc.nat(row), location: fc.nat(LOCATIONS - 1) });

/** A tree of stacks, in which locations recur, with samples of which some are not used. */
const sources = fc.nat(30).chain((rows) =>
  fc.record({
    stacks: fc.tuple(...Array.from({ length: rows }, (_, row) => below(row))),
    samples: fc.array(fc.record({ stack: fc.nat(rows), isUsed: fc.boolean() }), { maxLength: 20 }),
  }),
);

test("locations are met sample after sample, each from its leaf on", () => {
  fc.assert(
    fc.property(sources, ({ stacks, samples }) => {
      const prefix = Int32Array.from(stacks, (stack) => stack.prefix - 1);
      const location = Int32Array.from(stacks, (stack) => stack.location);
      const met = new Set<number>();
      for (const { stack, isUsed } of samples) {
        for (let row = stack - 1; isUsed && row >= 0; row = prefix[row]!) met.add(location[row]!);
      }
      const profile = {
        stacks: { length: stacks.length, prefix, location },
        samples: { length: samples.length, stack: Int32Array.from(samples, (s) => s.stack - 1) },
        locations: { length: LOCATIONS },
      } as unknown as Profile;
      const first = firstSamples(
        profile,
        Uint8Array.from(samples, ({ isUsed }) => +isUsed),
      );
      expect(locationOrder(profile, first)).toEqual([...met]);
    }),
    { numRuns: 1000 },
  );
});

test("a sample is found by its stack and its labels, however many of either there are", () => {
  const samples = new MergedSamples();
  const known = new Map<string, number>();
  for (let source = 0; source < 20; source++) {
    samples.reserve(2000, 40 * (source + 1));
    for (let i = 0; i < 2000; i++) {
      // Most stacks have few labels, and one has nearly all.
      const stack = i % 2 === 0 ? -1 : (i * 7 + source) % (40 * (source + 1));
      const labels = i % 2 === 0 ? (i * 13) % 1777 : i % 3;
      const key = `${stack} ${labels}`;
      const row = known.get(key) ?? known.size;
      known.set(key, row);
      expect(samples.find(stack, labels)).toBe(row);
    }
  }
  expect(samples.length).toBe(known.size);
});

test("a stack is found again after the table has grown", () => {
  const stacks = new MergedStacks();
  const rows: [number, number, number][] = [];
  for (let i = 0; i < 5000; i++) {
    const prefix = i === 0 ? -1 : (i * 31) % i;
    rows.push([prefix, i % 97, stacks.child(prefix, i % 97)]);
  }
  for (const [prefix, location, row] of rows) expect(stacks.child(prefix, location)).toBe(row);
  expect(stacks.finish().length).toBe(new Set(rows.map(([, , row]) => row)).size);
});
