/** Texts of flags as values. What is wrong is said with the flag's name and an example. */
import { ResidentError } from "../../base/errors.ts";
import { parseBytes, parseDuration } from "../../base/units.ts";

export function usageError(message: string, hint: string): ResidentError {
  return new ResidentError("RES_USAGE", message, { hint });
}

/** `30s` → 30. */
export function durationFlag(flag: string) {
  return (text: string): number => {
    const seconds = parseDuration(text);
    if (seconds !== undefined && seconds > 0) return seconds;
    const hint = /^\d+$/.test(text)
      ? `A duration has a unit: ${flag} ${text}s or ${flag} ${text}m.`
      : `Write it as ${flag} 30s or ${flag} 2m.`;
    throw usageError(`${flag}: "${text}" is not a duration`, hint);
  };
}

/** `500MiB` → bytes. */
export function bytesFlag(flag: string) {
  return (text: string): number => {
    const bytes = parseBytes(text);
    if (bytes !== undefined && bytes > 0) return bytes;
    throw usageError(`${flag}: "${text}" is not a size`, `Write it as ${flag} 500MiB.`);
  };
}

/** A whole number from `least` on. */
export function countFlag(flag: string, least: number) {
  return (text: string): number => {
    const count = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (count >= least) return count;
    throw usageError(
      `${flag}: "${text}" is not a whole number from ${least} on`,
      `Write it as ${flag} ${Math.max(least, 20)}.`,
    );
  };
}

/** Flags that may be given several times. */
export function collectFlag(text: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), text];
}
