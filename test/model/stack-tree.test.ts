/** The tree of stacks against the obvious one: a Map of texts. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { StackTree } from "../../src/model/stack-tree.ts";

/** Root first; few locations and long common beginnings, so that most frames are there already. */
const paths = fc.array(fc.array(fc.nat({ max: 3 }), { maxLength: 12 }), { maxLength: 80 });

/** What a row stands for, leaf last. */
function pathOf(tree: StackTree, row: number): number[] {
  return row < 0 ? [] : [...pathOf(tree, tree.prefix[row]!), tree.location[row]!];
}

describe("StackTree", () => {
  it("has each path once, whichever way it was added", () => {
    fc.assert(
      fc.property(paths, fc.infiniteStream(fc.boolean()), (all, byChild) => {
        const tree = new StackTree();
        const rows = new Map<string, number>();
        for (const path of all) {
          const row = byChild.next().value
            ? path.reduce((prefix, location) => tree.child(prefix, location), -1)
            : tree.descend(-1, Int32Array.from([9, ...path, 9]), 1, path.length + 1);
          expect(rows.get(String(path)) ?? row).toBe(row);
          rows.set(String(path), row);
          expect(pathOf(tree, row)).toEqual(path);
        }
        const prefixes = new Set(
          all.flatMap((path) => path.map((_, i) => String(path.slice(0, i + 1)))),
        );
        expect(tree.length).toBe(prefixes.size);
      }),
    );
  });

  it("finds what is there, and nothing else", () => {
    const tree = new StackTree();
    const row = tree.descend(-1, Int32Array.of(5, 6, 0), 0, 3);
    const other = tree.descend(-1, Int32Array.of(5, 7), 0, 2);
    expect([tree.find(-1, 5), tree.find(0, 6), tree.find(1, 0), tree.find(0, 7)]).toEqual([
      0,
      1,
      row,
      other,
    ]);
    expect([tree.find(-1, 6), tree.find(1, 7), tree.find(2, 0), tree.find(3, 0)]).toEqual([
      -1, -1, -1, -1,
    ]);
  });

  it("adds the rows of a part below rows of before", () => {
    const tree = new StackTree();
    const top = tree.child(-1, 1);
    tree.startPart();
    const long = Int32Array.from({ length: 100_000 }, (_, i) => i % 7);
    const leaf = tree.descend(top, long, 0, long.length);
    expect(tree.descend(top, long, 0, long.length)).toBe(leaf);
    expect(tree.descend(top, long, 0, 50_000)).toBe(leaf - 50_000);
    const branch = tree.descend(leaf - 10, Int32Array.of(99, 98), 0, 2);
    expect(tree.descend(leaf - 10, Int32Array.of(99, 98), 0, 2)).toBe(branch);
    expect(tree.length).toBe(100_003);
  });

  it("keeps finding rows while its table grows", () => {
    const tree = new StackTree();
    const rows = Array.from({ length: 5000 }, (_, i) => tree.child(-1, i));
    const below = rows.map((row) => tree.child(row, 7));
    expect(new Set([...rows, ...below]).size).toBe(10_000);
    expect(rows.map((row, i) => [tree.find(-1, i), tree.find(row, 7)])).toEqual(
      rows.map((row, i) => [row, below[i]]),
    );
  });
});
