/** Writing is the other way round of reading; that the bytes are the reference's is a peer test. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { decodePprof } from "../../../src/decode/pprof/decode-pprof.ts";
import type { Profile } from "../../../src/model/profile.ts";
import { ProfileBuilder } from "../../../src/model/profile-builder.ts";
import { encodeProfile } from "../../../src/pprof/encode/encode-profile.ts";
import { labelsOf } from "../../../src/pprof/labels.ts";
import { CAPTURES } from "../../support/captures.ts";
import { encodePprof } from "../../support/encode-pprof.ts";
import { pathOf } from "../../support/plain-profile.ts";
import { randomProfile } from "../../support/random-profile.ts";

test("what was written is read again", () => {
  fc.assert(
    fc.property(randomProfile, (made) => {
      // Labels that say nothing, and texts that UTF-8 has no bytes for, don't outlive a first reading.
      const profile = decodePprof(encodePprof(made));
      expect(contentOf(decodePprof(encode(profile)))).toEqual(contentOf(profile));
    }),
    { numRuns: 300 },
  );
});

test("a profile that was written once is written the same again", () => {
  for (const path of ["probe/go1.26/0001/pprof/heap", "seed/go1.19.8/0002/pprof/heap"]) {
    const first = encode(decodePprof(gunzipSync(readFileSync(join(CAPTURES, path)))));
    expect(Buffer.compare(encode(decodePprof(first)), first)).toBe(0);
  }
});

test("names that are not UTF-8 keep their bytes", () => {
  const bytes = Buffer.from(encode(withFunction("??")));
  const at = bytes.indexOf("??");
  bytes[at] = 0xff;
  expect(Buffer.compare(encode(decodePprof(bytes)), bytes)).toBe(0);
});

test("samples of many MiB come in pieces that make the same", () => {
  const builder = new ProfileBuilder({ valueTypes: [{ type: "n", unit: "count" }] });
  const location = builder.addLocation({ address: 1n });
  const stack = builder.addStack(-1, location);
  for (let i = 0; i < 300_000; i++) builder.addSample(stack, [2 ** 40 + i]);
  const profile = builder.finish();
  const pieces = [...encodeProfile(profile)];
  expect(pieces.length).toBeGreaterThan(2);
  expect(decodePprof(Buffer.concat(pieces)).samples).toEqual(profile.samples);
});

function encode(profile: Profile): Uint8Array {
  return Buffer.concat([...encodeProfile(profile)]);
}

function withFunction(name: string): Profile {
  const builder = new ProfileBuilder({ valueTypes: [{ type: "n", unit: "count" }] });
  const func = builder.addFunction({ name });
  builder.addSample(builder.addStack(-1, builder.addLocation({ lines: [{ func }] })), [1]);
  return builder.finish();
}

/** Everything that a profile says, with texts in the place of their indices. */
function contentOf(profile: Profile) {
  const {
    samples,
    labels: _,
    stacks,
    lines,
    locations,
    functions,
    mappings,
    strings,
    ...header
  } = profile;
  const texts = (column: Int32Array) => Array.from(column, (index) => strings.get(index));
  return {
    header,
    values: samples.values,
    paths: Array.from(samples.stack, (stack) => pathOf(stacks, stack)),
    labels: Array.from({ length: samples.length }, (_, i) => sortedLabels(profile, i)),
    lines,
    locations,
    functions: {
      ...functions,
      name: texts(functions.name),
      systemName: texts(functions.systemName),
      filename: texts(functions.filename),
    },
    mappings: { ...mappings, filename: texts(mappings.filename), buildId: texts(mappings.buildId) },
  };
}

function sortedLabels(profile: Profile, sample: number) {
  const { strings, numbers } = labelsOf(profile, sample);
  const byKey = <T>([a]: [string, T], [b]: [string, T]) => (a < b ? -1 : 1);
  // A column of bigints has the same numbers as one of doubles.
  const figures = [...numbers].map(([key, { values, units }]): [string, unknown] => [
    key,
    [values.map(String), units],
  ]);
  return { strings: [...strings].sort(byKey), numbers: figures.sort(byKey) };
}
