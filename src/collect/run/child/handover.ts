/**
 * What a command leaves behind may still write to the standard error that it got from us. Nothing must
 * wait for it, nor may it break because we end: `cat` goes on passing it to ours, unfiltered.
 */
import { spawn } from "node:child_process";
import { fstatSync, readlinkSync, statSync } from "node:fs";
import { readProcText } from "../../process/read-proc-file.ts";
import { listPids } from "../../target/list-pids.ts";

/** @param reader descriptor of the pipe's reading end */
export function handOver(reader: number): void {
  const child = spawn("cat", [], { stdio: [reader, 2, "ignore"], detached: true });
  child.on("error", () => undefined);
  child.unref();
}

/** `4817 (server)` for each process whose standard error the pipe is. */
export function holdersOf(reader: number): string[] {
  try {
    return listPids()
      .filter((pid) => writesTo(reader, pid))
      .map((pid) => `${pid} (${(readProcText(`/proc/${pid}/comm`) ?? "?").trimEnd()})`);
  } catch {
    return [];
  }
}

/** What the process's standard error is where a script led it elsewhere: `/dev/null`, `pipe:[4817]`. */
export function otherStderr(reader: number, pid: number): string | undefined {
  try {
    return writesTo(reader, pid) ? undefined : readlinkSync(`/proc/${pid}/fd/2`);
  } catch {
    return undefined;
  }
}

/** False also where nobody can tell. */
function writesTo(reader: number, pid: number): boolean {
  try {
    const [pipe, own] = [fstatSync(reader), statSync(`/proc/${pid}/fd/2`)];
    return own.ino === pipe.ino && own.dev === pipe.dev;
  } catch {
    return false;
  }
}
