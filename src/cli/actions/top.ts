/** Ranks the places in the code of one target. */
import { topOfRecording } from "../../analyze/top-of-recording.ts";
import type { CommandContext } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { TOP_SHOWN, type TopFlags } from "../flags.ts";
import { openRecording } from "../open-recording.ts";
import { heapValueOf } from "../options/heap-value.ts";
import { printResult } from "../print-result.ts";

export async function topAction(
  context: CommandContext,
  words: readonly string[],
  flags: TopFlags,
): Promise<ExitCode> {
  const value = heapValueOf(flags);
  const recording = await openRecording(context, words, flags);
  const result = topOfRecording(recording, {
    value,
    granularity: flags.lines === true ? "lines" : "functions",
    ...(flags.all === true ? {} : { limit: flags.nodecount ?? TOP_SHOWN }),
  });
  context.stopwatch.lap("analyze");
  await printResult(context, result, flags);
  return EXIT.done;
}
