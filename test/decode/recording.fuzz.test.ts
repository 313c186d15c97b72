/**
 * Whole bundles with some files damaged: a recording that keeps its promises, or one error. The
 * files are unpacked first, or most mutations would end in gunzip.
 */
import fc from "fast-check";
import { expect, it } from "vitest";
import { gunzip, isGzip } from "../../src/collect/gunzip.ts";
import { decodeBundle } from "../../src/decode/recording.ts";
import type { RawBundle, RawSnapshot } from "../../src/model/bundle.ts";
import type { Recording } from "../../src/model/snapshot.ts";
import { readCapture } from "../support/captures.ts";
import { expectValueOrError, FUZZ_RUNS, mutated } from "../support/mutate.ts";

const MAX_FILE = 8192;
const bytesOf = (text: string) => new TextEncoder().encode(text);
const META = bytesOf('{"goVersion":"go1.19.8","processStart":1795347300,"pageSize":4096}');

/** Small, so that a run is quick and a mutation hits something. */
function shortened(bytes: Uint8Array): Uint8Array {
  return isGzip(bytes) ? gunzip(bytes) : bytes.subarray(0, MAX_FILE);
}

function firstSnapshots(name: string): RawSnapshot[] {
  return readCapture(name)
    .snapshots.slice(0, 2)
    .map((snapshot) => ({
      name: snapshot.name,
      files: new Map(
        [...snapshot.files, ["meta.json", META]].map(([path, bytes]) => [
          path as string,
          shortened(bytes as Uint8Array),
        ]),
      ),
    }));
}

const bundles: readonly RawBundle[] = ["seed/go1.19.8", "seed/go1.4.3", "probe/go1.26"].map(
  (name) => ({
    target: name,
    files: new Map([...readCapture(name).files].map(([path, bytes]) => [path, shortened(bytes)])),
    snapshots: firstSnapshots(name),
  }),
);

/** Each file is damaged with a chance of one in four. */
function damagedFiles(
  files: ReadonlyMap<string, Uint8Array>,
): fc.Arbitrary<ReadonlyMap<string, Uint8Array>> {
  const entries = [...files].map(([path, bytes]) =>
    fc
      .oneof(
        { weight: 3, arbitrary: fc.constant(bytes) },
        { weight: 1, arbitrary: mutated([bytes]) },
      )
      .map((each): [string, Uint8Array] => [path, each]),
  );
  return fc.tuple(...entries).map((each) => new Map(each));
}

const damagedBundle = fc.constantFrom(...bundles).chain((bundle) =>
  fc
    .tuple(damagedFiles(bundle.files), ...bundle.snapshots.map((each) => damagedFiles(each.files)))
    .map(([files, ...snapshots]) => ({
      ...bundle,
      files,
      snapshots: bundle.snapshots.map((each, i) => ({ ...each, files: snapshots[i]! })),
    })),
);

function keepsItsPromises(recording: Recording): void {
  const { snapshots } = recording;
  expect(snapshots.length).toBeGreaterThan(0);
  const pids = snapshots.flatMap(({ status }) => (status === undefined ? [] : [status.pid]));
  expect(new Set(pids).size).toBeLessThanOrEqual(1);
  if (snapshots.every(({ time }) => time !== undefined)) {
    const times = snapshots.map(({ time }) => time!);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  }
  for (const { missing } of snapshots) {
    for (const { reason } of missing) expect(reason).not.toBe("");
  }
}

it("damaged bundles", () => {
  fc.assert(
    fc.property(damagedBundle, (bundle) => {
      expectValueOrError(() => keepsItsPromises(decodeBundle(bundle, { gunzip })));
    }),
    { numRuns: FUZZ_RUNS },
  );
});
