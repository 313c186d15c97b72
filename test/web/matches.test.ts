/** What a search finds in the flame graph, and how the picture is moved to it. */
import { expect, test } from "vitest";
import { spanInSight, spanOf } from "../../src/web/code/flame/flame-layout.ts";
import { matchFrames, parsePattern } from "../../src/web/code/tree/match-frames.ts";
import { matchesOf } from "../../src/web/code/tree/matches.ts";
import { codeOf, treeOf } from "./support/code-of.ts";

const matchesIn = (texts: readonly string[], pattern: string, options: object = {}) => {
  const model = codeOf(...texts);
  const { tree, frames } = treeOf(model, options);
  const found = matchFrames(model, frames, parsePattern(pattern))!;
  const { nodes, ...sums } = matchesOf(tree, found);
  const nameOf = (node: number) => model.frames.name[frames.frameOf[tree.frame[node]!]!];
  return { ...sums, at: nodes.map((node) => `${nameOf(node)} ${tree.total[node]}`) };
};

const SHOP = "main.a json.D json.E 5\nmain.a main.b json.E 3\nmain.b json.D main.b 9\nmain.c 80";

test("each stack counts once, and is named where it comes in; the largest first", () => {
  expect(matchesIn([SHOP], "json")).toEqual({
    total: 17,
    base: null,
    at: ["json.D 9", "json.D 5", "json.E 3"],
  });
  expect(matchesIn([SHOP], "json", { isInverted: true }).total).toBe(17);
  expect(matchesIn([SHOP], "main.b").total).toBe(12);
  expect(matchesIn([SHOP], "nothing")).toEqual({ total: 0, base: null, at: [] });
});

test("of a comparison both sides", () => {
  expect(matchesIn(["main.a 10\nmain.gone 6", "main.a 14"], "gone", { base: 0 })).toEqual({
    total: 0,
    base: 6,
    at: ["main.gone 0"],
  });
});

test("the picture stays where a bar can be seen, and goes where it can be seen well", () => {
  const { tree } = treeOf(codeOf("m.a m.b 9000\nm.a m.c 995\nm.d m.e m.f 5"));
  const [all, a, d, f] = [0, 1, 4, 6];
  expect(spanInSight(tree, spanOf(tree, all), a, 1000)).toEqual(spanOf(tree, all));
  expect(spanInSight(tree, spanOf(tree, all), f, 1000)).toEqual(spanOf(tree, d));
  expect(spanInSight(tree, spanOf(tree, d), a, 1000)).toEqual(spanOf(tree, all));
});
