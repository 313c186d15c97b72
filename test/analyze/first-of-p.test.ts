/** The samples that a P's first allocation makes are not chance's, and stand for nothing else. */
import { expect, test } from "vitest";
import { withoutFirstOfP } from "../../src/analyze/sampling/first-of-p.ts";
import { recoverSamples } from "../../src/analyze/sampling/recover-samples.ts";
import { writtenProbability } from "../../src/analyze/sampling/sampling-law.ts";
import { parseGoVersion } from "../../src/model/go-version.ts";
import { profileFromText } from "../support/profile-text.ts";

const RATE = 524_288;
const SIZE = 2048;

/** The values of k sampled objects of one size, as Go writes them. */
function written(k: number, size = SIZE): string {
  const scale = 1 / writtenProbability(size, RATE);
  return `${Math.trunc(k * scale)} ${Math.trunc(k * size * scale)} {bytes:${size} bytes}`;
}

function countsOf(text: string, go: string | undefined): number[] {
  const profile = profileFromText(text, { period: RATE });
  const version = go === undefined ? undefined : parseGoVersion(go);
  return [...withoutFirstOfP(profile, recoverSamples(profile, "inuse"), version).count];
}

const CASES = [
  `runtime.mstart0;runtime.newm;runtime.allocm;runtime.newobject;runtime.mallocgc ${written(237)}`,
  `runtime.newm;runtime.allocm ${written(8)}`,
  `runtime.newm;runtime.allocm;runtime.mcommoninit;runtime.makeslice;runtime.mallocgc ${written(3)}`,
  `main.main;main.allocm;runtime.newobject ${written(5)}`,
].join("\n");

test("are thinned to what chance would have recorded, from Go 1.24 on", () => {
  expect(countsOf(CASES, "go1.26.8")).toEqual([1, 0, 3, 5]);
  expect(countsOf(CASES, undefined)).toEqual([1, 0, 3, 5]);
  expect(countsOf(CASES, "go1.23.4")).toEqual([237, 8, 3, 5]);
});

test("where every object is recorded nothing is thinned", () => {
  const profile = profileFromText("runtime.allocm 8 16384 {bytes:2048 bytes}", { period: 1 });
  const samples = recoverSamples(profile, "inuse");
  expect([...withoutFirstOfP(profile, samples, undefined).count]).toEqual([...samples.count]);
  expect(samples.count[0]).toBe(8);
});
