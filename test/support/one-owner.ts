/** A resident byte belongs to one verdict: what holds of the verdicts of every report. */
import { expect } from "vitest";
import { eachLine } from "../../src/model/ledger.ts";
import type { Report } from "../../src/model/report.ts";

/** Fails where two verdicts own the same line of the ledger, or one a part of what the other owns. */
export function expectOneOwner({ ledger, verdicts }: Report): void {
  const owners = new Map<string, string>();
  for (const { id: verdict, owns } of verdicts) {
    for (const line of eachLine(ledger)) {
      if (!owns.includes(line.id)) continue;
      for (const { id } of eachLine(line)) {
        expect(owners.get(id), `${id} is owned by ${verdict}`).toBeUndefined();
        owners.set(id, verdict);
      }
    }
  }
}
