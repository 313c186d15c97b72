/** Whether free memory goes back depends on whether the program goes on collecting. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { explain } from "../../src/analyze/explain.ts";
import { readBundleFolder } from "../../src/collect/bundle/read-bundle-folder.ts";
import { gunzip } from "../../src/collect/gunzip.ts";
import { decodeBundle } from "../../src/decode/recording.ts";

/** The probe of Go 1.23 after its drop, an hour old, with other times of its last collections. */
function forecastWith(secondsBetween: number, secondsSince: number): string | undefined {
  const raw = readBundleFolder(join(import.meta.dirname, "../fixtures/captures/probe/go1.23"));
  const recording = decodeBundle(raw, { gunzip });
  const snapshot = recording.snapshots.find(({ name }) => name === "0002")!;
  const now = 1_800_000_000;
  const { NumGC = 0 } = snapshot.memStats!;
  const PauseEnd = new Array<number>(256).fill(0);
  for (let back = 0; back < NumGC; back++) {
    PauseEnd[(NumGC - back + 255) % 256] = (now - secondsSince - back * secondsBetween) * 1e9;
  }
  const memStats = { ...snapshot.memStats!, PauseEnd, LastGC: now - secondsSince };
  const meta = { ...snapshot.meta, processStart: now - 3600 };
  const snapshots = [{ ...snapshot, time: now, meta, memStats }];
  const { verdicts } = explain({ ...recording, snapshots });
  return verdicts.find(({ id }) => id === "idle-not-returned")?.forecast?.[0]?.what;
}

test("a program that collects all the time uses the pages again", () => {
  expect(forecastWith(0.2, 0.1)).toBe("stays");
});

test("a program that has just stopped gives them back", () => {
  expect(forecastWith(0.2, 10)).toBe("falls");
});

test("a program that collects now and then gives them back", () => {
  expect(forecastWith(60, 10)).toBe("falls");
});
