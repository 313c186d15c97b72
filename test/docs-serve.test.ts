/** The configuration that docs/serve.md shows is one, and has what the text says of it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { decodeScrapeConfig } from "../src/decode/scrape-config/decode-scrape-config.ts";

const DOC = readFileSync(join(import.meta.dirname, "../docs/serve.md"), "utf8");

test("the example of docs/serve.md is taken without a remark", () => {
  const example = /<!-- example:[^>]*-->\s*```yaml\n([\s\S]*?)```/.exec(DOC)![1]!;
  const { jobs, resident, remarks } = decodeScrapeConfig(example, "/etc/resident.yaml");
  expect(remarks).toEqual([]);
  expect(jobs.map(({ name, interval }) => [name, interval])).toEqual([
    ["api", 15],
    ["fleet", 30],
  ]);
  expect(jobs[1]!.pprofPath).toBe("/admin/debug/pprof/");
  expect(jobs[1]!.goroutines).toBe(false);
  expect(jobs[1]!.sources.map(({ kind }) => kind)).toEqual(["file", "http", "dns"]);
  expect(resident.processes).toEqual(["blahdo", "4817"]);
  expect(resident.retention).toEqual({
    maxAge: 30 * 86_400,
    maxBytes: 4 * 2 ** 30,
    thinAfter: 2 * 86_400,
    thinTo: 300,
  });
});
