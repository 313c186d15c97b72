/** Which locations of a profile have yet to get their names, by the mapping that holds their code. */
import { baseName } from "../../base/base-name.ts";
import type { Profile } from "../../model/profile.ts";

export interface UnnamedMapping {
  readonly mapping: number;
  readonly file: string;
  readonly buildId: string;
  readonly start: bigint;
  readonly locations: readonly number[];
}

/** Those whose names are not in the profile; all of them with `force`. */
export function unnamedMappings(profile: Profile, force: boolean): UnnamedMapping[] {
  const { mappings, strings } = profile;
  const locationsOf = locationsByMapping(profile);
  const found: UnnamedMapping[] = [];
  for (let mapping = 0; mapping < mappings.length; mapping++) {
    if (!force && isNamed(profile, mapping)) continue;
    const locations = locationsOf.get(mapping);
    if (locations === undefined) continue;
    found.push({
      mapping,
      file: strings.get(mappings.filename[mapping]!),
      buildId: strings.get(mappings.buildId[mapping]!),
      start: mappings.start[mapping]!,
      locations,
    });
  }
  return found;
}

/**
 * The mappings of programs that could be asked have their functions, also those of which there was
 * nothing to ask: `-raw` and what is saved say so.
 */
export function withAskedMappings(
  profile: Profile,
  isAsked: (file: string, buildId: string) => boolean,
): Profile {
  const { mappings, strings } = profile;
  const hasFunctions = mappings.hasFunctions.map((has, mapping) => {
    const [file, id] = [mappings.filename[mapping]!, mappings.buildId[mapping]!].map(strings.get);
    return has === 1 || isAsked(file!, id!) ? 1 : 0;
  });
  return { ...profile, mappings: { ...mappings, hasFunctions } };
}

/** Memory that no file has the names of: the kernel's own, a graphics driver's, what was made anew. */
export function isSystemMapping(file: string): boolean {
  const name = baseName(file);
  const isKernel = name.startsWith("[") || name.startsWith("linux-vdso");
  return isKernel || /^\/(?:dev\/dri\/|memfd:)/.test(file) || file === "//anon";
}

function isNamed({ mappings }: Profile, mapping: number): boolean {
  const { hasFunctions, hasFilenames, hasLineNumbers } = mappings;
  return (hasFunctions[mapping]! | hasFilenames[mapping]! | hasLineNumbers[mapping]!) !== 0;
}

function locationsByMapping({ locations }: Profile): Map<number, number[]> {
  const byMapping = new Map<number, number[]>();
  for (let i = 0; i < locations.length; i++) {
    const mapping = locations.mapping[i]!;
    const known = byMapping.get(mapping);
    if (known === undefined) byMapping.set(mapping, [i]);
    else known.push(i);
  }
  return byMapping;
}
