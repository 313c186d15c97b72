/**
 * Profiles made to cost more than they are: each is refused, or decoded at a cost that is
 * proportionate. docs/performance.md has the numbers at 60 MB. That a time is short is checked only
 * against one that no busy machine reaches.
 */
import { describe, expect, it } from "vitest";
import { DecodeError } from "../../src/base/errors.ts";
import { decodePprof } from "../../src/decode/pprof/decode-pprof.ts";
import { message, number, packed, text } from "../support/encode-pprof.ts";

const STRINGS = [text(6, ""), text(6, "a")].flat();
const TYPE = message(1, number(1, 1), number(2, 1));
const SOON = 10_000;

/** Pieces one after the other; arrays of this size can't be spread. */
function joined(...pieces: readonly (readonly number[] | Uint8Array)[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** A field of bytes with its length, as protobuf writes it. */
function field(tag: number, content: Uint8Array): Uint8Array {
  const length: number[] = [];
  let rest = content.length;
  for (; rest >= 0x80; rest = Math.floor(rest / 128)) length.push((rest % 128) + 128);
  return joined([tag, ...length, rest], content);
}

function problemOf(bytes: Uint8Array) {
  try {
    decodePprof(bytes);
  } catch (error) {
    if (error instanceof DecodeError) return error.problem;
    throw error;
  }
  throw new Error("no error");
}

describe("refused", () => {
  it("more sample types than any profile has", { timeout: SOON }, () => {
    const types = new Uint8Array(2_000_000).map((_, i) => (i % 2 === 0 ? 0x0a : 0));
    expect(problemOf(joined(STRINGS, types))).toMatchObject({
      field: "Profile.sample_type[1024]",
      expected: "at most 1024 sample types",
    });
  });

  it("more values in the first sample", { timeout: SOON }, () => {
    const values = field(0x12, new Uint8Array(1_000_000).fill(1));
    expect(problemOf(joined(STRINGS, TYPE, field(0x12, values)))).toMatchObject({
      field: "Profile.sample[0].value",
      expected: "at most 1024 values in a sample",
    });
  });

  it("a path of more than a million frames", { timeout: SOON }, () => {
    const ids = field(0x0a, new Uint8Array(1_100_000).fill(1));
    const location = message(4, number(1, 1));
    const sample = field(0x12, joined(ids, packed(2, [1])));
    expect(problemOf(joined(STRINGS, TYPE, location, sample))).toMatchObject({
      expected: "at most 1048576 locations in a sample",
    });
  });

  it("ids by the million that nothing defines", { timeout: SOON }, () => {
    const ids = Uint8Array.from({ length: 4_000_000 }, (_, i) => {
      const id = 2 ** 27 + (i >> 2);
      return i % 4 < 3 ? ((id >> (7 * (i % 4))) & 0x7f) | 0x80 : id >> 21;
    });
    const sample = field(0x12, joined(field(0x0a, ids), packed(2, [1])));
    expect(problemOf(joined(STRINGS, TYPE, sample))).toMatchObject({
      expected: "the id of a location in the profile",
      found: "134217728, which none has",
    });
  });
});

describe("decoded", () => {
  const LOCATIONS = Array.from({ length: 127 }, (_, i) => message(4, number(1, i + 1))).flat();

  it("paths of a million frames that share nothing", { timeout: SOON }, () => {
    let state = 1;
    const random = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return 1 + ((state >>> 8) % 127);
    };
    const paths = Array.from({ length: 4 }, () => new Uint8Array(1_000_000).map(random));
    const samples = paths.map((path) => field(0x12, joined(field(0x0a, path), packed(2, [1]))));
    const { stacks, samples: rows } = decodePprof(joined(STRINGS, TYPE, LOCATIONS, ...samples));
    paths.forEach((path, sample) => {
      let at = 0;
      let differs = 0;
      for (let row = rows.stack[sample]!; row >= 0; row = stacks.prefix[row]!) {
        if (stacks.location[row]! + 1 !== path[at++]) differs++;
      }
      expect([at, differs]).toEqual([path.length, 0]);
    });
  });

  it("comments by the million", { timeout: SOON }, () => {
    const comments = new Uint8Array(2_000_000).map((_, i) => (i % 2 === 0 ? 0x68 : 1));
    expect(decodePprof(joined(STRINGS, TYPE, comments)).comments).toHaveLength(1_000_000);
  });
});
