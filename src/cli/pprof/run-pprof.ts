/** `resident pprof`: reads the profiles that are named, and prints the report or opens the shell. */
import type { Readable } from "node:stream";
import { ResidentError } from "../../base/errors.ts";
import { type PprofFlags, parsePprofFlags } from "../../pprof/flags/pprof-flags.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { loadProfile } from "./load-profile.ts";
import { printReport } from "./print-report.ts";
import { profileHttpOptions } from "./profile-http-options.ts";
import { reportHost } from "./report-host.ts";

/** Where output goes, and where the shell reads; a test listens here. */
export interface PprofStreams {
  writeOut(chunk: string | Uint8Array): void;
  writeError(text: string): void;
  /** Standard input unless given. */
  readonly input?: Readable & { readonly isTTY?: boolean };
  /** Hands on what is held back. */
  flush?(): void;
  /** Someone reads it as it comes: nothing binary goes there. */
  readonly isTerminal?: boolean;
}

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
  if (flags.source.http !== undefined) throw noWebPage();
  const profile = await loadProfile(flags, profileHttpOptions(flags.source), warn);
  const host = await reportHost(flags);
  const { command, argument, settings } = flags;
  if (command === undefined) {
    const { runShell } = await import("./run-shell.ts");
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
  streams.writeOut(commandLineHelp());
}

/** What a server says may end its line itself. */
function asLine(message: string): string {
  return message.endsWith("\n") ? message : `${message}\n`;
}

function noWebPage(): ResidentError {
  return new ResidentError("RES_UNSUPPORTED", "-http: there is no web page yet", {
    hint: "It comes with `resident serve`. -web, -svg and -weblist show pictures and sources now.",
  });
}
