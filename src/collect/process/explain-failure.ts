/**
 * Why a file of a process could not be read, and what would help, in words for the report. The
 * kernel says only "permission denied"; who asks, whose process it is and whether it lives in a
 * container make the difference between the remedies.
 */
export interface FailureContext {
  /** e.g. "proc/smaps" */
  readonly file: string;
  /** Real user id of the process; undefined where even that is hidden. */
  readonly uid: number | undefined;
  /** Effective user id of ours. */
  readonly ourUid: number;
  /** The process is in another PID namespace than ours. */
  readonly inContainer: boolean;
  /** We have the capability SYS_PTRACE: then something else hides the process. */
  readonly mayTrace: boolean;
}

export interface Failure {
  readonly reason: string;
  readonly remedy?: string;
}

/** Files that only newer kernels have, by their name in the bundle. */
const SINCE_KERNEL: Readonly<Record<string, string>> = { "proc/smaps_rollup": "4.14" };

export function explainFailure(code: string, context: FailureContext): Failure {
  if (code === "EACCES" || code === "EPERM") return explainDenied(context);
  if (code === "ESRCH") return { reason: "the process ended while it was read" };
  if (code === "ENOENT") return explainAbsent(context.file);
  return { reason: `the system said ${code}` };
}

function explainDenied({ uid, ourUid, inContainer, mayTrace }: FailureContext): Failure {
  if (uid !== undefined && uid !== ourUid && ourUid !== 0) {
    const owner = uid === 0 ? "root" : `user ${uid}`;
    return {
      reason: `permission denied: the process belongs to ${owner}`,
      remedy: uid === 0 ? "Run as root." : `Run as user ${uid} or as root.`,
    };
  }
  if (mayTrace) {
    return {
      reason: "permission denied, though we may trace: the system protects this process",
      remedy: "Ask the program itself: give its pprof address.",
    };
  }
  if (inContainer || ourUid === 0) {
    return {
      reason: "permission denied: the right to look into other processes is missing",
      remedy: "In a container: give it the capability SYS_PTRACE, see docs/containers.md.",
    };
  }
  return {
    reason: "permission denied: the process has more rights than its user, or hides its memory",
    remedy: "Run as root.",
  };
}

function explainAbsent(file: string): Failure {
  const since = SINCE_KERNEL[file];
  const kernel = since === undefined ? "this kernel does not have it" : `it needs Linux ${since}`;
  return { reason: `there is no such file: ${kernel}` };
}
