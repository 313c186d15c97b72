/**
 * Random profiles as reports meet them: names that sort, shorten and match like real ones, few of
 * them so that they recur, inlined calls, labels, negative and large values.
 *
 * All functions have names: of nodes that print the same the reference leaves the order to chance.
 */
import fc from "fast-check";
import type { LocationIndex, MappingIndex, Profile } from "../../src/model/profile.ts";
import { ProfileBuilder } from "../../src/model/profile-builder.ts";

const NAMES = [
  "main.main",
  "main.(*T).Method",
  "main.work.func1",
  "main.Map[...]",
  "runtime.mallocgc",
  "runtime.goexit",
  "example.com/a/b/v3.(*Client).Do",
  "example.com/a/b.init.0",
  "strings.(*Builder).grow",
  "std::vector<int>::push_back(int const&)",
  "(anonymous namespace)::Run",
  ".Visitor::operator()(int) const",
  "Größe.Ω",
];
const FILES = ["/src/main.go", "/src/a/../b/lib.go", "/go/pkg/mod/x@v1.2.3/x.go", "x.go", ""];
const TYPES = [
  { type: "samples", unit: "count" },
  { type: "inuse_space", unit: "bytes" },
  { type: "cpu", unit: "nanoseconds" },
  { type: "delay", unit: "milliseconds" },
  { type: "odd", unit: "apples" },
];

const value = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: -5000, max: 1 << 24 }) },
  { weight: 4, arbitrary: fc.constantFrom(0, 1, 512, 1024, 1536, 1 << 20, 5 << 17) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 2 ** 40 }) },
  // Sums beyond 2^53, which doubles don't hold, and beyond 2^63, where 64 bits wrap around.
  { weight: 1, arbitrary: fc.bigInt({ min: -(2n ** 54n), max: 2n ** 62n }) },
);
const label = fc.oneof(
  fc.record({ key: fc.constantFrom("job", "tier"), str: fc.constantFrom("a", "b", "long value") }),
  fc.record({
    key: fc.constantFrom("bytes", "request", "n"),
    num: fc.oneof(fc.nat({ max: 4096 }), fc.constantFrom(-7, 0, 2 ** 31)),
    unit: fc.constantFrom("", "", "bytes", "kilobytes"),
  }),
);
const index = fc.nat({ max: 1000 });
const line = fc.record({
  func: index,
  line: fc.nat({ max: 60 }),
  column: fc.constantFrom(0, 0, 0, 3),
});
const location = fc.record({
  address: fc.oneof(fc.constant(0n), fc.bigInt({ min: 1n, max: 2n ** 33n })),
  mapping: index,
  lines: fc.array(line, { maxLength: 3 }),
});

export const randomReportProfile: fc.Arbitrary<Profile> = fc
  .record({
    valueTypes: fc.uniqueArray(fc.constantFrom(...TYPES), { minLength: 1, maxLength: 3 }),
    mappings: fc.array(fc.constantFrom("/bin/server", "/lib/libc.so.6", ""), { maxLength: 2 }),
    functions: fc.array(
      fc.record({
        name: fc.constantFrom(...NAMES),
        filename: fc.constantFrom(...FILES),
        startLine: fc.nat({ max: 30 }),
      }),
      { minLength: 1, maxLength: 10 },
    ),
    locations: fc.array(location, { minLength: 1, maxLength: 25 }),
    durationNanos: fc.constantFrom(0n, 1n, 30_123_456_789n),
    timeNanos: fc.constantFrom(0n, 1_700_000_000_123_456_789n),
    comments: fc.array(fc.constantFrom("a comment", "#hidden"), { maxLength: 2 }),
  })
  .chain((tables) =>
    fc.record({
      tables: fc.constant(tables),
      samples: fc.array(
        fc.record({
          path: fc.array(index, { maxLength: 9 }),
          values: fc.tuple(...tables.valueTypes.map(() => value)),
          labels: fc.array(label, { maxLength: 3 }),
        }),
        { maxLength: 40 },
      ),
    }),
  )
  .map(({ tables, samples }) => build(tables, samples));

interface Tables {
  readonly valueTypes: readonly { type: string; unit: string }[];
  readonly mappings: readonly string[];
  readonly functions: readonly { name: string; filename: string; startLine: number }[];
  readonly locations: readonly {
    address: bigint;
    mapping: number;
    lines: readonly { func: number; line: number; column: number }[];
  }[];
  readonly durationNanos: bigint;
  readonly timeNanos: bigint;
  readonly comments: readonly string[];
}

interface Sample {
  readonly path: readonly number[];
  readonly values: readonly (number | bigint)[];
  readonly labels: readonly NonNullable<Parameters<ProfileBuilder["addSample"]>[2]>[number][];
}

function build(tables: Tables, samples: readonly Sample[]): Profile {
  const { valueTypes, mappings, functions, locations, ...header } = tables;
  const builder = new ProfileBuilder({
    ...header,
    valueTypes,
    periodType: valueTypes[0]!,
    period: 1,
  });
  const mappingRows = mappings.map((filename, i) =>
    builder.addMapping({
      start: BigInt(i) << 32n,
      limit: BigInt(i + 1) << 32n,
      filename,
      hasFunctions: true,
    }),
  );
  const functionRows = functions.map((func) =>
    builder.addFunction({ ...func, systemName: func.name }),
  );
  const locationRows = locations.map(({ mapping, lines, address }) =>
    builder.addLocation({
      address,
      mapping: mappingRows[mapping % (mappingRows.length + 1)] ?? (-1 as MappingIndex),
      lines: lines.map((each) => ({
        ...each,
        func: functionRows[each.func % functionRows.length]!,
      })),
    }),
  );
  for (const { path, values, labels } of samples) {
    const stack = path.map((i): LocationIndex => locationRows[i % locationRows.length]!);
    builder.addSample(builder.addStackOf(stack), values, labels);
  }
  return builder.finish();
}
