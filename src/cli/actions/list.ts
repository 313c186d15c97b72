/** Lists the functions of one target that a pattern names. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ResidentError } from "../../base/errors.ts";
import { compileRegexp, loadRegexps } from "../../base/regexp.ts";
import { shellQuote } from "../../base/shell-quote.ts";
import type { CommandContext } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import type { ListFlags } from "../flags.ts";
import { listResult } from "../list-result.ts";
import { openRecording } from "../open-recording.ts";
import { heapValueOf } from "../options/heap-value.ts";
import { SOURCES } from "../options/source-options.ts";
import { printResult } from "../print-result.ts";

/** A pattern that matches everything is a slip; --all shows them all the same. */
const SHOWN = 10;

export async function listAction(
  context: CommandContext,
  [pattern, ...words]: readonly string[],
  flags: ListFlags,
): Promise<ExitCode> {
  await loadRegexps();
  const regexp = compileRegexp(pattern!);
  const value = heapValueOf(flags);
  const recording = await openRecording(context, words, flags).catch((error: unknown) => {
    throw withOrderHint(error, pattern!, words);
  });
  const { trimPath = [] } = flags;
  const sourcePath = [...(flags.sourcePath ?? []), ...words.map((word) => join(word, SOURCES))];
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

const LOOKS_LIVE = /^\d+$|^\S*:\d+\b|:\/\//;

/** `list TARGET REGEX` is as easily typed; then the pattern names a target, and the target none. */
function withOrderHint(error: unknown, pattern: string, words: readonly string[]): unknown {
  if (!(error instanceof ResidentError) || words.length !== 1) return error;
  const isSwapped = LOOKS_LIVE.test(pattern) || existsSync(pattern);
  if (!isSwapped || !/^RES_(TARGET|FILE|PROCESS)$/.test(error.code)) return error;
  const meant = `resident list ${shellQuote(words[0]!)} ${shellQuote(pattern)}`;
  const hint = `The pattern comes first: did you mean \`${meant}\`?`;
  return new ResidentError(error.code, error.message, { hint, cause: error });
}
