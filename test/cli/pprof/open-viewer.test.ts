import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { browsers, openViewer } from "../../../src/cli/pprof/output/open-viewer.ts";

const folder = mkdtempSync(join(tmpdir(), "resident-viewer-"));
afterAll(() => rmSync(folder, { recursive: true }));
const options = { isWaitedFor: true, env: process.env, platform: "linux" } as const;

test("the first viewer that starts gets a file with the report, and is waited for", async () => {
  const seen = join(folder, "seen");
  const viewer = program("viewer", `sleep 0.1; printf '%s ' "$@" > ${seen}; cat "$2" >> ${seen}`);
  const programs = ["no-such-program-here", `${viewer} --quiet`];
  const file = await openViewer({ suffix: "svg", programs }, ["<svg>", "é"], options);
  expect(readFileSync(seen, "utf8")).toBe(`--quiet ${file.path} <svg>é`);
  expect(file.path).toMatch(/pprof\d{3}\.svg$/);
  expect(existsSync(file.path)).toBe(true);
  file.remove();
  expect(existsSync(file.path)).toBe(false);
});

test("in a shell a viewer runs on beside it", async () => {
  const ended = join(folder, "ended");
  const viewer = { suffix: "svg", programs: [program("slow", `sleep 3; touch ${ended}`)] };
  const file = await openViewer(viewer, [], { ...options, isWaitedFor: false });
  expect(existsSync(ended)).toBe(false);
  file.remove();
});

test("says which viewers there are not", async () => {
  const programs = ["no-such-program-here", "nor-this --flag"];
  await expect(openViewer({ suffix: "grind", programs }, ["x"], options)).rejects.toThrow(
    'exec: "nor-this": executable file not found in $PATH\n' +
      "No viewer of these could be started: no-such-program-here, nor-this --flag.",
  );
});

test("says how a viewer failed, and leaves no file", async () => {
  const seen = join(folder, "path");
  const programs = [program("failing", `printf '%s' "$1" > ${seen}; exit 4`)];
  await expect(openViewer({ suffix: "ps", programs }, ["x"], options)).rejects.toThrow(
    /^exit status 4\n/,
  );
  expect(existsSync(readFileSync(seen, "utf8"))).toBe(false);
});

test("the user's own browser comes first, what opens by type last", () => {
  const env = { BROWSER: "lynx", DISPLAY: ":0" };
  expect(browsers({ env, platform: "linux" }).at(0)).toBe("lynx");
  expect(browsers({ env, platform: "linux" }).at(-1)).toBe("xdg-open");
  expect(browsers({ env: {}, platform: "linux" })).not.toContain("xdg-open");
  expect(browsers({ env: {}, platform: "darwin" })).toEqual(["/usr/bin/open"]);
});

function program(name: string, script: string): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}
