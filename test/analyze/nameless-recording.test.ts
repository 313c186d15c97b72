/** What was not kept has no name: no finding may send a reader to a command without its target. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { explain } from "../../src/analyze/explain.ts";
import { readBundleFolder } from "../../src/collect/bundle/read-bundle-folder.ts";
import { gunzip } from "../../src/collect/gunzip.ts";
import { decodeBundle } from "../../src/decode/recording.ts";

/** The commands of the probe's findings when it held 100 MiB, and after it dropped them. */
function commands(target: string): string[] {
  const raw = readBundleFolder(join(import.meta.dirname, "../fixtures/captures/probe/go1.23"));
  const recording = { ...decodeBundle(raw, { gunzip }), target };
  const reports = recording.snapshots.map((one) => explain({ ...recording, snapshots: [one] }));
  const actions = reports.flatMap(({ verdicts }) => verdicts).flatMap((verdict) => verdict.actions);
  return actions.flatMap(({ code }) => code ?? []).filter((code) => code.startsWith("resident "));
}

test("commands name the target that was read", () => {
  const list = commands("run.tgz").filter((command) => !command.endsWith(" --gc"));
  expect(list).toContain("resident list 'main\\.big' run.tgz -alloc_space");
  for (const command of list) expect(command).toContain(" run.tgz");
});

test("without a name there are none", () => expect(commands("")).toEqual([]));
