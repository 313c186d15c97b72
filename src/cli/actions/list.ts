/** Lists the functions of one target that a pattern names. */
import { compileRegexp } from "../../base/regexp.ts";
import type { CommandContext } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import type { ListFlags } from "../flags.ts";
import { listResult } from "../list-result.ts";
import { openRecording } from "../open-recording.ts";
import { heapValueOf } from "../options/heap-value.ts";
import { printResult } from "../print-result.ts";

/** A pattern that matches everything is a slip; --all shows them all the same. */
const SHOWN = 10;

export async function listAction(
  context: CommandContext,
  [pattern, ...words]: readonly string[],
  flags: ListFlags,
): Promise<ExitCode> {
  const regexp = compileRegexp(pattern!);
  const value = heapValueOf(flags);
  const recording = await openRecording(context, words, flags);
  const { sourcePath = [], trimPath = [] } = flags;
  const result = await listResult(recording, {
    pattern: regexp,
    value,
    limit: flags.all === true ? Number.POSITIVE_INFINITY : SHOWN,
    source: { cwd: process.cwd(), sourcePath, trimPath },
  });
  context.stopwatch.lap("analyze");
  await printResult(context, result, flags);
  return EXIT.done;
}
