/** Looks for Go processes and prints them. */
import { displayUrl } from "../../collect/http/endpoint.ts";
import {
  type GoProcess,
  type GoProcessList,
  listGoProcesses,
} from "../../collect/ps/list-go-processes.ts";
import type { PsProcess, PsResult } from "../../model/results.ts";
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
  const isRoot = process.geteuid?.() === 0;
  const needs = isRoot
    ? "the right to trace (SYS_PTRACE), which root has not in a container"
    : "root and, in a container, the right to trace (SYS_PTRACE)";
  const remark = `Whether ${others} may be Go is not known: reading them needs ${needs}.`;
  return {
    format: "resident.ps/1",
    processes: processes.map(psProcess),
    remarks: unreadable > 0 ? [remark] : [],
  };
}

function psProcess(process: GoProcess): PsProcess {
  return {
    pid: process.pid,
    name: process.name,
    go: process.goVersion ?? null,
    goIsApproximate: process.approximate,
    virt: process.virt ?? null,
    rss: process.rss ?? null,
    heap: process.heap ?? null,
    ports: process.ports ?? null,
    pprof: process.pprof,
    url: process.endpoint === undefined ? null : displayUrl(process.endpoint),
    reason: process.reason ?? null,
    remedy: process.remedy ?? null,
  };
}
