/** `resident simulate` as it is typed: a name, a file, standard input; and what is wrong. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { schemaErrors } from "../support/json-schemas.ts";
import { assertBuilt, resident } from "./run-resident.ts";

let folder = "";
beforeAll(() => {
  assertBuilt();
  folder = mkdtempSync(join(tmpdir(), "resident-simulate-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("runs the classic unless told otherwise", async () => {
  const { code, stdout, stderr } = await resident(["simulate", "--go", "1.4.3,1.19.8"]);
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^classic: /);
  expect(stdout).toMatch(/\ngo1\.4\.3 {2}RSS peaks at 51\d MiB/);
  expect(stdout).toMatch(/\ngo1\.19\.8 {2}RSS peaks at 20\d MiB/);
});

it("reads a file, and standard input, and prints JSON", async () => {
  const text = "steps:\n  - allocate: { size: 64MiB, as: a }\n  - wait: 1s\n";
  const file = join(folder, "own.yaml");
  writeFileSync(file, text);
  const fromFile = await resident(["simulate", file, "--json", "--gogc", "off"]);
  const input = new TextEncoder().encode(text);
  const piped = await resident(["simulate", "-", "--json", "--gogc", "off"], { input });
  expect(piped.stdout).toBe(fromFile.stdout);
  const result = JSON.parse(fromFile.stdout);
  expect(schemaErrors(result)).toEqual([]);
  expect(result.runs[0].collections).toEqual([]);
  expect(result.runs[0].peak.rss).toBeGreaterThan(64 * 2 ** 20);
});

it("names the bundled workloads", async () => {
  const { stdout } = await resident(["simulate", "--list"]);
  expect(stdout).toMatch(/^classic {2,}ten slices/);
  expect(stdout).toMatch(/\nspike {2,}\w/);
});

it.each([
  [["simulate", "--go", "1.3"], 2, /no Go version that the model knows/],
  [["simulate", "--go", "1.99"], 2, /it knows Go 1\.4 to 1\./],
  [["simulate", "--gogc", "-5"], 2, /GOGC/],
  [
    ["simulate", "nothing-of-that-name"],
    2,
    /no workload: nothing-of-that-name: there is no such file/,
  ],
])("%s", async (args, code, message) => {
  const run = await resident(args);
  expect(run.code).toBe(code);
  expect(run.stderr).toMatch(message);
});

it("says the line of what is wrong in a workload", async () => {
  const file = join(folder, "wrong.yaml");
  writeFileSync(file, "steps:\n  - wait: 1s\n  - alocate: { size: 1MiB }\n");
  const { code, stderr } = await resident(["simulate", file]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/line 3/);
  expect(stderr).toMatch(/found alocate/);
});
