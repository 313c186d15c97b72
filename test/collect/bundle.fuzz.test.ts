// Archives with bytes changed, cut or doubled: a bundle, or one typed error, in bounded time.
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ResidentError } from "../../src/base/errors.ts";
import { isArchive } from "../../src/collect/bundle/is-archive.ts";
import { packBundle } from "../../src/collect/bundle/pack-bundle.ts";
import { readBundleArchive } from "../../src/collect/bundle/read-bundle-archive.ts";
import { readBundleFolder } from "../../src/collect/bundle/read-bundle-folder.ts";
import { gunzip } from "../../src/collect/gunzip.ts";
import type { RawBundle } from "../../src/model/bundle.ts";
import { cpuStopwatch } from "../support/cpu-time.ts";

const numRuns = Number(process.env["FUZZ_RUNS"] ?? 500);
const captures = join(import.meta.dirname, "../fixtures/captures");

/** A real bundle, its files cut to a size at which headers are hit as often as contents. */
function smallBundle(): RawBundle {
  const { files, snapshots } = readBundleFolder(join(captures, "seed/go1.4.3"));
  const cut = (map: ReadonlyMap<string, Uint8Array>) =>
    new Map([...map].map(([name, bytes]) => [name, bytes.subarray(0, 700)]));
  return {
    target: "",
    files: cut(files),
    snapshots: snapshots.map(({ name, files: own }) => ({ name, files: cut(own) })),
  };
}

const packed = await packBundle(smallBundle(), "bundle");
const unpacked = gunzip(packed);

const position = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const mutation = fc.oneof(
  fc.record({ at: position, byte: fc.integer({ min: 0, max: 255 }) }),
  fc.record({ at: position, cut: fc.constant(true) }),
  fc.record({
    at: position,
    text: fc.constantFrom("../", "/", "\0", "77777777777", "2", "x", "g"),
  }),
  fc.record({ at: position, to: position, length: fc.integer({ min: 1, max: 2048 }) }),
);

type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

function mutate(bytes: Uint8Array, changes: readonly Mutation[]): Buffer {
  let result = Buffer.from(bytes);
  for (const change of changes) {
    const at = Math.floor(change.at * result.length);
    if ("cut" in change) result = result.subarray(0, at);
    else if ("byte" in change && result.length > 0) result[at] = change.byte;
    else if ("text" in change) result.write(change.text, at);
    else if ("to" in change) {
      result.copyWithin(Math.floor(change.to * result.length), at, at + change.length);
    }
  }
  return result;
}

/** Makes each header's checksum right again, so that what was changed in it is believed. */
function repairChecksums(tar: Buffer): Buffer {
  for (let at = 0; at + 512 <= tar.length; at += 512) {
    const header = tar.subarray(at, at + 512);
    if (header.toString("latin1", 257, 262) !== "ustar") continue;
    header.write("        ", 148);
    const sum = header.reduce((a, b) => a + b, 0);
    header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  }
  return tar;
}

async function check(bytes: Uint8Array): Promise<void> {
  isArchive(bytes);
  const spent = cpuStopwatch();
  const outcome = await readBundleArchive(bytes).catch((error: unknown) => error);
  expect(spent()).toBeLessThan(10_000);
  if (outcome instanceof ResidentError) return;
  const { snapshots } = outcome as RawBundle;
  expect(snapshots.length).toBeGreaterThan(0);
  const total = snapshots.flatMap(({ files }) => [...files.values()]);
  expect(total.reduce((sum, each) => sum + each.length, 0)).toBeLessThanOrEqual(2e6);
}

const changes = fc.array(mutation, { minLength: 1, maxLength: 6 });

test("a changed tar", async () => {
  await fc.assert(
    fc.asyncProperty(changes, fc.boolean(), fc.boolean(), (list, zip, repair) => {
      const changed = mutate(unpacked, list);
      const bytes = repair ? repairChecksums(changed) : changed;
      return check(zip ? gzipSync(bytes, { level: 1 }) : bytes);
    }),
    { numRuns },
  );
});

test("a changed tar.gz", async () => {
  await fc.assert(
    fc.asyncProperty(changes, (list) => check(mutate(packed, list))),
    { numRuns },
  );
});
