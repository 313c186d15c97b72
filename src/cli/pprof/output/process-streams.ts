/**
 * Standard output in large pieces, written at once: a report of a hundred megabytes goes straight
 * into the pipe, and a reader that closes its end (`| head`) ends the command quietly.
 */
import { writeSync } from "node:fs";
import { isatty } from "node:tty";
import { ResidentError } from "../../../base/errors.ts";
import { openReason } from "../../../collect/open-reason.ts";
import type { PprofStreams } from "./pprof-streams.ts";

const PIECE_LENGTH = 64 * 1024;
const WAIT_MS = 2;

/** Nobody reads any more: all work ends, and it is no failure. */
export class ClosedPipe extends Error {}

export function processStreams(): PprofStreams & { flush(): void } {
  return new ProcessStreams();
}

class ProcessStreams implements PprofStreams {
  readonly isTerminal = isatty(1);
  private pending: string[] = [];
  private length = 0;

  writeOut(chunk: string | Uint8Array): void {
    if (typeof chunk !== "string") {
      this.flush();
      writeAll(1, chunk);
      return;
    }
    this.pending.push(chunk);
    this.length += chunk.length;
    if (this.length >= PIECE_LENGTH) this.flush();
  }

  writeError(text: string): void {
    this.flush();
    writeAll(2, Buffer.from(text));
  }

  flush(): void {
    if (this.length === 0) return;
    const text = this.pending.join("");
    this.pending = [];
    this.length = 0;
    writeAll(1, Buffer.from(text));
  }
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(fd, bytes, written);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EPIPE") throw new ClosedPipe();
      if (code !== "EAGAIN") throw notWritten(fd, error as NodeJS.ErrnoException);
      // The pipe is full and does not block: give its reader a moment.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAIT_MS);
    }
  }
}

/** A full disk is no bug. */
function notWritten(fd: number, error: NodeJS.ErrnoException): ResidentError {
  const stream = fd === 1 ? "/dev/stdout" : "/dev/stderr";
  return new ResidentError("RES_FILE", `write ${stream}: ${openReason(error)}`, { cause: error });
}
