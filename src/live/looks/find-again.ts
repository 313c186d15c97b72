/**
 * The target after its process has ended: by its address where one is known, else by its name. A
 * process that ran beside it all the time is another instance, so only a younger one will do.
 */
import { ResidentError } from "../../base/errors.ts";
import type { HttpOptions } from "../../collect/http/http-options.ts";
import { probePprof } from "../../collect/pprof/probe-pprof.ts";
import { ExecutableReader } from "../../collect/process/read-executable.ts";
import { readProcText } from "../../collect/process/read-proc-file.ts";
import { readProcessIdentity } from "../../collect/process/read-process-identity.ts";
import { listPids } from "../../collect/target/list-pids.ts";
import {
  type ResolveOptions,
  resolveLiveTarget,
} from "../../collect/target/resolve-live-target.ts";
import type { LiveTarget } from "../../collect/target/target.ts";

/** What is known of the run that ended. */
export interface LastRun {
  readonly target: LiveTarget;
  /** As the kernel shows it (comm), and when it began; undefined where no PID was known. */
  readonly process?: { readonly name: string; readonly startTicks: number };
}

const SHORT: HttpOptions = { timeoutMs: 2000, idleMs: 2000 };

/** Undefined while there is none. */
export async function findAgain(
  { target, process }: LastRun,
  options: ResolveOptions,
): Promise<LiveTarget | undefined> {
  const pid = process && youngestNamed(process.name, process.startTicks);
  const { endpoint } = target;
  const answers = endpoint !== undefined && (await isThere(endpoint, options.http));
  try {
    if (answers) {
      const words = [{ kind: "endpoint", endpoint } as const];
      const found = await resolveLiveTarget(words, [target.label], options);
      // Behind a proxy or in another namespace the port does not say whose it is; the name does.
      return found.pid === undefined && pid !== undefined ? { ...found, pid, missing: [] } : found;
    }
    if (pid === undefined) return undefined;
    const text = String(pid);
    return await resolveLiveTarget([{ kind: "process", text }], [text], options);
  } catch (error) {
    if (error instanceof ResidentError) return undefined; // gone again, or not ready yet
    throw error;
  }
}

async function isThere(endpoint: LiveTarget["endpoint"] & object, http: HttpOptions = {}) {
  return probePprof(endpoint, { ...SHORT, ...http }).then(
    () => true,
    () => false,
  );
}

/** The PID of the Go process of that name which began last, and after the one that ended. */
function youngestNamed(name: string, after: number): number | undefined {
  let youngest: { pid: number; startTicks: number } | undefined;
  const executables = new ExecutableReader();
  for (const pid of listPids()) {
    if (readProcText(`/proc/${pid}/comm`)?.trimEnd() !== name) continue;
    const found = identityOf(pid);
    if (found === undefined || found.startTicks <= after) continue;
    if (executables.read(pid).build === undefined) continue;
    if (youngest === undefined || found.startTicks > youngest.startTicks) youngest = found;
  }
  return youngest?.pid;
}

function identityOf(pid: number) {
  try {
    return readProcessIdentity(pid);
  } catch {
    return undefined; // it ended while it was read, or is a kernel thread
  }
}
