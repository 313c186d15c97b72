/** Columns that have grown old are freed too, long before V8 would: it lets 64 MB of them stand. */
import { expect, test, vi } from "vitest";
import { ColumnCollector } from "../../src/record/column-collector.ts";

const MiB = 2 ** 20;
const COLUMNS = 40;

test("old columns that nobody has any more do not stand around", async () => {
  const collector = new ColumnCollector();
  const kept = [columns()];
  // What two collections leave is old; a third one of young objects frees none of it.
  for (let i = 0; i < 3; i++) collector.done();
  const before = process.memoryUsage().arrayBuffers;
  expect(before).toBeGreaterThan(COLUMNS * MiB);
  kept[0] = columns();
  collector.done();
  const most = before + (COLUMNS / 4) * MiB;
  await vi.waitFor(() => expect(process.memoryUsage().arrayBuffers).toBeLessThan(most));
  expect(kept[0]).toHaveLength(COLUMNS);
});

function columns(): Uint8Array[] {
  return Array.from({ length: COLUMNS }, () => new Uint8Array(MiB));
}
