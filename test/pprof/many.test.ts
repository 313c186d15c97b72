/** More of a thing than one call takes arguments: 150,000 tags, comments, inlined frames. */
import { beforeAll, expect, test } from "vitest";
import { pageOfProfile } from "../../src/analyze/page/page-of-profile.ts";
import { loadRegexps } from "../../src/base/regexp.ts";
import { goroutinesOfProfile } from "../../src/decode/goroutine/goroutines-of-profile.ts";
import type { Profile } from "../../src/model/profile.ts";
import { ProfileBuilder } from "../../src/model/profile-builder.ts";
import { findCommand } from "../../src/pprof/commands.ts";
import { makeReport } from "../../src/pprof/make-report.ts";
import { DEFAULT_SETTINGS } from "../../src/pprof/settings.ts";
import { unpackCode } from "../../src/web/code/tree/code-model.ts";

const MANY = 150_000;

beforeAll(loadRegexps);

test("tags of as many values", () => {
  const builder = newBuilder();
  const stack = builder.addStackOf([builder.addLocation({ lines: [line(builder, "main.main")] })]);
  for (let i = 0; i < MANY; i++) {
    builder.addSample(stack, [1], [{ key: "request", str: `r${i}` }]);
  }
  const rows = report(builder.finish(), "tags").trimEnd().split("\n");
  expect(rows[0]).toBe(` request: Total ${MANY} of ${MANY} (  100%)`);
  expect(rows.length).toBe(MANY + 1);
});

test("comments", () => {
  const builder = newBuilder(Array.from({ length: MANY }, (_, i) => `comment ${i}`));
  builder.addSample(builder.addStackOf([]), [1]);
  expect(report(builder.finish(), "top").split("\n").length).toBeGreaterThan(MANY);
});

test("frames inlined into one", () => {
  const builder = newBuilder();
  const lines = Array.from({ length: MANY }, (_, i) => line(builder, `main.f${i}`));
  builder.addSample(builder.addStackOf([builder.addLocation({ lines })]), [1]);
  const profile = builder.finish();
  expect(goroutinesOfProfile(profile).groups[0]!.frames.length).toBe(MANY);
  const { samples } = JSON.parse(report(profile, "traces", true));
  expect(samples[0].stack.length).toBe(MANY);
});

test("a page of a stack of as many frames as take a minute where each is put before all others", () => {
  const builder = newBuilder();
  const lines = Array.from({ length: 4 * MANY }, (_, i) => line(builder, `main.f${i}`));
  builder.addSample(builder.addStackOf([builder.addLocation({ lines })]), [1]);
  const page = pageOfProfile(builder.finish(), "goroutine", "", []);
  expect(unpackCode(page.code[0]!).frame.length).toBe(4 * MANY);
});

function newBuilder(comments: readonly string[] = []): ProfileBuilder {
  return new ProfileBuilder({
    valueTypes: [{ type: "goroutine", unit: "count" }],
    periodType: { type: "goroutine", unit: "count" },
    period: 1,
    comments,
  });
}

function line(builder: ProfileBuilder, name: string) {
  return { func: builder.addFunction({ name, filename: "main.go" }), line: 1 };
}

function report(profile: Profile, name: string, json = false): string {
  const pieces = makeReport({
    profile,
    command: findCommand(name)!,
    json,
    settings: DEFAULT_SETTINGS,
    host: {
      localTime: () => ({ offset: 0, zone: "UTC" }),
      readSource: () => ({ error: "there are no sources here" }),
      openObject: () => undefined as never,
      workingFolder: () => "/",
    },
    warn: () => {},
  });
  return [...pieces].join("");
}
