/** Which locations are to be asked about, by the mapping that holds them. */
import { expect, test } from "vitest";
import { ProfileBuilder } from "../../../src/model/profile-builder.ts";
import { unnamedMappings } from "../../../src/pprof/symbolize/unnamed-mappings.ts";

test("those in mappings without names, in their order; all of them by force", () => {
  const builder = newBuilder();
  const named = builder.addMapping(mapping("/bin/named", true));
  const unnamed = builder.addMapping(mapping("/bin/unnamed", false));
  builder.addMapping(mapping("/lib/unused.so", false));
  for (const each of [unnamed, named, unnamed]) builder.addLocation({ mapping: each });
  builder.addLocation({});
  const profile = builder.finish();
  const found = (force: boolean) =>
    unnamedMappings(profile, force).map(({ file, locations }) => [file, locations]);
  expect(found(false)).toEqual([["/bin/unnamed", [0, 2]]]);
  expect(found(true)).toEqual([
    ["/bin/named", [1]],
    ["/bin/unnamed", [0, 2]],
  ]);
});

/** A walk through all locations for each mapping takes a minute. */
test("of very many mappings", () => {
  const builder = newBuilder();
  for (let i = 0; i < 300_000; i++) {
    builder.addLocation({ mapping: builder.addMapping(mapping(`/lib/${i}.so`, false)) });
  }
  const found = unnamedMappings(builder.finish(), false);
  expect(found.length).toBe(300_000);
  expect(found.at(-1)).toMatchObject({ file: "/lib/299999.so", locations: [299_999] });
});

function newBuilder(): ProfileBuilder {
  const type = { type: "cpu", unit: "count" };
  return new ProfileBuilder({ valueTypes: [type], periodType: type, period: 1 });
}

function mapping(filename: string, hasFunctions: boolean) {
  return { filename, hasFunctions, start: 0n, limit: 0n, offset: 0n };
}
