/** Where the kernel told nothing but RSS, that is the answer, and not that all is well. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { explain } from "../../src/analyze/explain.ts";
import { readBundleFolder } from "../../src/collect/bundle/read-bundle-folder.ts";
import { gunzip } from "../../src/collect/gunzip.ts";
import { decodeBundle } from "../../src/decode/recording.ts";

test("what could not be read comes first, with the reason and what helps", () => {
  const raw = readBundleFolder(join(import.meta.dirname, "../fixtures/captures/probe/go1.23"));
  const [snapshot] = decodeBundle(raw, { gunzip }).snapshots;
  const { name, meta, status } = snapshot!;
  const denied = { source: "proc/smaps", reason: "permission denied", remedy: "Run as root." };
  const report = explain({
    target: "app",
    snapshots: [{ name, meta, status: status!, missing: [denied] }],
    remarks: [],
  });
  const [first] = report.verdicts;
  expect(first).toMatchObject({ id: "unread", owns: ["unattributed"] });
  expect(first?.headline).toMatch(
    /^Of \d+ MiB of RSS, [\d.]+ MiB could not be broken down: permission denied\.$/,
  );
  expect(first?.actions).toEqual([{ text: "Run as root." }]);
});
