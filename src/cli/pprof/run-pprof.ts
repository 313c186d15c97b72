/** `resident pprof`: reads the profiles that are named, and prints the report or opens the shell. */
import { ResidentError } from "../../base/errors.ts";
import { loadRegexps } from "../../base/regexp.ts";
import { type PprofFlags, parsePprofFlags } from "../../pprof/flags/pprof-flags.ts";
import { takesPatterns } from "../../pprof/takes-patterns.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { loadProfile } from "./load/load-profile.ts";
import { profileHttpOptions } from "./load/profile-http-options.ts";
import type { PprofStreams } from "./output/pprof-streams.ts";
import { printReport } from "./output/print-report.ts";
import { reportHost } from "./report-host.ts";

/** `args`: everything behind `resident pprof`. */
export async function runPprof(args: readonly string[], streams: PprofStreams): Promise<ExitCode> {
  const warn = (message: string) => streams.writeError(asLine(message));
  try {
    const flags = parsePprofFlags(args, warn);
    if (flags.wantsHelp) await printHelp(streams);
    else await run(flags, streams, warn);
    return EXIT.done;
  } catch (error) {
    if (!(error instanceof ResidentError)) throw error;
    const { message, hint } = error;
    warn(message);
    if (hint !== undefined) warn(hint);
    return EXIT.error;
  }
}

async function run(
  flags: PprofFlags,
  streams: PprofStreams,
  warn: (message: string) => void,
): Promise<void> {
  const profile = await loadProfile(flags, profileHttpOptions(flags.source), warn);
  const { http } = flags.source;
  if (http !== undefined) {
    const { serveProfile } = await import("./serve-profile.ts");
    await serveProfile(profile, flags, http, warn);
    return;
  }
  const host = await reportHost(flags);
  const { command, argument, settings } = flags;
  if (command === undefined || takesPatterns(settings, argument)) await loadRegexps();
  if (command === undefined) {
    const { runShell } = await import("./shell/run-shell.ts");
    await runShell({ profile, settings, host, streams });
    return;
  }
  const { json } = flags.source;
  const request = { profile, command, settings, json, host, warn };
  const viewed = await printReport(
    argument === undefined ? request : { ...request, argument },
    streams,
    { isShell: false },
  );
  viewed?.remove();
}

async function printHelp(streams: PprofStreams): Promise<void> {
  const { commandLineHelp } = await import("../../pprof/help/command-line-help.ts");
  // Where the reference has it, so that what reads standard output gets reports alone.
  streams.writeError(commandLineHelp());
}

/** What a server says may end its line itself. */
function asLine(message: string): string {
  return message.endsWith("\n") ? message : `${message}\n`;
}
