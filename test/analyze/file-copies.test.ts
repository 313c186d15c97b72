/** Pages of files that were written privately belong to the process, and shared memory is no page cache either. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { explain } from "../../src/analyze/explain.ts";
import { readBundleFolder } from "../../src/collect/bundle/read-bundle-folder.ts";
import { gunzip } from "../../src/collect/gunzip.ts";
import { decodeBundle } from "../../src/decode/recording.ts";
import { findLine } from "../../src/model/ledger.ts";
import type { Report } from "../../src/model/report.ts";

const MiB = 2 ** 20;
const MAPPED = 200 * MiB;

/** A real process, with one mapping that is so much larger, of that name, and written so far. */
function withMapping(name: string, written: number, cached: number, swapped = 0): Report {
  const raw = readBundleFolder(join(import.meta.dirname, "../fixtures/captures/probe/go1.23"));
  const [snapshot] = decodeBundle(raw, { gunzip }).snapshots;
  const { cgroup: _, rollup: __, ...rest } = snapshot!;
  const space = rest.addressSpace!;
  const at = space.name.indexOf("[stack]");
  const set = (column: Float64Array, bytes: number) =>
    column.map((old, i) => (i === at ? bytes : old));
  const rss = written + cached;
  const status = { ...rest.status!, vmRss: rest.status!.vmRss! + rss - space.rss[at]! };
  const addressSpace = {
    ...space,
    name: space.name.map((old, i) => (i === at ? name : old)),
    inode: set(space.inode, 42),
    size: set(space.size, MAPPED),
    rss: set(space.rss, rss),
    anonymous: set(space.anonymous, written),
    swap: set(space.swap, swapped),
  };
  return explain({ target: "app", snapshots: [{ ...rest, status, addressSpace }], remarks: [] });
}

const bytesOf = ({ ledger }: Report, id: string) => findLine(ledger, id)?.bytes ?? 0;
const NOTHING = withMapping("/data/x.db", 0, 0);
const more = (report: Report, id: string) => bytesOf(report, id) - bytesOf(NOTHING, id);

test("what was written of a private mapping is outside Go, and no page cache", () => {
  const report = withMapping("/data/x.db", 150 * MiB, 20 * MiB, 10 * MiB);
  expect(more(report, "file-copies")).toBe(150 * MiB);
  expect(more(report, "mapped-files")).toBe(20 * MiB);
  expect(more(report, "files-unread")).toBe(-180 * MiB);
  expect(more(report, "swapped")).toBe(10 * MiB);
  expect(bytesOf(report, "virt")).toBe(bytesOf(NOTHING, "virt"));
  expect(report.verdicts[0]?.headline).toMatch(
    /^150 MiB were not allocated by Go: mostly copies of privately mapped pages of files that were written\./,
  );
  expect(report.verdicts.some(({ id }) => id === "mapped-files")).toBe(false);
});

test("shared memory is named, and not taken for page cache of a file", () => {
  const report = withMapping("/memfd:ring (deleted)", 0, 150 * MiB);
  expect(report.verdicts[0]).toMatchObject({ id: "shared-memory", owns: ["shared-memory"] });
  expect(report.verdicts[0]?.headline).toBe(
    "150 MiB are shared memory, most of /memfd:ring (deleted) (150 MiB): no number of Go has them, and the kernel can't drop them.",
  );
});

test("a file is 'most of it' only where it is", () => {
  const report = withMapping("/data/x.db", 0, 100 * MiB);
  expect(report.verdicts[0]?.headline).toMatch(/, most of \/data\/x\.db \(100 MiB\): page cache/);
});
