/**
 * /proc/PID/limits: of the table only the three soft limits that bound memory. The names hold
 * spaces, so that columns are told apart by two or more of them.
 */
import { DecodeError } from "../../base/errors.ts";
import { textLines } from "../../base/text-lines.ts";
import type { ProcLimits } from "../../model/process.ts";

const NAMES = {
  "Max address space": "addressSpace",
  "Max stack size": "stack",
  "Max resident set": "resident",
} as const;

/** Bytes; null: unlimited. Fails with DecodeError. */
export function decodeLimits(bytes: Uint8Array): ProcLimits {
  const limits: { -readonly [Key in keyof ProcLimits]: ProcLimits[Key] } = {};
  let line = 0;
  for (const text of textLines(bytes, "limits")) {
    line++;
    const [name, soft] = text.split(/ {2,}/, 2);
    if (line === 1 && name !== "Limit") throw problem(line, "the header Limit", text);
    const field = Object.hasOwn(NAMES, name!) ? NAMES[name as keyof typeof NAMES] : undefined;
    if (field !== undefined) limits[field] = readLimit(soft ?? "", line);
  }
  if (line === 0) throw problem(1, "the header Limit", "");
  return limits;
}

function readLimit(soft: string, line: number): number | null {
  if (soft === "unlimited") return null;
  const value = /^\d+$/.test(soft) ? Number(soft) : Number.NaN;
  if (Number.isNaN(value)) throw problem(line, "a number of bytes or unlimited", soft);
  return Number.isSafeInteger(value) ? value : null;
}

function problem(line: number, expected: string, found: string): DecodeError {
  const excerpt = JSON.stringify(found.slice(0, 48));
  return new DecodeError({ format: "limits", at: { line }, expected, found: excerpt });
}
