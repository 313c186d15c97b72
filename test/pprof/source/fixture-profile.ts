/** A profile among the fixtures, decoded. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { decodePprof } from "../../../src/decode/pprof/decode-pprof.ts";
import type { Profile } from "../../../src/model/profile.ts";

const FOLDER = join(import.meta.dirname, "../../fixtures/pprof");

export function fixtureProfile(name: string): Profile {
  return decodePprof(gunzipSync(readFileSync(fixturePath(name))));
}

export function fixturePath(name: string): string {
  return join(FOLDER, `${name}.pb.gz`);
}
