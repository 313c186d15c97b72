/** Why a source is missing, in the words of whoever failed to read it, else in general ones. */
import type { Snapshot } from "../../model/snapshot.ts";

interface Missing {
  readonly reason: string;
  readonly remedy?: string;
}

export function missingMemStats(snapshot: Snapshot): Missing {
  return (
    reasonOf(snapshot, ["pprof/heap.debug1.txt", "vars.json", "pprof/heap"]) ??
    (isProfile(snapshot) ? PROFILE_ALONE : NOT_ASKED)
  );
}

const NOT_ASKED: Missing = {
  reason: "the program was not asked for its MemStats",
  remedy: 'import _ "net/http/pprof" and serve it, then name its address as well',
};

/** Whoever has a profile has pprof already. */
const PROFILE_ALONE: Missing = {
  reason: "a profile does not hold MemStats",
  remedy:
    "fetch /debug/pprof/heap?debug=1, whose text ends with them, or everything at once with `resident capture`",
};

function isProfile({ heap, goroutines }: Snapshot): boolean {
  return heap !== undefined || goroutines !== undefined;
}

export function missingMappings(snapshot: Snapshot): Missing {
  return (
    reasonOf(snapshot, ["proc/smaps", "proc/status"]) ?? {
      reason: "the kernel was not asked: this target has no process on this machine",
      remedy: "run on the machine of the process with its PID, or capture a bundle there",
    }
  );
}

function reasonOf(snapshot: Snapshot, sources: readonly string[]): Missing | undefined {
  const found = snapshot.missing.find((entry) => sources.includes(entry.source));
  if (found === undefined) return undefined;
  return found.remedy === undefined
    ? { reason: found.reason }
    : { reason: found.reason, remedy: found.remedy };
}
