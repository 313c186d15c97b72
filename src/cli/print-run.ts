/** The end of `resident run`: its result on standard error or into a file, since standard output is the program's. */
import { existsSync, statSync } from "node:fs";
import { appendFile } from "node:fs/promises";
import { dirname } from "node:path";
import { writePrivateFile } from "../collect/bundle/write-private.ts";
import type { RunResult } from "../model/run.ts";
import { REPORTERS } from "../report/reporters.ts";
import type { CommandContext } from "./command.ts";
import type { RunFlags } from "./flags.ts";
import { usageError } from "./options/values.ts";
import { textOptions, writeOut } from "./terminal.ts";

/** @param isLineOpen true where standard error stands in the middle of a line */
export async function printRun(
  { terminal, stopwatch }: CommandContext,
  result: RunResult,
  flags: RunFlags,
  isLineOpen: boolean,
): Promise<void> {
  const { stderr } = terminal;
  const { report, force = false } = flags;
  const reporter = flags.json === true ? REPORTERS.json : REPORTERS.text;
  const options = textOptions(terminal, flags, stderr);
  const color = report === undefined && options.color;
  const text = reporter.render(result, { ...options, color });
  stopwatch.lap("report");
  if (isLineOpen && report === undefined) stderr.write("\n");
  if (report === undefined) await written(stderr, text);
  else if (report === "-") await writeOut(terminal, text);
  else if (isRefilled(report)) await appendFile(report, text);
  else await writePrivateFile(report, Buffer.from(text), { force });
  if (flags.timing === true) stderr.write(`${stopwatch}\n`);
  for (const { check, reason } of result.failed ?? [])
    stderr.write(`failed: ${check}: ${reason}\n`);
  for (const { check, reason } of result.undecided ?? [])
    stderr.write(`undecided: ${check}: ${reason}\n`);
}

/** What can't be written is said before the program runs, not after. */
export function refuseUnwritable({ out, report, force = false }: RunFlags): void {
  for (const path of [out, report]) {
    if (path === undefined || path === "-" || isRefilled(path)) continue;
    if (!force && existsSync(path)) {
      throw usageError(`${path} is there already`, "Give another name, or --force to replace it.");
    }
    if (!path.endsWith("/") && !existsSync(dirname(path))) {
      throw usageError(`${path}: there is no folder ${dirname(path)}`, "Make it first.");
    }
  }
}

/** A device or a pipe is written to; it is never replaced by a file. */
function isRefilled(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && !stats.isFile() && !stats.isDirectory();
}

function written(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((done) => stream.write(text, () => done()));
}
