/** The name of a node in the address: the same in every profile, and no other node's. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { nodeOfPath, pathOfNode } from "../../src/web/code/state/frame-path.ts";
import { viewFrames } from "../../src/web/code/tree/view-frames.ts";
import { codeOf, printTree, treeOf } from "./support/code-of.ts";

function picture(text: string, options: { byLine?: boolean; isInverted?: boolean } = {}) {
  const model = codeOf(text);
  const built = treeOf(model, options);
  return { model, built, frames: viewFrames(model, options.byLine ?? false) };
}

const nodeNamed = (shown: ReturnType<typeof picture>, name: string) =>
  printTree(shown.model, shown.built).findIndex((line) => line.trim().startsWith(`${name} `));

test("leads to the same function in a profile whose rows are others", () => {
  const before = picture("main.a main.b 5\nmain.a main.c 4\nmain.d 1");
  const after = picture("main.z main.b 90\nmain.a main.c 40\nmain.new main.a 7\nmain.a main.b 3");
  for (const name of ["main.a", "main.c"]) {
    const path = pathOfNode(before, nodeNamed(before, name));
    expect(path).toMatch(/^[0-9a-f]{16}$/);
    const node = nodeOfPath(after, path);
    expect(node).not.toBe(nodeNamed(before, name));
    expect(printTree(after.model, after.built)[node]).toContain(`${name} `);
  }
});

test("leads nowhere where its stack is gone, even if the function is called from elsewhere", () => {
  const before = picture("main.a main.b 5");
  const path = pathOfNode(before, nodeNamed(before, "main.b"));
  expect(nodeOfPath(picture("main.z main.b 5\nmain.b main.a 5"), path)).toBe(-1);
  for (const other of ["32", "x", "0".repeat(16)]) expect(nodeOfPath(before, other)).toBe(-1);
  expect(nodeOfPath(before, "")).toBe(0);
  expect(pathOfNode(before, 0)).toBe("");
});

test("lines are part of it only where they are told apart", () => {
  const before = picture("main.a:3 main.b:9 5");
  const moved = "main.a:4 main.b:10 5";
  expect(nodeOfPath(picture(moved), pathOfNode(before, 2))).toBe(2);
  const byLine = picture("main.a:3 main.b:9 5\nmain.a:3 main.b:10 6", { byLine: true });
  expect(nodeOfPath(byLine, pathOfNode(byLine, 3))).toBe(3);
  expect(pathOfNode(byLine, 2)).not.toBe(pathOfNode(byLine, 3));
});

test("every node has its own, and comes back from it", () => {
  const name = fc.constantFrom("a", "b", "ab", "ba", "main.(*T[go.shape.int]).f");
  const stack = fc.array(name, { minLength: 1, maxLength: 7 });
  fc.assert(
    fc.property(fc.array(stack, { minLength: 1 }), fc.boolean(), (stacks, isInverted) => {
      const text = stacks.map((one, i) => `${one.join(" ")} ${i + 1}`).join("\n");
      const shown = picture(text, { isInverted });
      const { length } = shown.built.tree;
      const paths = Array.from({ length }, (_, node) => pathOfNode(shown, node));
      expect(new Set(paths).size).toBe(length);
      expect(paths.map((path) => nodeOfPath(shown, path))).toEqual(paths.map((_, node) => node));
    }),
  );
});

test("each half of the name is as good as chance makes it", () => {
  const lines = Array.from({ length: 4_000 }, (_, i) => `m.f${i % 200} m.g${i} m.h${i % 7} 1`);
  const shown = picture(lines.join("\n"));
  const { length } = shown.built.tree;
  const paths = Array.from({ length: length - 1 }, (_, i) => pathOfNode(shown, i + 1));
  // Of 8,200 names of 32 bits 0.008 pairs are expected to be alike; of poor ones many more.
  for (const half of [0, 8]) {
    expect(new Set(paths.map((path) => path.slice(half, half + 8))).size).toBe(length - 1);
  }
});
