/** The settings of a build's tools: the user's own flags stay, wherever they stand. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { guardGoTools } from "../../../src/collect/run/child/go-tool-guard.ts";

const folder = mkdtempSync(join(tmpdir(), "resident-guard-"));
const none = { GOENV: "off" };
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("guardGoTools", () => {
  it("starts each tool without our GODEBUG", () => {
    const script = guardGoTools(none, folder)!.replace("-toolexec=", "");
    const env = { GODEBUG: "gctrace=1" };
    const text = execFileSync(script, ["sh", "-c", 'echo "$GODEBUG|$0|$1"', "a b", "c"], { env });
    expect(text.toString()).toBe("|a b|c\n");
  });

  it("gives the tools what the user has set", () => {
    const given = "x='1',y=$HOME";
    const script = guardGoTools({ ...none, GODEBUG: given }, folder)!.replace("-toolexec=", "");
    const env = { GODEBUG: "gctrace=1" };
    expect(execFileSync(script, ["sh", "-c", 'echo "$GODEBUG"'], { env }).toString()).toBe(
      `${given}\n`,
    );
  });

  it("keeps GOFLAGS of the environment, and of go env -w", () => {
    const flag = `-toolexec=${join(folder, "untraced")}`;
    expect(guardGoTools({ ...none, GOFLAGS: "-mod=mod" }, folder)).toBe(`-mod=mod ${flag}`);
    const file = join(folder, "env");
    writeFileSync(file, "GOPROXY=off\nGOFLAGS=-buildvcs=false\n");
    expect(guardGoTools({ GOENV: file }, folder)).toBe(`-buildvcs=false ${flag}`);
    expect(guardGoTools({ GOENV: file, GOFLAGS: "-v" }, folder)).toBe(`-v ${flag}`);
  });

  it("leaves a -toolexec of the user's alone", () => {
    expect(guardGoTools({ ...none, GOFLAGS: "-toolexec=mine" }, folder)).toBeUndefined();
  });
});
