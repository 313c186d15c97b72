/** Whether this process has the capability to look into others, whoever they belong to. */
import { readFileSync } from "node:fs";

/** CAP_SYS_PTRACE of linux/capability.h. */
const SYS_PTRACE = 19n;

/** False where there is no /proc to say it. */
export function mayTrace(): boolean {
  try {
    const [, effective] = /^CapEff:\s*([0-9a-f]+)$/m.exec(
      readFileSync("/proc/self/status", "utf8"),
    )!;
    return ((BigInt(`0x${effective}`) >> SYS_PTRACE) & 1n) === 1n;
  } catch {
    return false;
  }
}
