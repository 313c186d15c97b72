/**
 * Where the kernel's files lie. Tests give folders of their own; everything else uses the system's.
 */
export interface ProcRoots {
  /** Folder of procfs. */
  readonly proc: string;
  /** Folder of sysfs. */
  readonly sys: string;
}

export const SYSTEM_ROOTS: ProcRoots = { proc: "/proc", sys: "/sys" };
