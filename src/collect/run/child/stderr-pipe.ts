/**
 * A pipe for the program's standard error, one that keeps apart what was written by different system
 * calls where that can be had, so that a trace line which other output tore apart can be put together.
 * Where one asks Node for a pipe, the program gets a socket:
 * scripts that write to /dev/stderr then fail, for a socket can't be opened by a path. A FIFO that
 * loses its name at once is a true pipe, and there is no other way to one without native code.
 */
import { spawnSync } from "node:child_process";
import { closeSync, constants, openSync, readSync, rmSync } from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { readProcText } from "../../process/read-proc-file.ts";

export interface StderrPipe {
  /** What the program writes. */
  readonly source: Readable;
  /** Descriptor of the reading end, for one who goes on reading after us. */
  readonly reader: number;
  /** Descriptor for the program; to be closed here once it runs. */
  readonly writer: number;
  /**
   * There where each chunk of `source` is what one system call wrote, or a part of it: what waits
   * behind the chunk that came last, undefined for nothing. Node takes one a turn of its event loop,
   * which is too slow for a program that writes much.
   */
  readonly nextWrite?: () => Uint8Array | undefined;
}

/** Undefined where this system has no FIFOs (Windows, or no `mkfifo`). */
export function openStderrPipe(folder: string): StderrPipe | undefined {
  const path = join(folder, "stderr");
  const made = spawnSync("mkfifo", ["-m", "600", path], { stdio: "ignore" });
  if (made.status !== 0) return undefined;
  try {
    const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const writer = openSync(path, constants.O_WRONLY);
    const source = new Socket({ fd: reader, readable: true, writable: false });
    if (!keepWritesApart(writer)) return { source, reader, writer };
    return { source, reader, writer, nextWrite: () => readWrite(reader) };
  } finally {
    rmSync(path, { force: true });
  }
}

/**
 * A pipe opened for direct output is in packet mode (pipe(2), O_DIRECT). Node can't set that, but GNU
 * dd sets it on its standard output, which then is the same open file. It writes nothing.
 */
function keepWritesApart(writer: number): boolean {
  const words = ["if=/dev/null", "count=0", "oflag=direct", "status=none"];
  spawnSync("dd", words, { stdio: ["ignore", writer, "ignore"] });
  const flags = /^flags:\s*(\d+)$/m.exec(readProcText(`/proc/self/fdinfo/${writer}`) ?? "")?.[1];
  const direct = constants.O_DIRECT ?? 0;
  return direct !== 0 && (Number.parseInt(flags ?? "0", 8) & direct) !== 0;
}

/** As much as one write in packet mode can have, at least. */
const buffer = Buffer.alloc(1 << 16);

function readWrite(reader: number): Uint8Array | undefined {
  try {
    const length = readSync(reader, buffer);
    return length === 0 ? undefined : new Uint8Array(buffer.subarray(0, length));
  } catch {
    return undefined; // nothing there now; what is wrong, if anything, `source` tells
  }
}

export function closeWriter({ writer }: StderrPipe): void {
  closeSync(writer);
}
