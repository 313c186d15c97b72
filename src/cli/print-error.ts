/**
 * Failures on standard error. What the user can mend is a sentence and a hint; anything else is a
 * bug of Resident and says so, with the stack that a report needs.
 */
import { ResidentError } from "../base/errors.ts";
import { withoutControls } from "../report/text/paint.ts";
import { hasColor, type Terminal } from "./terminal.ts";

export function printError(terminal: Terminal, error: unknown): void {
  const text = error instanceof ResidentError ? knownError(error) : bug(error);
  const red = hasColor(terminal, terminal.stderr);
  const painted = red ? text.replace(/^error:/, "\x1b[1;31merror:\x1b[0m") : text;
  terminal.stderr.write(`${painted}\n`);
}

function knownError({ code, message, hint, cause }: ResidentError): string {
  // What is to be reported is where it happened.
  const isFault = code === "RES_STORE_FAULT" && cause instanceof Error;
  const stack = isFault ? [cause.stack ?? ""] : [];
  const lines = [`error: ${message}`, ...stack, ...(hint === undefined ? [] : [`hint: ${hint}`])];
  return lines.map(cleanLine).join("\n");
}

/** Messages may quote what a server or a file said. */
function cleanLine(text: string): string {
  return text.split("\n").map(withoutControls).join("\n");
}

function bug(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return [
    `error: this is a bug in Resident, not in what you did`,
    stack,
    `hint: Please report it with the command and the lines above.`,
  ].join("\n");
}
