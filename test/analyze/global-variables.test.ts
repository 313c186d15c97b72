/** What the program has written of itself is no page cache, and a finding of its own. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { explain } from "../../src/analyze/explain.ts";
import { readBundleFolder } from "../../src/collect/bundle/read-bundle-folder.ts";
import { gunzip } from "../../src/collect/gunzip.ts";
import { decodeBundle } from "../../src/decode/recording.ts";
import { findLine } from "../../src/model/ledger.ts";
import type { Report } from "../../src/model/report.ts";

const MiB = 2 ** 20;
const TABLE = 150 * MiB;

/** A real process, with a bss that is so much larger and written. */
function withTable(): Report {
  const raw = readBundleFolder(join(import.meta.dirname, "../fixtures/captures/probe/go1.23"));
  const [snapshot] = decodeBundle(raw, { gunzip }).snapshots;
  const { cgroup: _, rollup: __, ...rest } = snapshot!;
  const space = rest.addressSpace!;
  const program = space.name.findIndex((name) => name.startsWith("/"));
  const bss = space.name.findIndex((name, i) => i > program && name === "");
  expect(space.start[bss]).toBe(space.end[bss - 1]);
  const more = (column: Float64Array) => column.map((bytes, i) => bytes + (i === bss ? TABLE : 0));
  const status = { ...rest.status!, vmRss: rest.status!.vmRss! + TABLE };
  const addressSpace = {
    ...space,
    size: more(space.size),
    rss: more(space.rss),
    anonymous: more(space.anonymous),
  };
  return explain({ target: "app", snapshots: [{ ...rest, status, addressSpace }], remarks: [] });
}

test("come first, and are not said to be page cache", () => {
  const report = withTable();
  const [first] = report.verdicts;
  expect(first).toMatchObject({ id: "global-variables", owns: ["program-globals"] });
  expect(first!.bytes! - TABLE).toBeGreaterThanOrEqual(0);
  expect(first!.bytes! - TABLE).toBeLessThan(MiB);
  expect(report.verdicts.some(({ id }) => id === "mapped-files")).toBe(false);
});

test("are the part of the program that is anonymous; the two parts add up", () => {
  const { ledger } = withTable();
  const program = findLine(ledger, "program-file")!;
  const [code, globals] = ["program-code", "program-globals"].map((id) => findLine(program, id)!);
  expect(code!.bytes! + globals!.bytes!).toBe(program.bytes);
  expect(code!.bytes).toBeLessThan(10 * MiB);
});
