/**
 * Whether the kernel's OOM killer struck: its counts in the memory cgroup of the command and in those
 * above, and for the whole machine, before and after.
 */
import { join } from "node:path";
import { findCgroup } from "../../process/find-cgroup.ts";
import { readProcText } from "../../process/read-proc-file.ts";

export class OomKills {
  /** Counts at the beginning, by file. */
  private readonly before = new Map<string, number>();
  private readonly machineBefore = countIn("/proc/vmstat");

  /** Counts from now on. @param pid a process of the cgroup */
  constructor(pid: number) {
    this.add(pid);
  }

  /** A command may start the program in a cgroup of its own. */
  add(pid: number): void {
    const place = findCgroup(pid);
    const name = place?.version === 2 ? "memory.events" : "memory.oom_control";
    for (const { folder } of place?.levels ?? []) {
      const file = join(folder, name);
      if (!this.before.has(file)) this.before.set(file, countIn(file));
    }
  }

  /** Where kills were counted since: "cgroup", "machine" where only the whole machine's count rose. */
  since(): "cgroup" | "machine" | undefined {
    const isIn = [...this.before].some(([file, count]) => countIn(file) > count);
    if (isIn) return "cgroup";
    return countIn("/proc/vmstat") > this.machineBefore ? "machine" : undefined;
  }
}

/** `oom_kill 3`; 0 where the file or the line is not there. */
function countIn(file: string): number {
  return Number(/^oom_kill (\d+)$/m.exec(readProcText(file) ?? "")?.[1] ?? 0);
}
