/**
 * The processes below one, as the kernel has them now: itself, its children, theirs. A child whose
 * parent has ended belongs to another tree.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { readProcessStat } from "../../process/process-stat.ts";
import { readProcText } from "../../process/read-proc-file.ts";
import { listPids } from "../../target/list-pids.ts";

/** `root` first, then those below it; empty where it is gone. */
export function processTree(root: number, proc = "/proc"): number[] {
  const direct = (pid: number) => childrenOf(pid, proc);
  if (direct(root) !== undefined) return collect(root, (pid) => direct(pid) ?? []);
  const parents = new Map(listPids(proc).map((pid) => [pid, readProcessStat(pid, proc)?.ppid]));
  if (!parents.has(root)) return [];
  return collect(root, (pid) => [...parents].filter(([, p]) => p === pid).map(([child]) => child));
}

function collect(root: number, children: (pid: number) => readonly number[]): number[] {
  const found = [root];
  for (let at = 0; at < found.length; at++) {
    for (const pid of children(found[at]!)) if (!found.includes(pid)) found.push(pid);
  }
  return found;
}

/** From the lists of each thread; undefined where this kernel does not have them. */
function childrenOf(pid: number, proc: string): number[] | undefined {
  const folder = join(proc, String(pid), "task");
  try {
    const lists = readdirSync(folder).map((task) => readProcText(join(folder, task, "children")));
    if (lists.every((list) => list === undefined)) return undefined;
    return lists.flatMap((list) => (list ?? "").split(" ").filter(Boolean).map(Number));
  } catch {
    return undefined;
  }
}
