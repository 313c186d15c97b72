import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeNumberedFile } from "../../../src/cli/pprof/output/numbered-file.ts";
import { showReport } from "../../../src/cli/pprof/output/show-report.ts";
import { findCommand } from "../../../src/pprof/commands.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "resident-show-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("what can't be read on a terminal goes to standard output where that is none", async () => {
  const written = await show("proto", [new Uint8Array([31, 139])], false);
  expect(written).toEqual({ out: [new Uint8Array([31, 139])], errors: [] });
});

test("text goes to a terminal", async () => {
  expect((await show("dot", ["digraph"], true)).out).toEqual(["digraph"]);
});

test("numbers are not used twice", () => {
  writeFileSync(join(folder, "profile001.svg"), "kept");
  const place = { folder, prefix: "profile", suffix: ".svg", mode: 0o666 };
  expect(writeNumberedFile(place, ["a", Buffer.from("b")])).toBe(join(folder, "profile002.svg"));
  expect(readFileSync(join(folder, "profile002.svg"), "utf8")).toBe("ab");
  expect(readFileSync(join(folder, "profile001.svg"), "utf8")).toBe("kept");
});

test("a report that fails while it is made leaves no file", async () => {
  const report = (function* () {
    yield "half";
    throw new Error("broken");
  })();
  const before = readdirSync(".");
  await expect(show("svg", report, true)).rejects.toThrow("broken");
  expect(readdirSync(".")).toEqual(before);
});

async function show(name: string, report: Iterable<string | Uint8Array>, isTerminal: boolean) {
  const out: (string | Uint8Array)[] = [];
  const errors: string[] = [];
  const streams = {
    writeOut: (chunk: string | Uint8Array) => void out.push(chunk),
    writeError: (text: string) => void errors.push(text),
  };
  await showReport(findCommand(name)!, report, streams, { isTerminal, isShell: false });
  return { out, errors };
}
