/**
 * One file of the kernel, with the reason where it can't be had. The files of procfs have no size
 * and are made while they are read, so that reading is synchronous: one smaps of a large process is
 * thousands of reads, and what is read between two of them should be as little as possible.
 */
import { readFileSync } from "node:fs";

export interface FileRead {
  readonly bytes?: Uint8Array;
  /** Unix seconds at which reading began. */
  readonly readAt?: number;
  /** The system's code where it failed, e.g. "EACCES". */
  readonly failure?: string;
}

export function readProcFile(path: string): FileRead {
  const readAt = Date.now() / 1000;
  try {
    return { bytes: readFileSync(path), readAt };
  } catch (error) {
    return { failure: (error as NodeJS.ErrnoException).code ?? String(error) };
  }
}

/** The text of a small file, or undefined. */
export function readProcText(path: string): string | undefined {
  const { bytes } = readProcFile(path);
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
}
