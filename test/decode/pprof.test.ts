/** decodePprof against real profiles and against our own encoder; test/pprof/peer holds it to `go tool pprof`. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodePprof } from "../../src/decode/pprof/decode-pprof.ts";
import type { LocationIndex, Profile } from "../../src/model/profile.ts";
import { ProfileBuilder } from "../../src/model/profile-builder.ts";
import { CAPTURES } from "../support/captures.ts";
import {
  encodePprof,
  message,
  number,
  packed,
  tag,
  text,
  unpacked,
} from "../support/encode-pprof.ts";
import { plainProfile } from "../support/plain-profile.ts";
import { profileToText } from "../support/profile-text.ts";
import { randomProfile } from "../support/random-profile.ts";

/** Every gzip file below a pprof folder of the captures. */
const PROFILES = readdirSync(CAPTURES, { recursive: true, encoding: "utf8" })
  .filter((name) => /pprof.[^.]+$/.test(name))
  .filter((name) => readFileSync(join(CAPTURES, name))[0] === 0x1f)
  .sort();

function readProfile(name: string): Uint8Array {
  return gunzipSync(readFileSync(join(CAPTURES, name)));
}

describe("real profiles", () => {
  it("are there, from Go 1.8 on", () => {
    expect(PROFILES).toContain(join("probe", "go1.8", "0001", "pprof", "heap"));
    expect(PROFILES.length).toBeGreaterThan(20);
  });

  it.each(PROFILES)("%s comes back from the encoder as it was", (name) => {
    const profile = decodePprof(readProfile(name));
    const again = decodePprof(encodePprof(profile));
    expect(plainProfile(again)).toEqual(plainProfile(profile));
  });

  it("have the numbers that the program knows of itself", () => {
    const profile = decodePprof(readProfile("probe/go1.26/0001/pprof/heap"));
    expect(profile.period).toBe(524288);
    expect(profile.periodType).toEqual({ type: "space", unit: "bytes" });
    expect(profile.timeNanos).toBe(1795348770478503542n);
    expect(profileToText(profile).split("\n")[0]).toBe(
      "runtime.main@/usr/local/go/src/runtime/proc.go:290;" +
        "main.main@/srv/app/main.go:84|main.big@/srv/app/main.go:42 " +
        "107 112780787 107 112780787 {bytes:1048576}",
    );
  });
});

describe("decode ∘ encode", () => {
  it("is the identity, in any order of fields and packed or not", () => {
    const order = fc.infiniteStream(fc.nat());
    fc.assert(
      fc.property(
        randomProfile,
        fc.boolean(),
        fc.boolean(),
        order,
        (profile, asIs, flat, random) => {
          const arrange = asIs ? undefined : arrangeTables(random);
          const bytes = encodePprof(profile, { unpacked: flat, ...(arrange && { arrange }) });
          expect(plainProfile(decodePprof(bytes))).toEqual(plainProfile(profile));
        },
      ),
      { numRuns: 200 },
    );
  });

  it("is the identity on more samples than one part of the tree takes", () => {
    const profile = manySamples(20_000);
    const again = decodePprof(encodePprof(profile));
    expect(plainProfile(again)).toEqual(plainProfile(profile));
    expect(again.stacks.length).toBe(profile.stacks.length);
  });
});

/** Moves whole tables about: rows of one table stay in their order. */
function arrangeTables(random: Iterator<number>) {
  return <T extends readonly number[]>(fields: T[]): T[] => {
    const tables = new Map<number, T[]>();
    for (const field of fields) {
      const key = field[0]!;
      tables.set(key, [...(tables.get(key) ?? []), field]);
    }
    const ranked = [...tables.values()].map((table) => ({ rank: random.next().value, table }));
    return ranked.sort((a, b) => a.rank - b.rank).flatMap(({ table }) => table);
  };
}

/** Pseudo-random paths of depth 0 to 12 over 2000 locations, of many kinds at each place or few. */
function manySamples(count: number): Profile {
  const builder = new ProfileBuilder({ valueTypes: [{ type: "n", unit: "count" }] });
  const locations = Array.from({ length: 2000 }, (_, i) =>
    builder.addLocation({ address: BigInt(i) }),
  );
  for (const text of ["n", "count"]) builder.addString(text);
  let state = 1;
  const random = (below: number) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 16) % below;
  };
  for (let i = 0; i < count; i++) {
    const width = [4, 200, 2000][i % 3]!;
    const path = Array.from({ length: random(13) }, (): LocationIndex => locations[random(width)]!);
    builder.addSample(builder.addStackOf(path), [i]);
  }
  return builder.finish();
}

