/**
 * GOGC and GOMEMLIMIT as Go itself reads them from the environment: whole numbers, and sizes with
 * B, KiB, MiB, GiB, TiB or nothing behind. What Go does not understand is undefined here; Go takes
 * 100 for such a GOGC, without a word, and does not start with such a GOMEMLIMIT.
 */
import { GiB, KiB, MiB } from "../base/units.ts";

const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  KiB,
  MiB,
  GiB,
  TiB: 2 ** 40,
};
const LARGEST_GOGC = 2 ** 31 - 1;
/** 2^63 − 1 is Go's own value for no limit; nothing as large is one. */
const NO_LIMIT = 2 ** 62;

/** @returns percent; null for off, which is also any negative number */
export function parseGogc(text: string): number | null | undefined {
  if (text === "off") return null;
  if (!/^-?\d+$/.test(text)) return undefined;
  const percent = Number(text);
  if (Math.abs(percent) > LARGEST_GOGC) return undefined;
  return percent < 0 ? null : percent;
}

/** @returns bytes; null for off */
export function parseMemoryLimit(text: string): number | null | undefined {
  if (text === "off") return null;
  const match = /^(\d+)(B|[KMGT]iB)?$/.exec(text);
  if (match === null) return undefined;
  const bytes = Number(match[1]) * UNITS[match[2] ?? "B"]!;
  return bytes >= NO_LIMIT ? null : bytes;
}

export function formatGogc(percent: number | null): string {
  return percent === null ? "off" : `${percent}`;
}

/** In the largest unit that keeps it a whole number: `400MiB`. */
export function formatMemoryLimit(bytes: number | null): string {
  if (bytes === null) return "off";
  const name = ["TiB", "GiB", "MiB", "KiB"].find(
    (unit) => bytes >= UNITS[unit]! && bytes % UNITS[unit]! === 0,
  );
  return name === undefined ? `${bytes}` : `${bytes / UNITS[name]!}${name}`;
}
