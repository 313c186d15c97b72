/** Who allocated most of what is gone: told from counters, and only where it is certain. */
import { describe, expect, it } from "vitest";
import { totalInuse } from "../../src/analyze/code/code-lines.ts";
import { type Counter, dominantLine } from "../../src/analyze/code/dominant-line.ts";
import type { Profile } from "../../src/model/profile.ts";
import { HEAP_TYPES, profileFromText } from "../support/profile-text.ts";

const KEEP = "main.main@main.go:3;main.keep@main.go:10";
const LOAD = "main.main@main.go:4;main.load@main.go:20";
const LOG = "main.main@main.go:5;main.log@main.go:30";
const RATE = 524288;

/** Objects of 1,000 bytes that were sampled, by stack: how many in all, how many still alive. */
function heap(counts: Record<string, readonly [all: number, alive: number]>, period = 1): Profile {
  const text = Object.entries(counts).map(
    ([stack, [all, alive]]) => `${stack} ${all} ${all * 1000} ${alive} ${alive * 1000}`,
  );
  return profileFromText(text.join("\n"), { valueTypes: HEAP_TYPES, period, rawCounts: true });
}

function told(after: Profile, before?: Profile, counter: Counter = "freed") {
  const line = dominantLine(after, before, undefined, counter);
  return line && `${line.file}:${line.line} ${line.bytes} ${line.share.toFixed(3)}`;
}

describe("what was freed", () => {
  it("was allocated by another line than the one that holds most", () => {
    const profile = heap({ [KEEP]: [500, 500], [LOAD]: [90, 10], [LOG]: [20, 0] });
    expect(told(profile)).toBe("main.go:20 80000 0.800");
    expect(told(profile, undefined, "alloc")).toBe("main.go:10 500000 0.820");
  });

  it("is estimated as if it were in a profile of its own", () => {
    const line = dominantLine(heap({ [LOAD]: [100, 20] }, RATE), undefined, undefined, "freed");
    const { bytes, bytesRange, samples } = totalInuse(heap({ [LOAD]: [80, 80] }, RATE), undefined);
    expect(line).toMatchObject({ bytes, bytesRange, samples });
  });

  it("names the line that called a library", () => {
    const grow = "main.main@main.go:3;main.read@main.go:20;bytes.growSlice@buffer.go:1";
    const line = dominantLine(heap({ [grow]: [9, 0] }), undefined, undefined, "freed");
    expect(line).toMatchObject({ function: "main.read", file: "main.go", line: 20 });
  });
});

describe("since an earlier profile", () => {
  it("only what was freed in between counts", () => {
    const before = heap({ [LOG]: [1000, 0], [LOAD]: [50, 50] });
    const after = heap({ [LOG]: [1010, 0], [LOAD]: [60, 5] });
    expect(told(after)).toBe("main.go:30 1010000 0.948");
    expect(told(after, before)).toBe("main.go:20 55000 0.846");
  });

  it("a line may be new", () => {
    const before = heap({ [LOG]: [1000, 0] });
    expect(told(heap({ [LOG]: [1000, 0], [LOAD]: [60, 0] }), before)).toBe(
      "main.go:20 60000 1.000",
    );
  });

  it("nothing is said where counters went back: that is another process", () => {
    const before = heap({ [LOG]: [1000, 0] });
    expect(told(heap({ [LOG]: [500, 0], [LOAD]: [600, 0] }), before)).toBeUndefined();
  });

  it("nothing is said where MemProfileRate changed", () => {
    const before = heap({ [LOG]: [1000, 0] }, RATE);
    expect(told(heap({ [LOG]: [1000, 0], [LOAD]: [600, 0] }), before)).toBeUndefined();
  });
});

describe("nothing is said", () => {
  it("where no line is most of it", () => {
    expect(told(heap({ [KEEP]: [40, 0], [LOAD]: [45, 0], [LOG]: [15, 0] }))).toBeUndefined();
  });

  it("where nothing was freed", () => {
    expect(told(heap({ [KEEP]: [40, 40] }))).toBeUndefined();
    expect(told(heap({}))).toBeUndefined();
  });

  it("where so few samples may be chance", () => {
    expect(told(heap({ [LOAD]: [4, 0] }, RATE))).toBeUndefined();
    expect(told(heap({ [LOAD]: [60, 0], [LOG]: [40, 0] }, RATE))).toBeUndefined();
    expect(told(heap({ [LOAD]: [600, 0], [LOG]: [400, 0] }, RATE))).toContain("main.go:20");
  });

  it("where the profile does not count what was allocated", () => {
    expect(told(profileFromText("main.main 1 100"))).toBeUndefined();
  });
});
