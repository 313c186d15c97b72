/** GODEBUG is added to and never replaced; what the user set wins. */
import { describe, expect, it } from "vitest";
import { addTraceSettings } from "../../../src/collect/run/child/trace-settings.ts";
import { parseGoVersion } from "../../../src/model/go-version.ts";

describe("addTraceSettings", () => {
  it.each([
    [undefined, undefined, "gctrace=1,scavtrace=1", true],
    ["", "go1.26.8", "gctrace=1,scavtrace=1", true],
    ["madvdontneed=0", "go1.14", "gctrace=1,scavtrace=1,madvdontneed=0", true],
    ["madvdontneed=0", "go1.13.15", "gctrace=1,madvdontneed=0", true],
    ["gctrace=2", undefined, "gctrace=1,scavtrace=1,gctrace=2", true],
    ["scavtrace=0", undefined, "gctrace=1,scavtrace=1,scavtrace=0", true],
    ["gctrace=0", undefined, "gctrace=0", false],
    ["x=1, gctrace=0", undefined, "x=1, gctrace=0", false],
    ["gctrace=0,gctrace=1", undefined, "gctrace=1,scavtrace=1,gctrace=0,gctrace=1", true],
  ])("%j of %s → %s", (given, go, godebug, isTraced) => {
    const version = go === undefined ? undefined : parseGoVersion(go);
    expect(addTraceSettings(given, version)).toEqual({ godebug, isTraced });
  });
});
