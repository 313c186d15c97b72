/** What a process is called, by what the kernel tells of it. */
import { baseName } from "../base/base-name.ts";

/** TASK_COMM_LEN of the kernel, less the NUL at its end. */
const KEPT_OF_NAME = 15;

/** A path as the kernel shows it, without what it says behind it where the file is gone. */
export function plainPath(path: string): string {
  return path.endsWith(" (deleted)") ? path.slice(0, -" (deleted)".length) : path;
}

/**
 * The kernel keeps 15 bytes of a name; the executable's is whole where it begins the same.
 * @param executable its path, as /proc/PID/exe has it; "": not known
 */
export function wholeName(name: string, executable: string): string {
  const file = baseName(plainPath(executable));
  return name.length === KEPT_OF_NAME && file.startsWith(name) ? file : name;
}
