import { crc32, gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { crc32ByBits, gzipPieces } from "../../../src/cli/pprof/output/gzip-pieces.ts";
import { gunzipAhead } from "../../../src/collect/gunzip.ts";

const SIZES = [0, 1, 40_000, 2 ** 20, 300, 2 ** 20 + 7, 33_000, 0, 5, 2 ** 17];
const PIECES = SIZES.map((size, at) =>
  Uint8Array.from({ length: size }, (_, i) => (i % 97) * (i % 13) + at),
);

/** Bytes that can't be packed. */
function noise(length: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length }, () => {
    state = Math.imul(state, 1103515245) + 12345;
    return state >>> 16;
  });
}

test.each<[string, (string | Uint8Array)[]]>([
  ["no piece", []],
  ["an empty one", [new Uint8Array()]],
  ["text and bytes", ["grün", Uint8Array.of(1, 2, 3), "blau"]],
  ["many of many sizes", PIECES],
  ["what can't be packed", [noise(2 ** 20), noise(2 ** 18 + 1)]],
])("unpacks to what was packed: %s", async (_, pieces) => {
  const packed = Buffer.concat(await gzipPieces(pieces));
  const plain = Buffer.concat(pieces.map((piece) => Buffer.from(piece as Uint8Array)));
  expect(gunzipSync(packed).equals(plain)).toBe(true);
});

test("is one member, that tells its length", async () => {
  const packed = Buffer.concat(await gzipPieces(PIECES));
  const length = PIECES.reduce((sum, piece) => sum + piece.length, 0);
  let seen = 0;
  await gunzipAhead(packed, (_, available) => {
    seen = available;
  });
  expect(seen).toBe(length);
});

test("finds what a piece has in common with the end of the one before", async () => {
  const piece = noise(20_000);
  const packed = Buffer.concat(await gzipPieces([piece, piece, piece]));
  expect(packed.length).toBeLessThan(22_000);
});

test("a piece that fails fails all, and nothing is left behind", async () => {
  async function pack(): Promise<unknown> {
    return gzipPieces(
      (function* () {
        yield PIECES[3]!;
        throw new Error("no more");
      })(),
    );
  }
  await expect(pack()).rejects.toThrow("no more");
});

test("the checksum for older versions of Node is that of newer ones", () => {
  for (const piece of [noise(1000), PIECES[4]!, new Uint8Array()]) {
    expect(crc32ByBits(piece, 77)).toBe(crc32(piece, 77));
  }
});
