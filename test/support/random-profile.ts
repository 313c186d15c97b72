/** Random profiles for property tests: small, but with every kind of thing in them. */
import fc from "fast-check";
import type { LocationIndex, MappingIndex, Profile } from "../../src/model/profile.ts";
import { ProfileBuilder } from "../../src/model/profile-builder.ts";

const name = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.constantFrom("", "main.main", "größe", "\u{1f600}"),
);
const uint64 = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  fc.constantFrom(0n, 2n ** 64n - 1n),
);
const int64 = fc.oneof(
  { weight: 8, arbitrary: fc.integer() },
  fc.maxSafeInteger(),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.constantFrom(2n ** 53n, 2n ** 53n + 1n, -(2n ** 53n), -(2n ** 53n) - 1n),
);
const small = fc.nat({ max: 1 << 20 });
const index = fc.nat({ max: 1000 });
const bool = fc.boolean();

const label = fc.oneof(
  fc.record({ key: name, str: name.filter((text) => text !== "") }),
  // One that says nothing at all is left out when it is read.
  fc
    .record({ key: name, num: int64, unit: name })
    .filter(({ num, unit }) => BigInt(num) !== 0n || unit !== ""),
);
const mapping = fc.record({
  start: uint64,
  limit: uint64,
  offset: uint64,
  filename: name,
  buildId: name,
  hasFunctions: bool,
  hasFilenames: bool,
  hasLineNumbers: bool,
  hasInlineFrames: bool,
});
const func = fc.record({ name, systemName: name, filename: name, startLine: fc.maxSafeInteger() });
const location = fc.record({
  address: uint64,
  mapping: fc.option(index),
  isFolded: bool,
  lines: fc.array(fc.record({ func: index, line: small, column: small }), { maxLength: 3 }),
});
const sample = (types: number) =>
  fc.record({
    path: fc.array(index, { maxLength: 12 }),
    values: fc.array(int64, { minLength: types, maxLength: types }),
    labels: fc.array(label, { maxLength: 3 }),
  });

/** Distinct ids for n rows, dense or sparse, in any order. */
const ids = (length: number) =>
  fc.uniqueArray(
    fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 2 ** 53 - 1 })),
    {
      minLength: length,
      maxLength: length,
    },
  );

export const randomProfile: fc.Arbitrary<Profile> = fc
  .record({
    valueTypes: fc.array(fc.record({ type: name, unit: name }), { minLength: 1, maxLength: 4 }),
    mappings: fc.array(mapping, { maxLength: 3 }),
    functions: fc.array(func, { minLength: 1, maxLength: 6 }),
    locations: fc.array(location, { minLength: 1, maxLength: 40 }),
  })
  .chain((tables) =>
    fc.record({
      tables: fc.constant(tables),
      samples: fc.array(sample(tables.valueTypes.length), { maxLength: 60 }),
      texts: fc.record({
        defaultValueType: name,
        docUrl: name,
        dropFrames: name,
        keepFrames: name,
      }),
      comments: fc.array(name, { maxLength: 3 }),
      period: fc.maxSafeInteger(),
      times: fc.tuple(
        fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
        fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
      ),
      mappingIds: ids(tables.mappings.length),
      functionIds: ids(tables.functions.length),
      locationIds: ids(tables.locations.length),
    }),
  )
  .map(({ tables, samples, texts, comments, period, times, ...tableIds }) => {
    const { valueTypes, mappings, functions, locations } = tables;
    const [timeNanos, durationNanos] = times;
    const periodType = valueTypes[0]!;
    const header = { valueTypes, periodType, ...texts, comments, period, timeNanos, durationNanos };
    const builder = new ProfileBuilder(header);
    for (const text of headerTexts(header)) builder.addString(text);
    const mappingRows = mappings.map((each) => builder.addMapping(each));
    const functionRows = functions.map((each) => builder.addFunction(each));
    const locationRows = locations.map((each) =>
      builder.addLocation({
        ...each,
        mapping:
          each.mapping === null ? -1 : (pick(mappingRows, each.mapping) ?? (-1 as MappingIndex)),
        lines: each.lines.map((line) => ({ ...line, func: pick(functionRows, line.func)! })),
      }),
    );
    for (const { path, values, labels } of samples) {
      const stack = path.map((i): LocationIndex => pick(locationRows, i)!);
      builder.addSample(builder.addStackOf(stack), values, labels);
    }
    return withIds(builder.finish(), tableIds);
  });

function headerTexts(header: {
  valueTypes: readonly { type: string; unit: string }[];
  defaultValueType: string;
  docUrl: string;
  dropFrames: string;
  keepFrames: string;
  comments: readonly string[];
}): string[] {
  const { defaultValueType, docUrl, dropFrames, keepFrames, comments } = header;
  const types = header.valueTypes.flatMap(({ type, unit }) => [type, unit]);
  return [...types, defaultValueType, docUrl, dropFrames, keepFrames, ...comments];
}

function withIds(
  profile: Profile,
  ids: { mappingIds: number[]; functionIds: number[]; locationIds: number[] },
): Profile {
  return {
    ...profile,
    mappings: { ...profile.mappings, id: Float64Array.from(ids.mappingIds) },
    functions: { ...profile.functions, id: Float64Array.from(ids.functionIds) },
    locations: { ...profile.locations, id: Float64Array.from(ids.locationIds) },
  };
}

function pick<T>(items: readonly T[], at: number): T | undefined {
  return items.length === 0 ? undefined : items[at % items.length];
}
