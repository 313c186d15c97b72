/**
 * Runs one story with one Go version and holds the report against what the program knows of
 * itself. Messages say what came out instead, so that a failure can be read without a rerun.
 */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { findLine } from "../../../src/model/ledger.ts";
import type { Report } from "../../../src/model/report.ts";
import type { Verdict } from "../../../src/model/verdict.ts";
import {
  buildGoProgram,
  type GoProgram,
  startGoProgram,
  type Toolchain,
} from "../../support/go.ts";
import { expectOneOwner } from "../../support/one-owner.ts";
import { observe } from "./observe.ts";
import type { Story } from "./stories.ts";

/** What a story program says of itself: programs/internal/story. */
interface Truth {
  readonly bytes: number;
  readonly line?: string;
  readonly lineBytes?: number;
  readonly count?: number;
  readonly file?: string;
  /** Seconds, when it was asked for. */
  readonly at: number;
}

const PROGRAMS = fileURLToPath(new URL("../programs/", import.meta.url));
/** The bytes of a verdict are the program's own within this share. */
const CLOSE = 0.1;
/** Collections come in steps, so that a rate over a few seconds is no better known than this. */
const CLOSE_RATE = 0.3;
/** The timer collects after two to four minutes. */
const STAYS_SECONDS = 250;
/** Each with twice as many looks as the one before. */
const MOST_TRIES = 4;
const ONE_LOOK = { count: 1, everySeconds: 0 };

/** Builds the story's program; it is kept, so that startStory finds it. */
export async function buildStory(story: Story, go: Toolchain): Promise<void> {
  await buildGoProgram(PROGRAMS + story.program, { go, cgo: story.cgo ?? false });
}

/** What is thrown where this machine can't produce a story; the message says why. */
export class NotTellable extends Error {}

/** @param folder for files that the program makes */
async function startStory(story: Story, go: Toolchain, folder: string): Promise<GoProgram> {
  const env = { TMPDIR: folder, ...story.env };
  try {
    return await startGoProgram(PROGRAMS + story.program, { go, cgo: story.cgo ?? false, env });
  } catch (error) {
    const reason = /^skip: (.*)$/m.exec((error as Error).message)?.[1];
    throw reason === undefined ? error : new NotTellable(reason);
  }
}

/** The report of a story: the right verdict first, with the program's own numbers. */
export async function tellStory(story: Story, go: Toolchain, folder: string): Promise<void> {
  const program = await startStory(story, go, folder);
  try {
    const { before, report } = await lookUntilTold(story, program);
    check(story, report, before, await askTruth(program));
  } finally {
    await program.stop();
  }
}

/**
 * On a busy machine a program collects seldom and marks long: then a report says that growth can't be told
 * yet, or not surely, and asks for more looks. It gets them.
 */
async function lookUntilTold(story: Story, program: GoProgram) {
  let looks = story.looks ?? ONE_LOOK;
  for (let left = MOST_TRIES; ; left--) {
    const before = await askTruth(program);
    const report = await observe(program.pid, looks, story.construct);
    if (story.growingLine !== "live" || left === 1 || isGrowthTold(report)) {
      return { before, report };
    }
    looks = { ...looks, count: 2 * looks.count };
  }
}

function isGrowthTold({ untoldGrowth, verdicts: [first] }: Report): boolean {
  return untoldGrowth === undefined && first?.confidence === "high";
}

async function askTruth(program: GoProgram): Promise<Truth> {
  return { ...(await program.truth<Truth>()), at: performance.now() / 1000 };
}

/** Waits until the forecast of a story has come true. */
export async function awaitForecast(story: Story, go: Toolchain, folder: string): Promise<void> {
  const program = await startStory(story, go, folder);
  try {
    await askTruth(program);
    const report = await observe(program.pid, ONE_LOOK);
    const first = report.verdicts[0];
    const lacks = report.missing.map(({ source, reason }) => `${source}: ${reason}`).join("; ");
    const name = `${go.version}: ${first?.headline} ${lacks}`;
    if (story.forecast === "falls") await awaitFall(program.pid, first, name);
    else await expectNoFall(program.pid, first, name);
  } finally {
    await program.stop();
  }
}

