/** What is said of a process whose executable nobody may read: it may be no Go program at all. */
import { expect, test } from "vitest";
import { explain } from "../../src/analyze/explain.ts";
import { gunzip } from "../../src/collect/gunzip.ts";
import { decodeBundle } from "../../src/decode/recording.ts";

const REMARK = "Whether this is a Go program is not known: its executable can't be read.";
const refused = { files: { executable: { reason: "permission denied" } } };
const STATUS = "Name:\tx\nPid:\t7\nVmSize:\t 4000 kB\nVmRSS:\t 2000 kB\n";

const toFiles = (texts: Record<string, string>) =>
  new Map(Object.entries(texts).map(([path, text]) => [path, new TextEncoder().encode(text)]));

function remarksOf(meta: object, bundle: object = { format: 1 }): readonly string[] {
  const files = toFiles({ "proc/status": STATUS, "meta.json": JSON.stringify(meta) });
  const beside = toFiles({ "bundle.json": JSON.stringify(bundle) });
  const raw = { target: "x", files: beside, snapshots: [{ name: "0001", files }] };
  return explain(decodeBundle(raw, { gunzip })).remarks;
}

test("is said where nothing else tells", () => expect(remarksOf(refused)).toContain(REMARK));

test("is not said of a program that is known to be Go, or that was not looked for", () => {
  expect(remarksOf(refused, { format: 1, go: "go1.26.8" })).not.toContain(REMARK);
  expect(remarksOf({})).not.toContain(REMARK);
});
