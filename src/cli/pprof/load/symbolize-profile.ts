/**
 * Names for addresses that a profile brings without: from the program's file, as Go's tools read it,
 * then from the program itself, if the profile was fetched. Profiles that Go writes have theirs.
 */
import { baseName } from "../../../base/base-name.ts";
import type { HttpOptions } from "../../../collect/http/http-options.ts";
import { openObject } from "../../../collect/objects/open-object.ts";
import { symbolUrl } from "../../../collect/profiles/profile-url.ts";
import type { Profile } from "../../../model/profile.ts";
import { loadOffset } from "../../../pprof/objects/load-offset.ts";
import type { MappingSources } from "../../../pprof/symbolize/mapping-sources.ts";
import { type NamedPlace, nameLocations } from "../../../pprof/symbolize/name-locations.ts";
import { askForNames, readNames } from "../../../pprof/symbolize/remote-names.ts";
import { simplifyNames } from "../../../pprof/symbolize/simplify-names.ts";
import { symbolizeMode } from "../../../pprof/symbolize/symbolize-mode.ts";
import {
  isSystemMapping,
  type UnnamedMapping,
  unnamedMappings,
  withAskedMappings,
} from "../../../pprof/symbolize/unnamed-mappings.ts";

export interface SymbolizeOptions {
  /** Value of -symbolize. */
  readonly mode: string;
  readonly sources: MappingSources;
  readonly http: HttpOptions;
  readonly warn: (message: string) => void;
}

/** Throws where the program refuses to be asked. */
export async function symbolizeProfile(
  given: Profile,
  { mode, sources, http, warn }: SymbolizeOptions,
): Promise<Profile> {
  const { isOn, local, remote, force, names } = symbolizeMode(mode, warn);
  if (!isOn) return given;
  let profile = given;
  if (local) profile = symbolizeLocally(profile, force, warn);
  if (remote && sources.size > 0) {
    for (const unnamed of unnamedMappings(profile, force)) {
      profile = await symbolizeRemotely(profile, unnamed, sources, http);
    }
    profile = withAskedMappings(profile, (file, id) => askable(sources, file, id) !== undefined);
  }
  return simplifyNames(profile, names, force);
}

function symbolizeLocally(
  given: Profile,
  force: boolean,
  warn: (message: string) => void,
): Profile {
  let profile = given;
  let isMissing = false;
  for (const unnamed of unnamedMappings(given, force)) {
    const { file, buildId, mapping } = unnamed;
    if (file === "" && mapping === 0) warn("Main binary filename not available.");
    else if (file === "") isMissing = true;
    else if (!isSystemMapping(file) && !(buildId === "" && /^https?\b[^/]*:/i.test(file))) {
      const places = localPlaces(profile, unnamed, warn);
      if (places === undefined) isMissing = true;
      else profile = nameLocations(profile, places);
    }
  }
  if (isMissing) {
    warn(
      "Some binary filenames not available. Symbolization may be incomplete.\n" +
        "Try setting PPROF_BINARY_PATH to the search path for local binaries.",
    );
  }
  return profile;
}

/** Undefined where the file can't be read. */
function localPlaces(
  { locations: { address } }: Profile,
  { file, buildId, start, locations }: UnnamedMapping,
  warn: (message: string) => void,
): Map<number, NamedPlace> | undefined {
  const object = openObject(file);
  if ("error" in object) {
    const id = buildId === "" ? "" : ` (build ID ${buildId})`;
    warn(`Local symbolization failed for ${baseName(file)}${id}: ${object.error}`);
    return undefined;
  }
  const offset = loadOffset(object, start);
  const lines = object.sourceLines(locations.map((i) => address[i]! - offset));
  const places = new Map<number, NamedPlace>();
  for (const [at, line] of lines.entries()) {
    if (line !== undefined) places.set(locations[at]!, line);
  }
  return places;
}

/** The program that has the mapping, where it can be asked, and where it lies there. */
function askable(
  sources: MappingSources,
  file: string,
  buildId: string,
): { readonly url: string; readonly start: bigint } | undefined {
  const [source] = [...(sources.get(file) ?? []), ...(sources.get(buildId) ?? [])];
  const url = source === undefined ? undefined : symbolUrl(source.url);
  return source === undefined || url === undefined ? undefined : { url, start: source.start };
}

async function symbolizeRemotely(
  profile: Profile,
  unnamed: UnnamedMapping,
  sources: MappingSources,
  http: HttpOptions,
): Promise<Profile> {
  const { file, buildId, start } = unnamed;
  const asked = askable(sources, file, buildId);
  if (asked === undefined) return profile;
  const { url } = asked;
  const offset = asked.start - start;
  const addresses = askForNames(profile, unnamed, offset);
  if (addresses.length === 0) return profile;
  const { fetchNames } = await import("../../../collect/profiles/fetch-names.ts");
  const answer = await fetchNames(url, addresses, http);
  return nameLocations(profile, readNames(profile, unnamed, offset, answer));
}
