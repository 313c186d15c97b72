/** The parts of the program itself are shown where both are worth it, or a finding speaks of one. */
import { expect, test } from "vitest";
import type { LedgerLine } from "../../src/model/ledger.ts";
import { ledgerRows } from "../../src/report/text/report/ledger-rows.ts";

const MiB = 2 ** 20;

function line(id: string, bytes: number, children: LedgerLine[] = []): LedgerLine {
  return { id, title: id, bytes, basis: "counted", source: "", children };
}

function shown(globals: number, keep: readonly string[] = [], all = false): string[] {
  const parts = [line("program-code", 5 * MiB), line("program-globals", globals)];
  const program = line("program-file", 5 * MiB + globals, parts);
  const root = line("rss", 400 * MiB, [line("go-heap", 395 * MiB - globals), program]);
  const rows = ledgerRows(root, { rss: 400 * MiB, all, keep: new Set(keep) });
  return rows.map(({ id }) => id).filter((id) => id.startsWith("program"));
}

test("a small part does not open the program", () => {
  expect(shown(0.2 * MiB)).toEqual(["program-file"]);
});

test("a large part does, as do --all and a finding", () => {
  const open = ["program-file", "program-code", "program-globals"];
  expect(shown(100 * MiB)).toEqual(open);
  expect(shown(0.2 * MiB, [], true)).toEqual(open);
  expect(shown(0.2 * MiB, ["program-code"])).toEqual(open);
});
