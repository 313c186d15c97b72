/** What lies at a path. */
import { type Stats, statSync } from "node:fs";

/** Undefined also for a path that goes on below a file (`bundle.tgz/`), or that is not ours to see. */
export function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
