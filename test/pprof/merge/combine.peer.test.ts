/**
 * Random profiles merged and compared, as profile.proto: to the byte what the installed
 * `go tool pprof` writes, once unpacked.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import type { Profile } from "../../../src/model/profile.ts";
import { encodePprof } from "../../support/encode-pprof.ts";
import { runOwn } from "../../support/own-pprof.ts";
import { randomProfile } from "../../support/random-profile.ts";
import { randomReportProfile } from "../../support/random-report-profile.ts";
import { type Run, referencePath, runReference } from "../../support/reference-pprof.ts";
import { canonical } from "../peer/canonical.ts";
import { peerProfiles } from "../peer/matrix.ts";

const RUNS = Number(process.env["PPROF_RUNS"] ?? 300);
const folder = mkdtempSync(join(tmpdir(), "resident-merge-"));
const output = join(folder, "output.pb.gz");
const files = ["a", "b", "c"].map((name) => join(folder, `${name}.pb`));
afterAll(() => rmSync(folder, { recursive: true }));

/** How it ended, and the profile that it wrote. */
async function written(run: (args: string[]) => Run | Promise<Run>, args: readonly string[]) {
  const { status, stderr, stdout } = await run([
    ...args.slice(0, 1),
    "-output",
    output,
    ...args.slice(1),
  ]);
  const bytes = existsSync(output) ? gunzipSync(readFileSync(output)).toString("latin1") : "";
  rmSync(output, { force: true });
  return { bytes, ...canonical({ status, stdout, stderr: withoutAddresses(stderr) }, args) };
}

/** Of lists of types the reference prints where they are in memory. */
function withoutAddresses(text: string): string {
  return text.replace(/(incompatible sample types) .*/g, "$1");
}

async function expectSame(args: readonly string[]): Promise<void> {
  expect(await written(runOwn, args)).toEqual(await written(runReference, args));
}

const MODES = [
  ["-proto", files[0]!, files[1]!],
  ["-proto", files[0]!, files[1]!, files[2]!, files[0]!],
  ["-proto", "-base", files[1]!, files[0]!],
  ["-proto", "-base", files[0]!, files[0]!],
  ["-proto", "-diff_base", files[1]!, files[0]!, files[2]!],
  ["-proto", "-normalize", "-diff_base", files[1]!, files[0]!],
  ["-proto", "-normalize", "-base", files[1]!, files[0]!],
  ["-proto", "-divide_by=3", "-add_comment=again", files[0]!],
];
const TOP = ["-topproto", "-lines", "-base", files[1]!, files[0]!];

const TYPES = ["alloc_space", "inuse_space", "n", "delay"];
const UNITS = ["bytes", "kilobytes", "count", "ms"];

/**
 * Any tables and values, in types that fit each other. The reference crashes at a build id of one
 * letter, so there is none.
 */
const anyProfile = randomProfile.map((profile): Profile => {
  const { valueTypes, mappings, strings } = profile;
  const unitOf = (i: number) => (i === 0 ? UNITS[valueTypes.length % 2]! : UNITS[i]!);
  return {
    ...profile,
    valueTypes: valueTypes.map((_, i) => ({ type: TYPES[i]!, unit: unitOf(i) })),
    periodType: { type: "space", unit: "bytes" },
    mappings: {
      ...mappings,
      buildId: mappings.buildId.map(() => 0),
      // What may be a URL is left to the tests of the loader.
      filename: mappings.filename.map((file) => (strings.get(file).includes(":") ? 0 : file)),
    },
  };
});

function three(profile: fc.Arbitrary<Profile>): fc.Arbitrary<Profile[]> {
  return fc.array(profile, { minLength: 3, maxLength: 3 });
}

const isMissing = referencePath === undefined;

test.skipIf(isMissing).each([
  ["reports", three(randomReportProfile), [...MODES, TOP]],
  ["anything", three(anyProfile), [...MODES, TOP]],
])(
  "random profiles of %s are combined the same",
  async (_, profiles, modes) => {
    const property = fc.asyncProperty(profiles, fc.constantFrom(...modes), async (all, args) => {
      for (const [i, profile] of all.entries()) writeFileSync(files[i]!, encodePprof(profile));
      await expectSame(args);
    });
    await fc.assert(property, { numRuns: RUNS });
  },
  600_000,
);

test.skipIf(isMissing).each(peerProfiles().map(({ name, words }) => [name, words] as const))(
  "%s is written the same",
  async (_, words) => {
    await expectSame(["-proto", ...words]);
    await expectSame(["-topproto", "-cum", ...words]);
  },
);
