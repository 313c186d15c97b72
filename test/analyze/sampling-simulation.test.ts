/**
 * The intervals against a known truth: a program's allocations, the runtime's sampler of each Go
 * version as its source has it, and the profile that would come out. MemProfileRate is 4 KiB here
 * instead of 512 KiB; only the sizes relative to it matter.
 */
import { expect, it } from "vitest";
import { codeLines } from "../../src/analyze/code/code-lines.ts";
import { parseGoVersion } from "../../src/model/go-version.ts";
import type { CodeLine } from "../../src/model/report.ts";
import { profileFromText } from "../support/profile-text.ts";
import { randomNumbers } from "../support/random-numbers.ts";

const RATE = 4096;
const RUNS = 250;

/** A line of code: the sizes that it allocates, how many of each, and the share that stays. */
interface Site {
  readonly name: string;
  readonly sizes: readonly number[];
  readonly count: number;
  readonly kept: number;
}

const SITES: readonly Site[] = [
  { name: "tiny", sizes: [16], count: 4000, kept: 0.9 },
  { name: "small", sizes: [96], count: 3000, kept: 1 },
  { name: "many", sizes: [256], count: 5000, kept: 0.8 },
  { name: "medium", sizes: [512], count: 700, kept: 0.5 },
  { name: "page", sizes: [2048], count: 120, kept: 0.8 },
  { name: "mixed-small", sizes: [16, 32, 96, 256], count: 900, kept: 0.8 },
  { name: "mixed", sizes: [32, 512, 2048, 4096, 8192], count: 60, kept: 0.7 },
  { name: "rate", sizes: [4096], count: 90, kept: 0.6 },
  { name: "large", sizes: [10240], count: 20, kept: 0.9 },
];

type Sampler = (size: number) => boolean;

/** mallocgc and profilealloc of Go 1.4–1.5. */
function uniformSampler(random: () => number): Sampler {
  let next = Math.floor(random() * 2 * RATE);
  return (size) => {
    if (size >= RATE) return true;
    if (size < next) {
      next -= size;
      return false;
    }
    next = Math.max(0, Math.floor(random() * 2 * RATE) - (size - next));
    return true;
  };
}

/** Go 1.6–1.11 (large objects always, and without drawing anew) and Go ≥ 1.12. */
function exponentialSampler(random: () => number, isLargeSure: boolean): Sampler {
  let next = -RATE * Math.log(1 - random());
  return (size) => {
    if (isLargeSure && size >= RATE) return true;
    if (size < next) {
      next -= size;
      return false;
    }
    next = -RATE * Math.log(1 - random());
    return true;
  };
}

interface Version {
  readonly go: string;
  readonly form: "text" | "proto";
  readonly sampler: (random: () => number) => Sampler;
}

const VERSIONS: readonly Version[] = [
  { go: "go1.4.3", form: "text", sampler: uniformSampler },
  { go: "go1.7.6", form: "text", sampler: (random) => exponentialSampler(random, true) },
  { go: "go1.11.13", form: "proto", sampler: (random) => exponentialSampler(random, true) },
  { go: "go1.12.17", form: "proto", sampler: (random) => exponentialSampler(random, false) },
];

interface Outcome {
  readonly truth: ReadonlyMap<string, number>;
  readonly lines: readonly CodeLine[];
}

function runProgram(version: Version, seed: number, sites = SITES): Outcome {
  const random = randomNumbers(seed);
  const isSampled = version.sampler(random);
  const truth = new Map<string, number>();
  const counts = new Map<string, number>();
  for (const [site, size] of shuffledAllocations(random, sites)) {
    const sampled = isSampled(size);
    if (random() >= site.kept) continue;
    truth.set(site.name, (truth.get(site.name) ?? 0) + size);
    const bucket = `main.${site.name} ${size}`;
    if (sampled) counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  }
  const text = [...counts].map(([bucket, k]) => sampleText(bucket, k, version.form)).join("\n");
  const profile = profileFromText(text, { period: RATE, rawCounts: version.form === "text" });
  const options = { value: "inuse_space", granularity: "lines" } as const;
  return { truth, lines: codeLines(profile, parseGoVersion(version.go), options).lines };
}

function shuffledAllocations(random: () => number, sites: readonly Site[]): [Site, number][] {
  const all: [Site, number][] = [];
  for (const site of sites) {
    for (const size of site.sizes) {
      for (let i = 0; i < site.count; i++) all.push([site, size]);
    }
  }
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all;
}

/** A sample as the runtime writes it: counts as they are, or scaled and cut to whole numbers. */
function sampleText(bucket: string, k: number, form: "text" | "proto"): string {
  const [name, sizeText] = bucket.split(" ");
  const size = Number(sizeText);
  if (form === "text") return `${name} ${k} ${k * size}`;
  const scale = 1 / (1 - Math.exp(-size / RATE));
  const values = `${Math.trunc(k * scale)} ${Math.trunc(k * size * scale)}`;
  return `${name} ${values} {bytes:${size} bytes}`;
}

/** The share of the intervals with at least five samples that hold the truth. */
function coverage(version: Version, names: readonly string[]): number {
  const sites = SITES.filter((site) => names.includes(site.name));
  let held = 0;
  let of = 0;
  for (let run = 0; run < RUNS; run++) {
    const { truth, lines } = runProgram(version, 7919 * run + 1, sites);
    for (const { function: name, samples, bytesRange } of lines) {
      const bytes = truth.get(name.slice("main.".length))!;
      if (samples < 5) continue;
      of++;
      if (bytesRange[0] <= bytes && bytes <= bytesRange[1]) held++;
    }
  }
  expect(of).toBeGreaterThan(1000);
  return held / of;
}

const BELOW_RATE = ["tiny", "small", "many", "medium", "page", "mixed-small", "mixed"];
/**
 * Of two samples that fall due within one object Go 1.4 and 1.5 take only one, and the next object
 * gets the other: near half the rate they undercount by up to an eighth, and the profile does not
 * say how often (docs/sampling.md).
 */
const WITHOUT_HALF_RATE = BELOW_RATE.filter((name) => name !== "page" && name !== "mixed");

it.each([
  { ...VERSIONS[0]!, sites: WITHOUT_HALF_RATE },
  { ...VERSIONS[1]!, sites: BELOW_RATE },
  { ...VERSIONS[2]!, sites: BELOW_RATE },
  { ...VERSIONS[3]!, sites: [...BELOW_RATE, "rate"] },
])(
  "95 percent intervals hold the truth in 93 to 97 percent: $go, $form",
  ({ sites, ...version }) => {
    const held = coverage(version, sites);
    expect(held).toBeGreaterThan(0.93);
    expect(held).toBeLessThan(0.97);
  },
);

it.each(VERSIONS.slice(0, 3))("objects of the rate and more are exact in $go", (version) => {
  const { truth, lines } = runProgram(version, 5);
  for (const name of ["rate", "large"]) {
    const bytes = truth.get(name)!;
    const line = lines.find((l) => l.function === `main.${name}`)!;
    expect(line).toMatchObject({ bytes, bytesRange: [bytes, bytes], resolvable: true });
  }
});

it("cannot know whether the last large objects were missed from Go 1.12 on", () => {
  const { lines } = runProgram(VERSIONS[3]!, 5);
  const line = lines.find((l) => l.function === "main.large")!;
  expect(line.bytesRange[0]).toBe(line.samples * 10240);
  expect(line.bytesRange[1]).toBeGreaterThan(line.bytes);
});
