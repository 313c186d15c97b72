import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { recoverSamples } from "../../src/analyze/sampling/recover-samples.ts";
import {
  sampleProbability,
  samplingLaw,
  unseenBound,
  writtenProbability,
} from "../../src/analyze/sampling/sampling-law.ts";
import { parseGoVersion } from "../../src/model/go-version.ts";
import { HEAP_TYPES, profileFromText } from "../support/profile-text.ts";

const RATE = 524288;

describe("the sampling law of a Go version", () => {
  it.each([
    ["go1.4.3", "uniform"],
    ["go1.5.4", "uniform"],
    ["go1.6", "large-always"],
    ["go1.11.13", "large-always"],
    ["go1.12", "exponential"],
    ["go1.27", "exponential"],
  ])("%s: %s", (go, law) => expect(samplingLaw(parseGoVersion(go))).toBe(law));

  it("takes an unknown version for the newest", () =>
    expect(samplingLaw(undefined)).toBe("exponential"));

  it("is sure of large objects before Go 1.12 only", () => {
    expect(sampleProbability(RATE, RATE, "uniform")).toBe(1);
    expect(sampleProbability(RATE, RATE, "large-always")).toBe(1);
    expect(sampleProbability(RATE, RATE, "exponential")).toBeCloseTo(1 - Math.exp(-1), 12);
    expect(sampleProbability(RATE / 4, RATE, "uniform")).toBe(0.25);
  });

  it("is sure of every object where the rate is 1", () => {
    expect(sampleProbability(16, 1, "exponential")).toBe(1);
    expect(unseenBound(1)).toBe(0);
  });

  it("bounds what an unseen place holds by three times the rate, nearly", () =>
    expect(unseenBound(RATE) / RATE).toBeCloseTo(2.9957, 4));
});

describe("raw counts", () => {
  /** ⌊k·f⌋ and ⌊k·s·f⌋, as scaleHeapSample writes them. */
  function written(k: number, size: number): string {
    const scale = 1 / writtenProbability(size, RATE);
    return `${Math.trunc(k * scale)} ${Math.trunc(k * size * scale)}`;
  }

  it("come back from the scaled values of any size and count", () => {
    const sizes = fc.oneof(
      fc.integer({ min: 1, max: 4096 }).map((n) => n * 8),
      fc.integer({ min: 5, max: 4000 }).map((n) => n * 8192),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), sizes, (k, size) => {
        const text = `main.f ${written(k, size)} {bytes:${size} bytes}`;
        const samples = recoverSamples(profileFromText(text, { period: RATE }), "inuse");
        expect([samples.count[0], samples.size[0]]).toEqual([k, size]);
      }),
    );
  });

  it("come back without the label too (Go 1.8), the size to a percent", () => {
    for (const size of [16, 512, 32768, 65536, 524288, 1 << 20, 3 << 20, 100 << 20]) {
      for (const k of [1, 2, 3, 10, 57]) {
        const profile = profileFromText(`main.f ${written(k, size)}`, { period: RATE });
        const samples = recoverSamples(profile, "inuse");
        expect(samples.count[0], `${k} of ${size}`).toBe(k);
        expect(Math.abs(samples.size[0]! / size - 1)).toBeLessThan(0.01);
      }
    }
  });

  it("are the values themselves in the text form", () => {
    const profile = profileFromText("main.f 100 104857600", { period: RATE, rawCounts: true });
    const samples = recoverSamples(profile, "inuse");
    expect([samples.count[0], samples.size[0]]).toEqual([100, 1 << 20]);
  });

  it("take 64-bit values", () => {
    const big = 1n << 60n;
    const profile = profileFromText(`main.f ${big / 65536n}n ${big}n {bytes:65536 bytes}`, {
      period: 1,
    });
    expect(recoverSamples(profile, "inuse").count[0]).toBe(2 ** 44);
  });

  it("do not believe the label of Go 1.9 to 1.11, which is a quotient of scaled values", () => {
    // go1.11's capture: 100 slices of 1 MiB
    const text = "main.big 115 121269664 {bytes:1054518 bytes}";
    const samples = recoverSamples(profileFromText(text, { period: RATE }), "inuse");
    expect(samples.count[0]).toBe(100);
    expect(Math.round(samples.size[0]!)).toBe(1 << 20);
  });

  it("do not believe a label that contradicts the values", () => {
    const profile = profileFromText("main.f 1000 64000 {bytes:9 bytes}", { period: 1 });
    expect(recoverSamples(profile, "inuse").size[0]).toBe(64);
  });

  it("are kept apart by population", () => {
    const profile = profileFromText("main.f 10 160 4 64 {bytes:16 bytes}", {
      valueTypes: HEAP_TYPES,
      period: 1,
    });
    expect(recoverSamples(profile, "alloc").count[0]).toBe(10);
    expect(recoverSamples(profile, "inuse").count[0]).toBe(4);
  });

  it("are negative in a difference of profiles", () => {
    const profile = profileFromText("main.f -32768 -524800 {bytes:16 bytes}", { period: RATE });
    expect(recoverSamples(profile, "inuse").count[0]).toBe(-1);
  });

  it("are an error where the profile has no such values", () => {
    const cpu = profileFromText("main.f 1 2", {
      valueTypes: [
        { type: "samples", unit: "count" },
        { type: "cpu", unit: "nanoseconds" },
      ],
    });
    expect(() => recoverSamples(cpu, "inuse")).toThrow(
      expect.objectContaining({ code: "RES_NO_DATA" }),
    );
  });
});
