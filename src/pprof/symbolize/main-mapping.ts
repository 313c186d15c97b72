/**
 * What the command line says of the program that a profile is of: its file goes before the one that
 * the profile names, a build id only where the profile has none.
 */
import { ExtendedStrings } from "../../model/extended-strings.ts";
import type { MappingTable, Profile } from "../../model/profile.ts";

export interface MainProgram {
  /** "" where not given. */
  readonly file: string;
  readonly buildId: string;
}

/** A profile without mappings gets one that holds all its locations, so that they can be named. */
export function withMainMapping(profile: Profile, { file, buildId }: MainProgram): Profile {
  const whole = profile.mappings.length === 0 ? withOneMapping(profile) : profile;
  if (file === "" && buildId === "") return whole;
  const strings = new ExtendedStrings(whole.strings);
  const { mappings } = whole;
  const [filename, ids] = [mappings.filename.slice(), mappings.buildId.slice()];
  if (file !== "") filename[0] = strings.add(file);
  if (buildId !== "" && whole.strings.get(ids[0]!) === "") ids[0] = strings.add(buildId);
  return { ...whole, strings, mappings: { ...mappings, filename, buildId: ids } };
}

function withOneMapping(profile: Profile): Profile {
  const { locations } = profile;
  const mapping = new Int32Array(locations.length);
  return { ...profile, mappings: oneMapping(), locations: { ...locations, mapping } };
}

function oneMapping(): MappingTable {
  return {
    length: 1,
    id: new Float64Array([1]),
    start: new BigUint64Array(1),
    limit: new BigUint64Array(1),
    offset: new BigUint64Array(1),
    filename: new Int32Array(1),
    buildId: new Int32Array(1),
    hasFunctions: new Uint8Array(1),
    hasFilenames: new Uint8Array(1),
    hasLineNumbers: new Uint8Array(1),
    hasInlineFrames: new Uint8Array(1),
  };
}
