/**
 * GOGC and GOMEMLIMIT as flags: as the environment variables are written. `off` stays a word, as
 * commander takes null for no value.
 */
import { parseBytes } from "../../base/units.ts";
import { usageError } from "./values.ts";

/** `100` → 100 percent. */
export function gogcFlag(text: string): number | "off" {
  if (text === "off") return "off";
  const percent = /^\d{1,7}$/.test(text) ? Number(text) : Number.NaN;
  if (percent > 0) return percent;
  throw usageError(`--gogc: "${text}" is no GOGC`, "Write it as --gogc 100 or --gogc off.");
}

/** `500MiB` → bytes. */
export function memlimitFlag(text: string): number | "off" {
  if (text === "off") return "off";
  const bytes = parseBytes(text);
  if (bytes !== undefined && bytes > 0) return bytes;
  throw usageError(
    `--memlimit: "${text}" is not a size`,
    "Write it as --memlimit 500MiB or --memlimit off.",
  );
}
