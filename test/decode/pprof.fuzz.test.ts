/** Damaged profiles: a sealed Profile or a DecodeError, and soon. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, it } from "vitest";
import { DecodeError } from "../../src/base/errors.ts";
import { decodePprof } from "../../src/decode/pprof/decode-pprof.ts";
import { PprofDecoder } from "../../src/decode/pprof/pprof-decoder.ts";
import type { Profile } from "../../src/model/profile.ts";
import type { ReportHost } from "../../src/pprof/report-input.ts";
import { renderRaw } from "../../src/pprof/reports/raw.ts";
import { CAPTURES } from "../support/captures.ts";
import { encodePprof } from "../support/encode-pprof.ts";
import { expectValueOrError, FUZZ_RUNS, mutated } from "../support/mutate.ts";
import { profileFromText } from "../support/profile-text.ts";

const INPUTS = [
  ...["probe/go1.8", "probe/go1.11", "probe/go1.26", "seed/go1.19.8"].map((name) =>
    gunzipSync(readFileSync(join(CAPTURES, name, "0001/pprof/heap"))),
  ),
  gunzipSync(readFileSync(join(CAPTURES, "probe/go1.23/0001/pprof/goroutine"))),
  encodePprof(profileFromText('main;a|b 1 2 {bytes:3 B}\nmain 4 9007199254740993n {k:"v"}')),
  encodePprof(profileFromText("main;a 1 2 {n:-1}\n- 0 -5"), { unpacked: true }),
];

const HOST = { localTime: () => ({ offset: 0, zone: "UTC" }) } as unknown as ReportHost;

/** What comes out can be walked from end to end; what is wrong names its place. */
function decodeAndWalk(bytes: Uint8Array): void {
  expectValueOrError(() => {
    try {
      readAll(decodePprof(bytes));
    } catch (error) {
      expect(error).toBeInstanceOf(DecodeError);
      const { at } = (error as DecodeError).problem;
      expect("offset" in at && at.offset >= 0 && at.offset <= bytes.length).toBe(true);
      throw error;
    }
  });
}

it("decodes damaged profiles or says what is wrong", () => {
  fc.assert(fc.property(mutated(INPUTS), decodeAndWalk), { numRuns: FUZZ_RUNS });
});

it("survives every change of one byte", () => {
  const whole = INPUTS[INPUTS.length - 2]!;
  for (let i = 0; i < whole.length; i++) {
    for (let bit = 0; bit < 8; bit++) {
      const bytes = Uint8Array.from(whole);
      bytes[i]! ^= 1 << bit;
      decodeAndWalk(bytes);
    }
  }
});

it("decodes a profile that comes in pieces as one that is there", () => {
  const places = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 });
  fc.assert(
    fc.property(fc.oneof(fc.constantFrom(...INPUTS), mutated(INPUTS)), places, (bytes, shares) => {
      const lengths = shares.map((share) => Math.floor(share * bytes.length));
      expect(textOf(() => decodeInPieces(bytes, lengths))).toBe(textOf(() => decodePprof(bytes)));
    }),
    { numRuns: FUZZ_RUNS },
  );
});

/** What has not come yet is noise, which must not be read. */
function decodeInPieces(bytes: Uint8Array, lengths: readonly number[]): Profile {
  const room = Uint8Array.from(bytes, (_, i) => (i * 37) % 256);
  const decoder = new PprofDecoder(room, {});
  let before = 0;
  for (const length of [...[...lengths].sort((a, b) => a - b), bytes.length]) {
    room.set(bytes.subarray(before, length), before);
    before = length;
    decoder.read(length);
  }
  return decoder.finish();
}

function textOf(decode: () => Profile): string {
  try {
    return [...renderRaw({ profile: decode(), host: HOST })].join("");
  } catch (error) {
    expect(error).toBeInstanceOf(DecodeError);
    return "refused";
  }
}

/** Every table and every index of it: what can't be walked fails here. */
function readAll(profile: Profile): void {
  for (const piece of renderRaw({ profile, host: HOST }))
    expect(piece.length).toBeGreaterThanOrEqual(0);
}
