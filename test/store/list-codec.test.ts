import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeCollections, encodeCollections } from "../../src/store/lists/collections-codec.ts";
import { type CountedList, ListCollector } from "../../src/store/lists/counted-list.ts";
import {
  addLists,
  applyDifference,
  decodeAdditions,
  encodeAdditions,
  encodeDifference,
} from "../../src/store/lists/list-codec.ts";

const counts = fc.oneof(
  fc.integer({ min: -300, max: 300 }),
  fc.integer({ min: -(2 ** 50), max: 2 ** 50 }),
);
/** Small ids meet often, large ones need long steps. */
const ids = fc.oneof(fc.nat(40), fc.nat(2 ** 31 - 2));
const plainLists = fc.dictionary(ids.map(String), counts, { maxKeys: 60 });

function listOf(plain: Record<string, number>): CountedList {
  const entries = Object.entries(plain)
    .map(([id, count]) => [Number(id), count] as const)
    .filter(([, count]) => count !== 0)
    .sort(([a], [b]) => a - b);
  return {
    ids: Int32Array.from(entries, ([id]) => id),
    counts: Float64Array.from(entries, ([, count]) => count),
  };
}

const lists = plainLists.map(listOf);

describe("a list as bytes", () => {
  test("the difference of two lists makes the second of the first", () => {
    fc.assert(
      fc.property(lists, lists, (before, after) => {
        expect(applyDifference(before, encodeDifference(before, after))).toEqual(after);
      }),
    );
  });

  test("what is the same costs nothing", () => {
    fc.assert(
      fc.property(lists, (list) => {
        expect(encodeDifference(list, list)).toHaveLength(0);
      }),
    );
  });

  test("a change of one among a thousand is a few bytes", () => {
    const many = listOf(
      Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [i * 3, 100 + i])),
    );
    const counts = many.counts.slice();
    counts[700]! += 5;
    expect(encodeDifference(many, { ids: many.ids, counts }).length).toBeLessThan(5);
  });

  test("additions come back with the time that they took", () => {
    fc.assert(
      fc.property(lists, fc.integer(), (added, milliseconds) => {
        const bytes = encodeAdditions(added, milliseconds);
        expect(decodeAdditions(bytes)).toEqual({ added, milliseconds: Math.max(0, milliseconds) });
      }),
    );
  });

  test("damaged bytes are an error and never a loop or a list without end", () => {
    const bytes = encodeDifference(listOf({}), listOf({ 1: 5, 9: 700, 100: 3 }));
    for (let end = 1; end < bytes.length; end++) {
      expect(() => applyDifference(listOf({}), bytes.subarray(0, end))).toThrow(RangeError);
    }
    const claim = Uint8Array.of(0xfe, 0xff, 0xff, 0xff, 0x0f, 1);
    expect(() => applyDifference(listOf({}), claim)).toThrow(RangeError);
    expect(() => applyDifference(listOf({}), Uint8Array.of(3, 0xff, 0xff))).toThrow(RangeError);
  });
});

test("lists add up id by id", () => {
  fc.assert(
    fc.property(plainLists, plainLists, (one, other) => {
      const sums = { ...one };
      for (const [id, count] of Object.entries(other)) sums[id] = (sums[id] ?? 0) + count;
      expect(plain(addLists(listOf(one), listOf(other)))).toEqual(plain(listOf(sums)));
    }),
  );
});

test("a collector sorts and adds up, and is empty after that", () => {
  const collector = new ListCollector();
  const pairs = fc.array(fc.tuple(fc.nat(5000), fc.integer({ min: -3, max: 3 })));
  fc.assert(
    fc.property(pairs, (added) => {
      const sums: Record<string, number> = {};
      for (const [id, count] of added) {
        collector.add(id, count);
        sums[id] = (sums[id] ?? 0) + count;
      }
      expect(plain(collector.finish())).toEqual(plain(listOf(sums)));
    }),
  );
});

test("collections come back: ends to the millisecond, pauses to the microsecond", () => {
  const collection = fc.record({
    n: fc.oneof(fc.nat(20), fc.nat()),
    end: fc.nat(2 ** 40).map((ms) => ms / 1000),
    pauseNs: fc.nat().map((us) => us * 1000),
  });
  fc.assert(
    fc.property(fc.array(collection), fc.nat(2 ** 40), (collections, time) => {
      expect(decodeCollections(encodeCollections(collections, time), time)).toEqual(collections);
    }),
  );
});

test("ten collections a second for 15 s take less than three bytes each", () => {
  const collections = Array.from({ length: 150 }, (_, i) => ({
    n: 7_000 + i,
    end: (1_800_000_000_000 + i * 100 + ((i * 7_919) % 31)) / 1000,
    pauseNs: 1000 * (30 + ((i * 104_729) % 120)),
  }));
  const bytes = encodeCollections(collections, 1_800_000_015_000);
  expect(bytes.length).toBeLessThan(3 * collections.length);
  expect(decodeCollections(bytes, 1_800_000_015_000)).toEqual(collections);
});

function plain({ ids, counts }: CountedList): [number, number][] {
  return Array.from(ids, (id, i) => [id, counts[i]!]);
}
