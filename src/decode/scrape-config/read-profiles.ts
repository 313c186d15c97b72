/** `profiling_config`: which profiles to take, and where a program has its pprof. */
import type { ScrapeJob } from "../../model/scrape-config.ts";
import type { ConfigFields } from "./config-fields.ts";
import type { Ignored } from "./ignored.ts";

export type ProfileSettings = Pick<ScrapeJob, "pprofPath" | "heap" | "goroutines">;

const USUAL_FOLDER = "/debug/pprof/";
const NOT_TAKEN = "is a profile that Resident does not record";

export function readProfiles(fields: ConfigFields | undefined, ignored: Ignored): ProfileSettings {
  if (fields === undefined) return { pprofPath: USUAL_FOLDER, heap: true, goroutines: true };
  const prefix = fields.urlPath("path_prefix", "/").replace(/\/+$/, "");
  const profiles = fields.has("pprof_config") ? fields.map("pprof_config") : undefined;
  const memory = readProfile(profiles, "memory", ignored);
  const goroutine = readProfile(profiles, "goroutine", ignored);
  for (const name of profiles?.keys() ?? []) {
    if (name === "memory" || name === "goroutine") continue;
    const { isEnabled } = readProfile(profiles, name, ignored);
    if (isEnabled) ignored.say(name, NOT_TAKEN);
  }
  fields.done();
  const folders = [memory.folder, goroutine.folder].filter((folder) => folder !== undefined);
  const [folder = USUAL_FOLDER, other] = folders;
  if (other !== undefined && other !== folder) {
    const expected = `both profiles in one folder: ${folder}`;
    throw profiles!.wrong("goroutine", expected, other);
  }
  return {
    pprofPath: prefix + folder,
    heap: memory.isEnabled,
    goroutines: goroutine.isEnabled,
  };
}

interface ProfileKeys {
  readonly isEnabled: boolean;
  /** Of the path that is given. */
  readonly folder: string | undefined;
}

function readProfile(
  profiles: ConfigFields | undefined,
  name: string,
  ignored: Ignored,
): ProfileKeys {
  if (profiles?.has(name) !== true) return { isEnabled: true, folder: undefined };
  const fields = profiles.map(name);
  const isEnabled = fields.flag("enabled", true);
  const path = fields.has("path") ? fields.urlPath("path") : undefined;
  for (const key of ["delta", "seconds", "keep_sample_type"]) {
    if (name === "memory" || name === "goroutine") ignored.take(fields, key);
    else fields.ignore(key);
  }
  fields.done();
  return { isEnabled, folder: path?.replace(/[^/]*$/, "") };
}
