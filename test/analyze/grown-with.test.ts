/** Which growth goroutines that pile up may be blamed for. */
import { describe, expect, it } from "vitest";
import { shareGrownWith } from "../../src/analyze/goroutines/grown-with.ts";
import type { GoroutineGroup, StackFrame } from "../../src/model/goroutines.ts";
import type { Profile } from "../../src/model/profile.ts";
import { HEAP_TYPES, profileFromText } from "../support/profile-text.ts";

const MiB = 2 ** 20;

/** Live bytes by stack, outermost function first. */
function heap(stacks: Readonly<Record<string, number>>): Profile {
  const lines = Object.entries(stacks).map(([stack, mib]) => {
    const bytes = mib * MiB;
    return `${stack.split(" ").join(";")} ${mib} ${bytes} ${mib} ${bytes}`;
  });
  return profileFromText(lines.join("\n"), { valueTypes: HEAP_TYPES });
}

const frame = (name: string): StackFrame => ({ function: name, file: "/x.go", line: 1 });

function pile(functions: readonly string[], createdBy?: string): GoroutineGroup {
  const frames = functions.map(frame);
  return { count: 9, frames, ...(createdBy === undefined ? {} : { createdBy: frame(createdBy) }) };
}

describe("shareGrownWith", () => {
  const before = heap({ "main.main main.load": 10, "main.main main.serve main.read": 5 });
  const after = heap({ "main.main main.load": 40, "main.main main.serve main.read": 15 });

  it("counts what the waiting functions allocated, or what they called", () => {
    expect(shareGrownWith(before, after, pile(["runtime.gopark", "main.serve"]))).toBe(0.25);
    expect(shareGrownWith(before, after, pile(["main.load"]))).toBe(0.75);
    expect(shareGrownWith(before, after, pile(["main.wait"]))).toBe(0);
  });

  it("counts what the function that started them allocated", () =>
    expect(shareGrownWith(before, after, pile(["main.wait"], "main.serve"))).toBe(0.25));

  it("does not count what is below functions that everything is below", () => {
    expect(shareGrownWith(before, after, pile(["main.wait"], "main.main"))).toBe(0);
    const [first, second] = [
      heap({ "net/http.(*conn).serve shop.list": 1 }),
      heap({ "net/http.(*conn).serve shop.list": 9 }),
    ];
    const waiting = pile(["shop.wait", "net/http.(*conn).serve"]);
    expect(shareGrownWith(first, second, waiting)).toBe(0);
    expect(shareGrownWith(first, second, pile(["shop.list"]))).toBe(1);
  });

  it("goes by what is in use where there is nothing to compare with", () => {
    expect(shareGrownWith(undefined, after, pile(["main.load"]))).toBeCloseTo(40 / 55, 12);
    expect(shareGrownWith(undefined, after, pile(["main.wait"]))).toBe(0);
  });

  it("stays between none and all, and says nothing of a heap that did not grow", () => {
    const less = heap({ "main.main main.load": 1, "main.main main.serve main.read": 50 });
    expect(shareGrownWith(before, less, pile(["main.load"]))).toBe(0);
    expect(shareGrownWith(before, less, pile(["main.serve"]))).toBe(1);
    expect(shareGrownWith(after, before, pile(["main.load"]))).toBeUndefined();
  });
});
