/**
 * Where the program of a mapping can be asked for names: a profile that was fetched came from a
 * program that still knows them. Merging may renumber mappings, so they are found again by build id
 * or file; one that has neither bears the URL for as long as it takes.
 */
import { ExtendedStrings } from "../../model/extended-strings.ts";
import type { Profile } from "../../model/profile.ts";

export interface MappingSource {
  readonly url: string;
  readonly start: bigint;
}

export type MappingSources = Map<string, MappingSource[]>;

/** The profile as fetched from `url`; what its mappings are called by goes to `sources`. */
export function withSource(profile: Profile, url: string, sources: MappingSources): Profile {
  const { mappings } = profile;
  const strings = new ExtendedStrings(profile.strings);
  const filename = mappings.filename.slice();
  for (let i = 0; i < mappings.length; i++) {
    const buildId = strings.get(mappings.buildId[i]!);
    const key = buildId || strings.get(filename[i]!) || url;
    if (key === url) filename[i] = strings.add(url);
    const known = sources.get(key);
    const source = { url, start: mappings.start[i]! };
    if (known === undefined) sources.set(key, [source]);
    else known.push(source);
  }
  return { ...profile, strings, mappings: { ...mappings, filename } };
}

/** Without the URLs that stood in for files, and what looks like one in a profile that was read. */
export function withoutSources(profile: Profile): Profile {
  const { mappings, strings } = profile;
  const isUrl = (index: number) => /^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(strings.get(index));
  const isKept = (file: number, row: number) => mappings.buildId[row] !== 0 || !isUrl(file);
  if (mappings.filename.every(isKept)) return profile;
  const filename = mappings.filename.map((file, row) => (isKept(file, row) ? file : 0));
  return { ...profile, mappings: { ...mappings, filename } };
}
