import { describe, expect, it } from "vitest";
import { ResidentError } from "../../src/base/errors.ts";
import { numbersOf, type StackIndex } from "../../src/model/profile.ts";
import { ProfileBuilder } from "../../src/model/profile-builder.ts";
import { HEAP_TYPES, profileFromText, profileToText } from "../support/profile-text.ts";

describe("ProfileBuilder", () => {
  it("shares the outer part of stacks, callers before callees", () => {
    const { stacks, samples } = profileFromText(`
      main;a;b 1 10
      main;a;c 2 20
      main;a   3 30
    `);
    expect([...stacks.prefix]).toEqual([-1, 0, 1, 1]);
    expect([...stacks.location]).toEqual([2, 1, 0, 3]);
    expect([...samples.stack]).toEqual([2, 3, 1]);
  });

  it("keeps a million distinct stacks apart", () => {
    const builder = new ProfileBuilder({ valueTypes: [] });
    const locations = Array.from({ length: 100 }, () => builder.addLocation({}));
    const seen = new Set<number>();
    for (const a of locations) {
      for (const b of locations) {
        for (const c of locations) seen.add(builder.addStackOf([c, b, a]));
      }
    }
    expect(seen.size).toBe(1_000_000);
    expect(builder.finish().stacks.length).toBe(100 + 10_000 + 1_000_000);
  });

  it("widens a column only where a value is beyond 2^53", () => {
    const profile = profileFromText(`
      a 1 9007199254740992
      a 2 9007199254740993n
      a 3 -9223372036854775808n
    `);
    expect(numbersOf(profile.samples.values[0]!)).toEqual(Float64Array.of(1, 2, 3));
    expect(profile.samples.values[1]).toEqual(
      BigInt64Array.of(2n ** 53n, 2n ** 53n + 1n, -(2n ** 63n)),
    );
    expect(() => numbersOf(profile.samples.values[1]!)).toThrow(ResidentError);
  });

  it("refuses an index that is none", () => {
    const builder = new ProfileBuilder({ valueTypes: [] });
    builder.addSample(7 as StackIndex, []);
    expect(() => builder.finish()).toThrow("invalid profile: samples.stack[0]");
  });

  it("freezes what it returns", () => {
    const profile = profileFromText("a 1 2");
    expect(Object.isFrozen(profile)).toBe(true);
    expect(Object.isFrozen(profile.samples)).toBe(true);
    expect(Object.isFrozen(profile.samples.values)).toBe(true);
  });

  it("reads its own text", () => {
    const text = [
      'main.main@main.go:7;main.work@work.go:12|main.inlined@work.go:3 4 5 3 4096 {bytes:512 B, user:"ann"}',
      "0xdeadbeef;main.main@main.go:7 0 0 0 -1 {n:1}",
      "- 1 2 3 4",
    ].join("\n");
    expect(profileToText(profileFromText(text, { valueTypes: HEAP_TYPES }))).toBe(text);
  });
});
