/** Sends a report of the shell through a command of the user's: `top | less`, `traces | grep json`. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Writable } from "node:stream";
import { ResidentError } from "../../../base/errors.ts";
import { makeReport, type ReportRequest } from "../../../pprof/make-report.ts";
import { drawPicture } from "../output/draw-picture.ts";
import { packReport } from "../output/pack-report.ts";

/** Resolves when the command has ended. Throws where it can't be run. */
export async function pipeReport(request: ReportRequest, commandLine: string): Promise<void> {
  const { command, warn } = request;
  const drawn = await drawPicture(makeReport(request), command, warn);
  const report = await packReport(drawn, command);
  const child = spawn(commandLine, { shell: true, stdio: ["pipe", "inherit", "inherit"] });
  const ended = once(child, "exit");
  // A pager that is left early has read enough.
  child.stdin.on("error", () => {});
  try {
    for (const piece of report) if (!(await write(child.stdin, piece))) break;
    child.stdin.end();
    await ended;
  } catch (error) {
    child.stdin.destroy();
    await ended.catch(() => {});
    if (error instanceof ResidentError) throw error;
    throw new ResidentError("RES_UNSUPPORTED", `${commandLine}: ${(error as Error).message}`);
  }
}

/** False where nobody reads any more. */
async function write(to: Writable, piece: string | Uint8Array): Promise<boolean> {
  if (to.destroyed || to.writableEnded) return false;
  // The bytes are good only until the next piece is made.
  const bytes = typeof piece === "string" ? piece : Uint8Array.from(piece);
  if (to.write(bytes)) return true;
  await Promise.race([once(to, "drain"), once(to, "close")]).catch(() => {});
  return !to.destroyed;
}
