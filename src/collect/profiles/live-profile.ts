/**
 * The address of a running program's profile, for one that is named by its PID or name: pprof is
 * looked for on the ports that it listens on. Not loaded for files and URLs.
 */
import { ResidentError } from "../../base/errors.ts";
import { displayUrl } from "../http/endpoint.ts";
import type { HttpOptions } from "../http/http-options.ts";
import { resolveTarget } from "../target/resolve-target.ts";

/**
 * `word`: `4817`, `server`, `4817:allocs`. The URL without the seconds that a profile over time
 * takes. Throws RES_TARGET or RES_PROCESS where there is no such process, or none with pprof.
 */
export async function liveProfileUrl(word: string, http: HttpOptions): Promise<string> {
  const [, target, name = "heap"] = /^(.*?)(?::([\w.-]+))?$/s.exec(word)!;
  const live = await resolveTarget([target!], { http });
  if (live.kind !== "live") throw new ResidentError("RES_TARGET", `${target} is no process`);
  if (live.endpoint === undefined) {
    const [missing] = live.missing;
    throw new ResidentError("RES_TARGET", missing?.reason ?? "it serves no pprof", {
      ...(missing?.remedy === undefined ? {} : { hint: missing.remedy }),
    });
  }
  return displayUrl(live.endpoint, live.endpoint.pprofPath + name);
}
