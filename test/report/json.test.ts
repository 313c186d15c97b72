/** Every JSON result has the shape that docs/json.md promises, and is the result itself. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Result } from "../../src/model/results.ts";
import { REPORTERS } from "../../src/report/reporters.ts";
import { schemaErrors } from "../support/json-schemas.ts";
import { CLASSIC_REPORT } from "./classic-report.ts";
import { CAPTURE, COMPARISON, LINE, LIST, PS, TOP, VERDICT } from "./sample-results.ts";
import { RUN, RUN_UNSEEN } from "./sample-run.ts";
import { simulateResult } from "./simulate-result.ts";

const FAILED = { ...CLASSIC_REPORT, failed: [{ check: "rss>1MiB", reason: "rss is 513 MiB." }] };
const RESULTS: readonly Result[] = [
  CLASSIC_REPORT,
  FAILED,
  COMPARISON,
  TOP,
  LIST,
  PS,
  simulateResult("classic", ["go1.19.8"]),
  CAPTURE,
  LINE,
  VERDICT,
  RUN,
  RUN_UNSEEN,
];
const DOCS = join(import.meta.dirname, "../../docs");

describe.each(RESULTS.map((result) => [result.format, result] as const))("%s", (_, result) => {
  const json = REPORTERS.json.render(result);

  it("keeps to its schema", () => {
    expect(schemaErrors(JSON.parse(json))).toEqual([]);
  });

  it("holds all that the result holds", () => {
    expect(JSON.parse(json)).toEqual(result);
    expect(json.endsWith("}\n")).toBe(true);
  });

  it("is described in docs/json.md", () => {
    const docs = readFileSync(join(DOCS, "json.md"), "utf8");
    expect(docs).toContain(`\`${result.format}\``);
    for (const field of Object.keys(result)) expect(docs).toContain(`\`${field}\``);
  });
});

it("has a schema for each result and no other", () => {
  const names = new Set(RESULTS.map(({ format }) => `${/\.(\w+)\//.exec(format)![1]}.schema.json`));
  // Held to elsewhere: the page's and those of the recorder's API in test/server, pprof's in test/pprof,
  // collections' in gc.test.ts, the lines of a watch in test/live.
  const api = [
    "added",
    "code",
    "collections",
    "goroutines",
    "growth",
    "processes",
    "source",
    "time",
  ];
  const elsewhere = ["common", "gc", "page", "pprof", "watch"];
  const others = [...api, ...elsewhere].map((name) => `${name}.schema.json`);
  expect(readdirSync(join(DOCS, "schema")).sort()).toEqual([...names, ...others].sort());
});

it("finds what is wrong", () => {
  const broken = JSON.parse(JSON.stringify(CLASSIC_REPORT));
  broken.ledger.children[1].bytes = "513";
  broken.verdicts[0].surprise = 1;
  delete broken.snapshots;
  expect(schemaErrors(broken).map((error) => error.split(" ")[0])).toEqual(
    expect.arrayContaining(["/ledger/children/1/bytes", "/verdicts/0", ""]),
  );
});
