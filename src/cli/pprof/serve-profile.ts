/**
 * `resident pprof -http=HOST:PORT`: the page's Code view of the profile that the sources make. What
 * the page can filter by (focus, hide) begins as the command line has it and can be taken off there;
 * all other filters are applied before.
 */
import { ResidentError } from "../../base/errors.ts";
import { loadRegexps } from "../../base/regexp.ts";
import type { Profile } from "../../model/profile.ts";
import { applyFilters } from "../../pprof/filter/apply-filters.ts";
import { addTagFrames } from "../../pprof/filter/tag-frames.ts";
import type { PprofFlags } from "../../pprof/flags/pprof-flags.ts";
import { sourceWords } from "../../pprof/flags/source-words.ts";
import { labelUnits } from "../../pprof/label-units.ts";
import type { Settings } from "../../pprof/settings.ts";
import { splitList } from "../../pprof/trim-path.ts";
import { linkedFiles } from "../../server/served-profiles.ts";
import { profilePage } from "../page/profile-page.ts";
import { servePage } from "../page/serve-page.ts";

/** Resolves when the user ends it. */
export async function serveProfile(
  profile: Profile,
  flags: PprofFlags,
  http: string,
  warn: (message: string) => void,
): Promise<void> {
  const { settings, source, words } = flags;
  const { page, profiles } = await profilePage(profile, {
    target: words.join(" "),
    source: sourceWords(flags),
    value: settings.sample_index,
    shown: await filtered(profile, settings, warn),
    toFiles: linkedFiles,
  });
  const address = { ...hostAndPort(http), open: !source.noBrowser };
  const own = {
    cwd: process.cwd(),
    sourcePath: splitList(settings.source_path),
    trimPath: splitList(settings.trim_path),
  };
  await servePage({
    page,
    profiles,
    flags: address,
    source: own,
    hash: hashOf(flags),
    say: warn,
  });
}

async function filtered(
  profile: Profile,
  settings: Settings,
  warn: (message: string) => void,
): Promise<Profile> {
  await loadRegexps();
  const own = { ...settings, focus: "", hide: "" };
  const { units } = labelUnits(profile);
  return applyFilters(addTagFrames(profile, own, warn), own, units, warn);
}

/** As pprof takes them: a missing host is this machine, a missing port any that is free. */
function hostAndPort(address: string): { readonly host: string; readonly port: number } {
  const [, host = "", port = ""] = /^(.*):([^:\]]*)$/.exec(address) ?? [];
  const isAddress = address.includes(":");
  const number = port === "" ? 0 : Number(port);
  if (!isAddress || !Number.isInteger(number) || number < 0 || number > 65535) {
    throw new ResidentError("RES_USAGE", `could not split http address: ${address}`, {
      hint: "Write it as -http=localhost:8080, or as -http=: for any port.",
    });
  }
  return { host: host === "" ? "localhost" : host.replace(/^\[(.*)\]$/, "$1"), port: number };
}

/** The page's state (src/web/state) that the flags stand for. */
function hashOf({ settings }: PprofFlags): string {
  const query = new URLSearchParams();
  if (settings.focus !== "") query.set("focus", settings.focus);
  if (settings.hide !== "") query.set("hide", settings.hide);
  if (settings.granularity === "lines") query.set("by", "line");
  const text = query.toString();
  return text === "" ? "" : `#code?${text}`;
}
