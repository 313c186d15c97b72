/** The trees of the flame graph, on small ones written out and on random ones by their laws. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CallTree } from "../../src/web/code/tree/call-tree.ts";
import { sumByFunction } from "../../src/web/code/tree/function-table.ts";
import { isUnsure } from "../../src/web/code/tree/is-unsure.ts";
import { neighboursOf } from "../../src/web/code/tree/neighbours.ts";
import { codeOf, printTree, rowsOf, treeOf } from "./support/code-of.ts";

const SHOP = `
  main.main main.load 30
  main.main main.load json.Decode 50
  main.main main.serve json.Decode 15
  runtime.mstart 5
`;

describe("trees", () => {
  test("callers on top, the largest first", () => {
    const model = codeOf(SHOP);
    expect(printTree(model, treeOf(model))).toEqual([
      "all 100",
      "  main.main 95",
      "    main.load 80 (self 30)",
      "      json.Decode 50 (self 50)",
      "    main.serve 15",
      "      json.Decode 15 (self 15)",
      "  runtime.mstart 5 (self 5)",
    ]);
  });

  test("turned round", () => {
    const model = codeOf(SHOP);
    expect(printTree(model, treeOf(model, { isInverted: true }))).toEqual([
      "all 100",
      "  json.Decode 65",
      "    main.load 50",
      "      main.main 50 (self 50)",
      "    main.serve 15",
      "      main.main 15 (self 15)",
      "  main.load 30",
      "    main.main 30 (self 30)",
      "  runtime.mstart 5 (self 5)",
    ]);
  });

  test("only what is in focus; what is hidden is its caller's", () => {
    const model = codeOf(SHOP);
    expect(printTree(model, treeOf(model, { focus: "serve" }))).toEqual([
      "all 15",
      "  main.main 15",
      "    main.serve 15",
      "      json.Decode 15 (self 15)",
    ]);
    expect(printTree(model, treeOf(model, { hide: "^main\\.(load|serve)$" }))).toEqual([
      "all 100",
      "  main.main 95 (self 30)",
      "    json.Decode 65 (self 65)",
      "  runtime.mstart 5 (self 5)",
    ]);
  });

  test("lines of a function are one function, or apart", () => {
    const model = codeOf("main.a:3 main.b:9 1\nmain.a:4 main.b:9 2");
    expect(printTree(model, treeOf(model))).toEqual([
      "all 3",
      "  main.a 3",
      "    main.b 3 (self 3)",
    ]);
    expect(printTree(model, treeOf(model, { byLine: true })).length).toBe(5);
  });

  test("a comparison has what went away as well", () => {
    const model = codeOf("main.a 10\nmain.gone 6", "main.a 14\nmain.new 2");
    const built = treeOf(model, { base: 0 });
    expect(printTree(model, built)).toEqual([
      "all 16 was 16",
      "  main.a 14 (self 14) was 10",
      "  main.gone 0 was 6",
      "  main.new 2 (self 2) was 0",
    ]);
    expect([...built.tree.width]).toEqual([16, 12, 3, 1]);
  });
});

describe("what the samples do not bear out", () => {
  const tree = (total: number, variance: number, base: number | null) =>
    ({
      total: Float64Array.of(total),
      variance: Float64Array.of(variance),
      base: base === null ? null : Float64Array.of(base),
    }) as unknown as CallTree;

  test("fewer than five samples' worth", () => {
    // k objects of weight w: total k·w, variance k·w² (for small chances)
    expect(isUnsure(tree(4 * 100, 4 * 100 ** 2, null), 0)).toBe(true);
    expect(isUnsure(tree(6 * 100, 6 * 100 ** 2, null), 0)).toBe(false);
  });

  test("a change within its reach; none is no question", () => {
    expect(isUnsure(tree(130, 20 ** 2, 100), 0)).toBe(true);
    expect(isUnsure(tree(150, 20 ** 2, 100), 0)).toBe(false);
    expect(isUnsure(tree(100, 20 ** 2, 100), 0)).toBe(false);
  });
});

const FUNCTIONS = ["main.a", "main.b", "lib.c", "lib.d"];
const profiles = fc
  .array(
    fc.tuple(
      fc.array(fc.constantFrom(...FUNCTIONS), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 99 }),
    ),
    { minLength: 1, maxLength: 30 },
  )
  .map((samples) => samples.map(([stack, value]) => ({ stack, value })));

function modelOf(samples: readonly { stack: string[]; value: number }[]) {
  return codeOf(samples.map(({ stack, value }) => `${stack.join(" ")} ${value}`).join("\n"));
}

test("a node holds itself and its children, and lies over them", () => {
  fc.assert(
    fc.property(profiles, fc.boolean(), (samples, isInverted) => {
      const { tree } = treeOf(modelOf(samples), { isInverted });
      for (let node = 0; node < tree.length; node++) {
        let sum = tree.self[node]!;
        let left = tree.left[node]!;
        for (let child = node + 1; child < tree.end[node]!; child = tree.end[child]!) {
          expect(tree.parent[child]).toBe(node);
          expect(tree.left[child]).toBeCloseTo(left, 6);
          left += tree.width[child]!;
          sum += tree.total[child]!;
        }
        expect(tree.total[node]).toBe(sum);
        expect(left).toBeLessThanOrEqual(tree.left[node]! + tree.width[node]! + 1e-6);
      }
      expect(tree.total[0]).toBe(samples.reduce((all, { value }) => all + value, 0));
    }),
  );
});

test("sums by function are those of the stacks, counted one by one", () => {
  fc.assert(
    fc.property(profiles, (samples) => {
      const model = modelOf(samples);
      const { tree, frames } = treeOf(model);
      const sums = sumByFunction(tree, frames.length);
      for (let row = 0; row < frames.length; row++) {
        const name = model.frames.name[frames.frameOf[row]!]!;
        const through = samples.filter(({ stack }) => stack.includes(name));
        const own = samples.filter(({ stack }) => stack.at(-1) === name);
        expect(sums.total[row]).toBe(through.reduce((all, { value }) => all + value, 0));
        expect(sums.self[row]).toBe(own.reduce((all, { value }) => all + value, 0));
        const around = neighboursOf(tree, frames.length, row);
        expect(around.total).toBe(sums.total[row]);
      }
    }),
  );
});

test("calls from one function to another are those of the stacks, each once a stack, as pprof counts them", () => {
  fc.assert(
    fc.property(profiles, (samples) => {
      const model = modelOf(samples);
      const { tree, frames } = treeOf(model);
      const nameOf = (row: number) => (row < 0 ? "" : model.frames.name[frames.frameOf[row]!]!);
      for (let row = 0; row < frames.length; row++) {
        const { callers, callees } = neighboursOf(tree, frames.length, row);
        const shown = [
          ...callers.map(({ frame, value }) => `${nameOf(frame)}→${nameOf(row)} ${value}`),
          ...callees.map(({ frame, value }) => `${nameOf(row)}→${nameOf(frame)} ${value}`),
        ];
        expect(shown.sort()).toEqual(callsOf(samples, nameOf(row)).sort());
      }
    }),
  );
});

function callsOf(samples: readonly { stack: string[]; value: number }[], name: string): string[] {
  const sums = new Map<string, number>();
  for (const { stack, value } of samples) {
    const calls = stack.map((called, i) => [i === 0 ? "" : stack[i - 1]!, called] as const);
    const own = calls.filter(([by, called]) => by !== called && (by === name || called === name));
    for (const call of new Set(own.map((pair) => pair.join("→")))) {
      sums.set(call, (sums.get(call) ?? 0) + value);
    }
  }
  return [...sums].map(([call, value]) => `${call} ${value}`);
}

test("a recursive function's calls", () => {
  const model = codeOf("main.a main.b main.a main.c main.a main.b 3\nmain.a main.c 4");
  const { tree, frames } = treeOf(model);
  const row = model.frames.name.indexOf("main.a");
  const { total, callers, callees } = neighboursOf(tree, frames.length, row);
  const named = (rows: typeof callers) =>
    rows.map(({ frame, value }) => `${frame < 0 ? "-" : model.frames.name[frame]} ${value}`);
  expect(total).toBe(7);
  expect(named(callers)).toEqual(["- 7", "main.b 3", "main.c 3"]);
  expect(named(callees)).toEqual(["main.c 7", "main.b 3"]);
});

test("a sample is below exactly the nodes of its stack", () => {
  fc.assert(
    fc.property(profiles, fc.boolean(), (samples, isInverted) => {
      const model = modelOf(samples);
      const rows = rowsOf(model);
      const { tree, isBelow } = treeOf(model, { isInverted });
      for (let node = 0; node < tree.length; node++) {
        let sum = 0;
        for (let i = 0; i < rows.stack.length; i++) {
          if (isBelow(rows.stack[i]!, node)) sum += rows.value[i]!;
        }
        expect(sum).toBe(tree.total[node]);
      }
    }),
  );
});
