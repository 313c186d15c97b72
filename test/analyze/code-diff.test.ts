import { describe, expect, it } from "vitest";
import { diffCode } from "../../src/analyze/code/diff.ts";
import type { Profile } from "../../src/model/profile.ts";
import { HEAP_TYPES, profileFromText } from "../support/profile-text.ts";
import { randomNumbers } from "../support/random-numbers.ts";

const RATE = 4096;
const INUSE = { value: "inuse_space", granularity: "lines", sameProcess: true } as const;

/** `counts`: by bucket `place size`, sampled objects allocated and in use. */
function rawProfile(counts: Readonly<Record<string, readonly [number, number]>>): Profile {
  const samples = Object.entries(counts).map(([bucket, [alloc, inuse]]) => {
    const [place, size] = bucket.split(" ");
    return `${place} ${alloc} ${alloc * Number(size)} ${inuse} ${inuse * Number(size)}`;
  });
  const header = { valueTypes: HEAP_TYPES, period: RATE, rawCounts: true };
  return profileFromText(samples.join("\n"), header);
}

describe("the change between two heap profiles", () => {
  it("is of places by name, those that only one of them has too", () => {
    const before = rawProfile({ "main.a@a.go:1 64": [10, 10], "main.gone@a.go:2 64": [5, 5] });
    const after = rawProfile({ "main.new@a.go:3 64": [20, 20], "main.a@a.go:1 64": [10, 10] });
    const diff = diffCode(before, after, undefined, INUSE);
    expect(diff.lines.map((line) => [line.function, Math.sign(line.bytes)])).toEqual([
      ["main.new", 1],
      ["main.gone", -1],
      ["main.a", 0],
    ]);
    expect(diff.total.bytes).toBe(diff.total.after.bytes - diff.total.before.bytes);
  });

  it("is not blurred by what stayed, in one process", () => {
    const before = rawProfile({ "main.a@a.go:1 64": [1000, 900] });
    const after = rawProfile({ "main.a@a.go:1 64": [1040, 940] });
    const [same] = diffCode(before, after, undefined, INUSE).lines;
    const [other] = diffCode(before, after, undefined, { ...INUSE, sameProcess: false }).lines;
    expect(same!.bytes).toBe(other!.bytes);
    expect(same!.significant).toBe(true);
    expect(other!.significant).toBe(false);
  });

  it("is blurred by what came and went without a change", () => {
    const before = rawProfile({ "main.a@a.go:1 64": [1000, 500] });
    const calm = rawProfile({ "main.a@a.go:1 64": [1020, 520] });
    const busy = rawProfile({ "main.a@a.go:1 64": [1420, 520] });
    const width = (after: Profile) => {
      const { bytesRange } = diffCode(before, after, undefined, INUSE).total;
      return bytesRange[1] - bytesRange[0];
    };
    expect(width(busy)).toBeGreaterThan(2 * width(calm));
  });

  it("of a counter is what was allocated in between", () => {
    const before = rawProfile({ "main.a@a.go:1 8192": [10, 1] });
    const after = rawProfile({ "main.a@a.go:1 8192": [110, 1] });
    const [line] = diffCode(before, after, undefined, { ...INUSE, value: "alloc_objects" }).lines;
    expect(line!.objects).toBe(
      Math.round(110 / (1 - Math.exp(-2))) - Math.round(10 / (1 - Math.exp(-2))),
    );
    expect(line!.objectsRange[0]).toBeGreaterThan(100);
    expect(line!.objectsRange[1]).toBeLessThan(135);
  });

  it("is exact where every allocation is recorded", () => {
    const text = (n: number) =>
      profileFromText(`main.a@a.go:1 ${n} ${n * 64}`, { period: 1, rawCounts: true });
    const { total } = diffCode(text(10), text(7), undefined, INUSE);
    expect(total).toMatchObject({ bytes: -192, bytesRange: [-192, -192], objects: -3 });
  });
});

it("holds the true change in its interval in at least 93 percent", () => {
  const random = randomNumbers(11);
  const runs = 600;
  let held = 0;
  for (let run = 0; run < runs; run++) {
    const { before, after, truth } = growProgram(random);
    const { bytesRange } = diffCode(before, after, undefined, INUSE).total;
    if (bytesRange[0] <= truth && truth <= bytesRange[1]) held++;
  }
  expect(held / runs).toBeGreaterThan(0.93);
});

/** Of each size 1,000 objects; then 300 of them are freed, 500 come and stay, 100 come and go. */
function growProgram(random: () => number) {
  const before: Record<string, [number, number]> = {};
  const after: Record<string, [number, number]> = {};
  let truth = 0;
  for (const size of [64, 256, 4096]) {
    const draw = (n: number) => {
      let k = 0;
      for (let i = 0; i < n; i++) if (random() < 1 - Math.exp(-size / RATE)) k++;
      return k;
    };
    const [kept, freed, added, brief] = [draw(700), draw(300), draw(500), draw(100)];
    const bucket = `main.a@a.go:1 ${size}`;
    before[bucket] = [kept + freed, kept + freed];
    after[bucket] = [kept + freed + added + brief, kept + added];
    truth += (500 - 300) * size;
  }
  return { before: rawProfile(before), after: rawProfile(after), truth };
}
