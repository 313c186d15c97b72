/** The interactive shell of `resident pprof`. */
import type { Profile } from "../../model/profile.ts";
import type { ReportHost } from "../../pprof/report-input.ts";
import type { Settings } from "../../pprof/settings.ts";
import type { PprofStreams } from "./run-pprof.ts";

export interface ShellOptions {
  readonly profile: Profile;
  readonly settings: Settings;
  readonly host: ReportHost;
  readonly streams: PprofStreams;
}

export async function runShell(_options: ShellOptions): Promise<void> {}
