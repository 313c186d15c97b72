/** Writes the page of one target into one file. */
import { writeFile } from "node:fs/promises";
import { ResidentError } from "../../base/errors.ts";
import { formatBytes } from "../../base/units.ts";
import { reportFile } from "../../server/report-file.ts";
import { embeddedFiles } from "../../server/served-profiles.ts";
import { readWebFiles } from "../../server/web-files.ts";
import type { CommandContext } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import type { ReportFlags } from "../flags.ts";
import { scheduleOf } from "../options/schedule-options.ts";
import { usageError } from "../options/values.ts";
import { openPage } from "../page/open-page.ts";

export async function reportAction(
  context: CommandContext,
  words: readonly string[],
  flags: ReportFlags,
): Promise<ExitCode> {
  const { output, force } = flags;
  if (output === undefined) throw usageError("there is no file to write to", "Add -o report.html.");
  const web = await readWebFiles();
  const { page } = await openPage(context, words, flags, scheduleOf(flags), embeddedFiles);
  const html = reportFile(page, web);
  await writeNew(output, html, force === true);
  context.terminal.stderr.write(`${output}: ${formatBytes(Buffer.byteLength(html))}\n`);
  return EXIT.done;
}

/** It says what is in the memory of a program: for its owner's eyes. */
async function writeNew(path: string, text: string, force: boolean): Promise<void> {
  try {
    await writeFile(path, text, { mode: 0o600, flag: force ? "w" : "wx" });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const isThere = code === "EEXIST";
    throw new ResidentError("RES_FILE", isThere ? `${path} is there already` : message, {
      ...(isThere ? { hint: "--force replaces it." } : {}),
      cause: error,
    });
  }
}