describe("profile.proto", () => {
  const strings = ["", "space", "bytes", "f", "f.go", "key"].map((string) => text(6, string));
  const sampleType = message(1, number(1, 1), number(2, 2));

  it("may define what samples refer to behind them, with any ids", () => {
    const huge = 2 ** 53 - 1;
    const profile = decode(
      message(2, packed(1, [huge, 7]), packed(2, [5])),
      message(4, number(1, 7), message(4, number(1, 1_000_000), number(2, 12))),
      message(4, number(1, huge), number(3, 0xdeadn), number(2, 9)),
      message(3, number(1, 9)),
      message(5, number(1, 1_000_000), number(2, 3), number(4, 4)),
      ...strings,
      sampleType,
    );
    expect(profileToText(profile)).toBe("f@f.go:12;0xdead 5");
    expect([...profile.locations.id]).toEqual([7, huge]);
    expect([...profile.locations.mapping]).toEqual([-1, 0]);
  });

  it("has labels that say nothing left out, which go tool pprof does not see either", () => {
    const label = (...fields: (readonly number[])[]) => message(3, number(1, 5), ...fields);
    const labels = [
      label(),
      label(number(3, 0)),
      label(number(3, 0), number(4, 3)),
      label(number(3, 1)),
    ];
    const profile = decode(
      sampleType,
      message(2, packed(1, [1]), packed(2, [5]), ...labels),
      message(4, number(1, 1), message(4, number(1, 1))),
      message(5, number(1, 1), number(2, 3)),
      ...strings,
    );
    expect(profileToText(profile)).toBe("f 5 {key:0 f, key:1}");
  });

  it("may have fields that nobody knows, of each encoding", () => {
    const unknown = [
      number(99, -1),
      [...tag(98, 1), 1, 2, 3, 4, 5, 6, 7, 8],
      text(97, "?"),
      [...tag(96, 5), 1, 2, 3, 4],
    ];
    const profile = decode(
      ...unknown,
      sampleType,
      message(
        2,
        ...unknown,
        packed(1, [1]),
        packed(2, [5]),
        message(3, ...unknown, number(1, 5), number(3, 7)),
      ),
      message(4, ...unknown, number(1, 1), message(4, ...unknown, number(1, 1))),
      message(5, ...unknown, number(1, 1), number(2, 3)),
      ...strings,
    );
    expect(profileToText(profile)).toBe("f 5 {key:7}");
  });

  it("may split a sample's numbers over several fields", () => {
    const profile = decode(
      sampleType,
      sampleType,
      message(2, packed(1, [1]), unpacked(2, [5]), unpacked(1, [2, 1]), packed(2, [6])),
      message(4, number(1, 1), number(3, 1)),
      message(4, number(1, 2), number(3, 2)),
      ...strings,
    );
    expect(profileToText(profile)).toBe("0x1;0x2;0x1 5 6");
  });

  it("takes the last of a field that should be there once", () => {
    const profile = decode(
      ...strings,
      sampleType,
      number(12, 1),
      number(12, 2),
      message(4, number(1, 1), number(3, 1), number(3, 2)),
      message(2, packed(1, [1]), packed(2, [5])),
    );
    expect(profile.period).toBe(2);
    expect(profileToText(profile)).toBe("0x2 5");
  });

  it("keeps values beyond 2^53 exact, and the other columns as numbers", () => {
    const values = [-(2n ** 63n), 2n ** 63n - 1n, 2n ** 53n + 1n, -1n, 2n ** 53n];
    const profile = decode(
      ...strings,
      sampleType,
      sampleType,
      ...values.map((value) => message(2, packed(2, [value, -3]))),
      message(2, packed(2, [2n ** 53n, 2n ** 40n])),
    );
    expect(profile.samples.values[0]).toEqual(BigInt64Array.from([...values, 2n ** 53n]));
    expect(profile.samples.values[1]).toEqual(Float64Array.of(-3, -3, -3, -3, -3, 2 ** 40));
  });

  it("keeps invalid UTF-8 as U+FFFD, and asks for strings only once", () => {
    const profile = decode(text(6, ""), [...tag(6, 2), 2, 0xc3, 0x28], sampleTypeOf(1));
    expect(profile.strings.get(1)).toBe("\u{fffd}(");
    expect(profile.valueTypes).toEqual([{ type: "\u{fffd}(", unit: "" }]);
  });
});

function sampleTypeOf(index: number): readonly number[] {
  return message(1, number(1, index));
}

function decode(...fields: readonly (readonly number[])[]): Profile {
  return decodePprof(Uint8Array.from(fields.flat()));
}
