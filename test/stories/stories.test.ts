/**
 * Every verdict against a program whose memory is known: the right verdict comes first, says the
 * program's own number and names its line. The stories' verdicts differ, so that none is first
 * where another should be.
 *
 * STORIES=all runs them with every Go version (harness/toolchains.ts), and waits until the
 * forecasts have come true.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RULES } from "../../src/analyze/verdicts/rules.ts";
import type { Toolchain } from "../support/go.ts";
import { STORIES, type Story } from "./harness/stories.ts";
import { awaitForecast, buildStory, NotTellable, tellStory } from "./harness/tell-story.ts";
import { hasCCompiler, minorOf, toolchains } from "./harness/toolchains.ts";

const { ready, skipped } = await toolchains();
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "resident-stories-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("every verdict has a story", () => {
  const told = new Set(STORIES.map((story) => story.verdict));
  expect(RULES.map((rule) => rule.id).filter((id) => !told.has(id))).toEqual([]);
});

for (const { version, reason } of skipped) {
  describe.skip(version, () => test(reason, () => undefined));
}

const withC = hasCCompiler();

function tellable(story: Story, go: Toolchain): boolean {
  return minorOf(go) >= (story.fromMinor ?? 0) && (withC || !story.cgo);
}

function testStory(story: Story, go: Toolchain): void {
  test.skipIf(!tellable(story, go))(story.name, async (context) => {
    try {
      await tellStory(story, go, folder);
    } catch (error) {
      if (error instanceof NotTellable) context.skip(error.message);
      throw error;
    }
  });
}

for (const go of ready) {
  describe(go.version, () => {
    // One after the other: the first build fills the compiler's cache for the others.
    beforeAll(async () => {
      for (const story of STORIES) if (tellable(story, go)) await buildStory(story, go);
    });
    describe.concurrent("side by side", () => {
      for (const story of STORIES) if (!story.busy) testStory(story, go);
    });
    describe("alone", () => {
      for (const story of STORIES) if (story.busy) testStory(story, go);
    });
  });
}

describe.skipIf(process.env["STORIES"] !== "all")("forecasts come true", () => {
  describe.concurrent("in four minutes", () => {
    for (const story of STORIES.filter(({ forecast }) => forecast !== undefined)) {
      test(story.name, { timeout: 400_000 }, async () => {
        const told = ready.filter((go) => tellable(story, go));
        const all = told.map((go) => awaitForecast(story, go, folder));
        const results = await Promise.allSettled(all); // each stops its program
        const failed = results.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
        expect(failed).toEqual([]);
      });
    }
  });
});
