// gunzip: whole or a typed error with the place, and never more than the bound.
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { DecodeError } from "../../src/base/errors.ts";
import { gunzip, gunzipAhead, gunzipHead, isGzip } from "../../src/collect/gunzip.ts";
import { cpuStopwatch } from "../support/cpu-time.ts";

// Not compressible, so that the bytes before an error have been put out when it is met.
const content = Buffer.from(Array.from({ length: 20_000 }, (_, i) => (i * 7919 * (i >> 3)) % 251));
const packed = gzipSync(content);

function problemOf(bytes: Uint8Array) {
  try {
    gunzip(bytes);
  } catch (error) {
    if (error instanceof DecodeError) return error.problem;
    throw error;
  }
  throw new Error("it was taken for good");
}

describe("gunzip", () => {
  test("one member and several", () => {
    expect(gunzip(packed)).toEqual(content);
    expect(gunzip(Buffer.concat([packed, packed])).length).toBe(40_000);
  });

  test("cut: the offset is where the data ends", () => {
    for (const length of [0, 1, 10, 500, packed.length - 1]) {
      expect(problemOf(packed.subarray(0, length))).toMatchObject({
        at: { offset: length },
        found: "the end of the input",
      });
    }
  });

  test("corrupt: the offset is that of the byte that can't be", () => {
    const header = Buffer.from(packed);
    header[3] = 0xff;
    expect(problemOf(header).at).toEqual({ offset: 3 });
    const checksum = Buffer.from(packed);
    checksum[packed.length - 8]! ^= 1;
    expect(problemOf(checksum)).toMatchObject({
      at: { offset: packed.length - 5 },
      found: "incorrect data check",
    });
    const junk = Buffer.concat([packed, Buffer.from("junk")]);
    const { at } = problemOf(junk) as { at: { offset: number } };
    expect(at.offset).toBeGreaterThanOrEqual(packed.length);
  });

  test("a bomb stops at the bound, wherever it is", () => {
    const bomb = gzipSync(Buffer.alloc(50 << 20));
    for (const limit of [0, 1, 1000, (50 << 20) - 1]) {
      expect(() => gunzip(bomb, { limit })).toThrow(
        expect.objectContaining({ code: "RES_TOO_LARGE", hint: expect.any(String) }),
      );
    }
    expect(gunzip(bomb, { limit: 50 << 20 }).length).toBe(50 << 20);
  });

  test("looking for the place of an error costs no more than the data before it", () => {
    const late = Buffer.concat([
      gzipSync(Buffer.alloc(100 << 20)),
      Buffer.from("\x1f\x8b\x08junk"),
    ]);
    const spent = cpuStopwatch();
    expect(() => gunzip(late)).toThrow(expect.objectContaining({ code: "RES_DECODE" }));
    expect(spent()).toBeLessThan(5000);
  });
});

test("isGzip and gunzipHead", () => {
  expect(isGzip(packed)).toBe(true);
  expect(isGzip(Buffer.from([0x1f, 0x8b]))).toBe(false);
  expect(isGzip(Buffer.from("heap profile: 1"))).toBe(false);
  const head = gunzipHead(packed)!;
  expect(head.length).toBeGreaterThan(1000);
  expect(Buffer.from(head)).toEqual(content.subarray(0, head.length));
  expect(gunzipHead(Buffer.from("hello"))).toBeUndefined();
});

describe("gunzipAhead", () => {
  const large = Buffer.alloc(4 << 20);
  for (let i = 0, state = 1; i < large.length; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    large[i] = state >>> 24;
  }
  const packedLarge = gzipSync(large, { level: 1 });

  async function unpackAhead(bytes: Uint8Array) {
    const lengths: number[] = [];
    let all: Uint8Array = new Uint8Array();
    await gunzipAhead(bytes, (room, available) => {
      // What has been told of is there at once, and nothing behind it is looked at.
      expect(large.subarray(0, available).equals(room.subarray(0, available))).toBe(true);
      lengths.push(available);
      all = room;
    });
    return { lengths, all };
  }

  test("tells of ever more bytes in one array", async () => {
    const { lengths, all } = await unpackAhead(packedLarge);
    expect(large.equals(all)).toBe(true);
    expect(lengths.length).toBeGreaterThan(2);
    expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
    expect(lengths.at(-1)).toBe(large.length);
  });

  test("refuses what is damaged, and what is not one member with a true length", async () => {
    const checksum = Buffer.from(packedLarge);
    checksum[checksum.length - 8]! ^= 1;
    const tooLong = Buffer.from(packedLarge);
    tooLong.writeUInt32LE(large.length + 1, tooLong.length - 4);
    const tooShort = Buffer.from(packedLarge);
    tooShort.writeUInt32LE(1000, tooShort.length - 4);
    const bad = [
      checksum,
      tooLong,
      tooShort,
      packedLarge.subarray(0, -1),
      packedLarge.subarray(0, packedLarge.length >> 1),
      Buffer.concat([packedLarge, packedLarge]),
      Buffer.concat([packedLarge, Buffer.from("junk")]),
      Buffer.concat([packedLarge, Buffer.alloc(8)]),
      Buffer.alloc(0),
    ];
    for (const bytes of bad) await expect(unpackAhead(bytes)).rejects.toThrow();
  });
});
