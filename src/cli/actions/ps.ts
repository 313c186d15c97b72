/** Looks for Go processes and prints them. */
import { mayTrace } from "../../collect/process/may-trace.ts";
import { type GoProcessList, listGoProcesses } from "../../collect/ps/list-go-processes.ts";
import { psProcess } from "../../collect/ps/ps-process.ts";
import type { PsResult } from "../../model/results.ts";
import type { CommandContext } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import type { PsFlags } from "../flags.ts";
import { printResult } from "../print-result.ts";
import { startProgress } from "../progress.ts";

export async function psAction(
  context: CommandContext,
  _words: readonly string[],
  flags: PsFlags,
): Promise<ExitCode> {
  const progress = startProgress(context.terminal, "looking for Go processes …");
  const found = await listGoProcesses({
    heap: true,
    ...(flags.prefix === undefined ? {} : { prefix: flags.prefix }),
    ...(flags.timeout === undefined ? {} : { timeoutMs: flags.timeout * 1000 }),
  }).finally(() => progress.stop());
  context.stopwatch.lap("read");
  await printResult(context, psResult(found), flags);
  return EXIT.done;
}

function psResult({ processes, unreadable }: GoProcessList): PsResult {
  const others = unreadable === 1 ? "another process" : `${unreadable} other processes`;
  const remark = `Whether ${others} may be Go is not known: ${whyUnreadable(unreadable === 1 ? "it" : "them")}.`;
  return {
    format: "resident.ps/1",
    processes: processes.map(psProcess),
    remarks: unreadable > 0 ? [remark] : [],
  };
}

function whyUnreadable(them: string): string {
  if (mayTrace()) return `the system lets no process look into ${them}, not even one of root`;
  const isRoot = process.geteuid?.() === 0;
  const needs = isRoot
    ? "the right to trace (SYS_PTRACE), which root has not in a container"
    : "root and, in a container, the right to trace (SYS_PTRACE)";
  return `reading ${them} needs ${needs}`;
}
