/** `resident pprof`: reads the profiles that are named, and prints the report or opens the shell. */

import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { ResidentError } from "../../base/errors.ts";
import { decodePprof } from "../../decode/pprof/decode-pprof.ts";
import { parsePprofFlags } from "../../pprof/flags/pprof-flags.ts";
import { makeReport } from "../../pprof/make-report.ts";
import type { ReportHost } from "../../pprof/report-input.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { drawPicture } from "./draw-picture.ts";
import { showReport } from "./show-report.ts";
import { sourceHost } from "./source-host.ts";

/** Where output goes; a test listens here. */
export interface PprofStreams {
  writeOut(chunk: string | Uint8Array): void;
  writeError(text: string): void;
  /** Someone reads it as it comes: nothing binary goes there. */
  readonly isTerminal?: boolean;
}

/** `args`: everything behind `resident pprof`. */
export async function runPprof(args: readonly string[], streams: PprofStreams): Promise<ExitCode> {
  try {
    const warn = (message: string) => streams.writeError(`${message}\n`);
    const flags = parsePprofFlags(args, warn);
    if (flags.words.length === 0)
      throw new ResidentError("RES_USAGE", "no profile source specified");
    const bytes = readFileSync(flags.words[0]!);
    const profile = decodePprof(bytes[0] === 0x1f ? gunzipSync(bytes) : bytes);
    const report = makeReport({
      profile,
      command: flags.command!,
      ...(flags.argument === undefined ? {} : { argument: flags.argument }),
      settings: flags.settings,
      json: flags.source.json,
      host: { localTime, ...(await sourceHost(flags)) },
      warn,
    });
    const drawn = await drawPicture(report, flags.command!, warn);
    const isTerminal = streams.isTerminal === true;
    const viewed = await showReport(flags.command!, drawn, streams, { isTerminal, isShell: false });
    viewed?.remove();
    return EXIT.done;
  } catch (error) {
    if (!(error instanceof ResidentError)) throw error;
    streams.writeError(`${error.message}\n`);
    return EXIT.error;
  }
}

const localTime: ReportHost["localTime"] = () => ({ offset: 0, zone: "UTC" });