/** So many bytes less RSS, in one of the times that were said. */
async function awaitFall(pid: number, verdict: Verdict | undefined, name: string): Promise<void> {
  const looked = Date.now();
  const falls = (verdict?.forecast ?? []).filter(({ what }) => what === "falls");
  const bytes = falls.reduce((sum, fall) => sum + fall.bytes, 0);
  const latest = falls.at(-1)?.latest ?? null;
  if (latest === null) throw new Error(`no time is said. ${name}`);
  const before = residentBytes(pid);
  const elapsed = () => (Date.now() - looked) / 1000;
  while (before - residentBytes(pid) < (1 - CLOSE) * bytes) {
    if (elapsed() > latest + 5) throw new Error(`RSS has not fallen. ${name}`);
    await sleep(250);
  }
  const at = elapsed();
  const times = falls.map((fall) => [fall.earliest, fall.latest]);
  const isSaid = falls.some((fall) => at > fall.earliest - 1 && at < fall.latest! + 5);
  expect(isSaid, `${name} ${at} s, not ${JSON.stringify(times)}`).toBe(true);
  await sleep(2000);
  const fallen = before - residentBytes(pid);
  expect(fallen, name).toBeLessThan((1 + CLOSE) * bytes);
}

/** For longer than any collection is put off. */
async function expectNoFall(pid: number, verdict: Verdict | undefined, name: string) {
  const end = Date.now() + STAYS_SECONDS * 1000;
  const before = residentBytes(pid);
  while (Date.now() < end) {
    const fallen = before - residentBytes(pid);
    expect(fallen, name).toBeLessThan(CLOSE * (verdict?.bytes ?? 0));
    await sleep(1000);
  }
}

function check(story: Story, report: Report, before: Truth, truth: Truth): void {
  const headlines = report.verdicts.map((verdict) => `${verdict.id}: ${verdict.headline}`);
  const first = report.verdicts[0];
  expectOneOwner(report);
  expect(first?.id, headlines.join("\n")).toBe(story.verdict);
  if (first === undefined) return;
  if (story.hasBytes !== false) checkBytes(first, before.bytes, truth.bytes);
  if (story.namesLine) expect(first.headline).toContain(truth.line);
  if (truth.file !== undefined) expect(first.headline).toContain(truth.file);
  if (story.counts) checkCount(first, before.count!, truth.count!);
  if (story.sampled) checkRange(first.range, first.bytes!, truth.bytes);
  if (truth.lineBytes !== undefined && !story.withoutCode)
    checkLine(report, truth.line!, truth.lineBytes);
  if (story.forecast !== undefined) checkForecast(first, story.forecast);
  if (story.growingLine) checkRate(story.growingLine, report, before, truth);
}

/** What grows was less at the beginning of the look, and more at its end. */
function checkBytes({ bytes, headline }: Verdict, before: number, after: number): void {
  expect(bytes, headline).toBeGreaterThan((1 - CLOSE) * Math.min(before, after));
  expect(bytes, headline).toBeLessThan((1 + CLOSE) * Math.max(before, after));
}

/** A tenth of what is in use stays in any case, so that only of what stays nothing may fall. */
function checkForecast({ forecast = [], headline }: Verdict, wanted: "falls" | "stays"): void {
  const falls = forecast.find(({ what }) => what === "falls");
  if (wanted === "stays") expect(falls, headline).toBeUndefined();
  else expect(falls?.latest, headline).toEqual(expect.any(Number));
}

function checkCount({ headline }: Verdict, before: number, after: number): void {
  const count = Number(/^[\d,]+/.exec(headline)?.[0].replaceAll(",", ""));
  expect(count, headline).toBeGreaterThanOrEqual(before);
  expect(count, headline).toBeLessThanOrEqual(after);
}

function checkLine(report: Report, place: string, bytes: number): void {
  const line = report.code.find(({ file, line }) => `${basename(file)}:${line}` === place);
  if (line === undefined) throw new Error(`no line of code is ${place}`);
  checkRange(line.bytesRange, line.bytes, bytes);
}

/**
 * A 95 % interval misses the truth once in twenty runs; twice as wide, it does so once in ten
 * thousand. That the intervals have the width they should is another test's business. Where every
 * object is sampled the interval is one number, and the profile has rounded it.
 */
function checkRange(
  range: readonly [number, number] | undefined,
  estimate: number,
  truth: number,
): void {
  const [low, high] = range ?? [estimate, estimate];
  const rounding = 1e-6 * truth;
  expect(truth).toBeGreaterThanOrEqual(estimate - 2 * (estimate - low) - rounding);
  expect(truth).toBeLessThanOrEqual(estimate + 2 * (high - estimate) + rounding);
}

function checkRate(id: string, report: Report, before: Truth, after: Truth): void {
  const rate = (after.bytes - before.bytes) / (after.at - before.at);
  const found = findLine(report.ledger, id)?.change?.perSecond;
  expect(found).toBeGreaterThan((1 - CLOSE_RATE) * rate);
  expect(found).toBeLessThan((1 + CLOSE_RATE) * rate);
}

function residentBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)![1]) * 1024;
}
