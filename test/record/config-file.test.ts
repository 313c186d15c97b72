/** A configuration that changes while it is used: taken up, or refused with the old one kept. */
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ResidentError } from "../../src/base/errors.ts";
import type { ScrapeConfig } from "../../src/model/scrape-config.ts";
import { ConfigFile } from "../../src/record/config-file.ts";

let folder: string;
let path: string;
let file: ConfigFile;
let taken: ScrapeConfig[];
let refused: ResidentError[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "resident-config-"));
  path = join(folder, "resident.yaml");
  [taken, refused] = [[], []];
  writeFileSync(path, "global: {scrape_interval: 1m}\n");
  file = new ConfigFile(path);
});
afterEach(() => {
  file.close();
  rmSync(folder, { recursive: true });
});

const listener = {
  changed: (config: ScrapeConfig) => void taken.push(config),
  refused: (error: ResidentError) => void refused.push(error),
};
const jobs = (...names: readonly string[]) =>
  `scrape_configs: [${names.map((name) => `{job_name: ${name}}`).join(", ")}]\n`;

async function until(what: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    if (what()) return;
    await sleep(20);
  }
  throw new Error(`not within 10 s: ${what}`);
}

test("a changed file is taken up, also when another is put in its place", async () => {
  file.follow(listener);
  writeFileSync(path, jobs("a"));
  await until(() => taken.length === 1);
  writeFileSync(join(folder, "new"), jobs("a", "b"));
  renameSync(join(folder, "new"), path);
  await until(() => taken.length === 2);
  expect(taken.map((config) => config.jobs.map(({ name }) => name))).toEqual([["a"], ["a", "b"]]);
});

test("a wrong one is refused once, and the old one stays", async () => {
  file.follow(listener);
  writeFileSync(path, jobs("a"));
  await until(() => taken.length === 1);
  writeFileSync(path, jobs("a", "a"));
  await until(() => refused.length === 1);
  expect(refused[0]!.message).toContain(`${path}:1: scrape_configs[1].job_name`);
  expect(file.config.jobs).toHaveLength(1);
  writeFileSync(join(folder, "beside"), "x");
  await sleep(600);
  expect(refused).toHaveLength(1);
  rmSync(path);
  await sleep(600);
  expect(refused).toHaveLength(1);
  writeFileSync(path, jobs("c"));
  await until(() => taken.length === 2);
});

test("asked for, it is read again as it is, and its error said again", () => {
  file.reload(listener);
  expect(taken).toHaveLength(0);
  file.reload(listener, true);
  expect(taken).toHaveLength(1);
  writeFileSync(path, "no: thing");
  file.reload(listener, true);
  file.reload(listener, true);
  rmSync(path);
  file.reload(listener, true);
  expect(refused.map(({ code }) => code)).toEqual(["RES_CONFIG", "RES_CONFIG", "RES_FILE"]);
});

test("a file that is wrong or missing from the start is an error", () => {
  expect(() => new ConfigFile(join(folder, "none"))).toThrow(/none/);
  writeFileSync(path, "a: [");
  expect(() => new ConfigFile(path)).toThrow(/expected YAML/);
});
