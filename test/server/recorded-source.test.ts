/** Sources: from the folders that the user named, and from nowhere else. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { SourceText } from "../../src/model/fleet.ts";
import { FACTS, heapOf, lookAt } from "../store/support/looks.ts";
import { schemaErrors } from "../support/json-schemas.ts";
import { type RecordedFleet, recordedFleet } from "./support/recorded-fleet.ts";

let folder: string;
let fleet: RecordedFleet;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "resident-source-"));
  mkdirSync(join(folder, "root/shop"), { recursive: true });
  mkdirSync(join(folder, "outside"));
  const lines = Array.from({ length: 3000 }, (_, i) => `line ${i + 1}`);
  writeFileSync(join(folder, "root/shop/cart.go"), lines.join("\n"));
  writeFileSync(join(folder, "root/main.go"), lines.slice(0, 100).join("\n"));
  writeFileSync(join(folder, "root/wide.go"), "x".repeat(100_000));
  writeFileSync(join(folder, "outside/secret.go"), "secret");
  symlinkSync(join(folder, "outside/secret.go"), join(folder, "root/link.go"));
  symlinkSync(join(folder, "outside"), join(folder, "root/linked"));
  symlinkSync(join(folder, "root/main.go"), join(folder, "root/inside.go"));
  fleet = await recordedFleet({ sourceRoots: [join(folder, "root")] });
  const target = await fleet.store.target({});
  const run = await fleet.store.run(target, FACTS, 1000);
  // A function of these looks is in the file of its name, at line 7.
  await fleet.store.add(
    run,
    lookAt(1000, { heap: heapOf([{ stack: ["main"], size: 8, inuse: 1, alloc: 1 }]) }),
  );
});

afterAll(async () => {
  await fleet.close();
  rmSync(folder, { recursive: true });
});

async function source(file: string, name?: string, from = fleet): Promise<SourceText> {
  const query = `file=${encodeURIComponent(file)}${name === undefined ? "" : `&function=${name}`}`;
  const response = await from.ask(`/api/v1/processes/0/source?${query}`);
  expect(response.status).toBe(200);
  const answer = (await response.json()) as SourceText;
  expect(schemaErrors(answer)).toEqual([]);
  expect(JSON.stringify(answer)).not.toContain('secret"');
  return answer;
}

test("a file is found below the root, wherever the program was built", async () => {
  const { source: found, first, lines } = await source("/home/ann/shop/cart.go");
  expect(found!.path).toBe(join(folder, "root/shop/cart.go"));
  expect([first, lines.length, lines[0]]).toEqual([1, 3000, "line 1"]);
});

test("of a function that is known, what is around its lines", async () => {
  const { first, lines } = await source("main.go", "main");
  expect([first, lines[0], lines.at(-1)]).toEqual([1, "line 1", "line 19"]);
});

test("a link within the root is followed", async () => {
  expect((await source("inside.go")).lines).toHaveLength(100);
});

test.each([
  ["the file itself, outside", () => join(folder, "outside/secret.go")],
  ["a link to it", () => "link.go"],
  ["a linked folder", () => "linked/secret.go"],
  ["a way up", () => "../outside/secret.go"],
  ["a way up within", () => "shop/../../outside/secret.go"],
  ["what is no source", () => "/etc/passwd"],
  ["the root itself", () => "."],
  ["a NUL", () => "main.go\0.go"],
])("%s is not read", async (_, path) => {
  const { source: found, lines, missing } = await source(path());
  expect([found, lines]).toEqual([null, []]);
  expect(missing).toMatch(/--source-root/);
});

test("a line without an end is cut", async () => {
  const { lines } = await source("wide.go");
  expect([lines.length, lines[0]!.length]).toEqual([1, 1001]);
});

test("without a root nothing is read, and it says which flag names one", async () => {
  const closed = await recordedFleet();
  await closed.store.target({});
  const answer = await source(join(folder, "root/main.go"), undefined, closed);
  expect([answer.source, answer.missing]).toEqual([
    null,
    "No folder of sources is served here. Name one: --source-root DIR.",
  ]);
  await closed.close();
});
