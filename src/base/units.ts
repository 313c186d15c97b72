/**
 * Units as people read them. Memory is in IEC units (KiB, MiB), as the kernel's pages are;
 * nothing here rounds silently: each function says how many digits it keeps.
 */
export const KiB = 1024;
export const MiB = 1024 * KiB;
export const GiB = 1024 * MiB;

const BYTE_UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;

/**
 * Bytes with three significant digits or a whole number below 1 KiB: `512 B`, `1.50 KiB`, `287 MiB`.
 * Negative values keep their sign (U+2212).
 */
export function formatBytes(bytes: number): string {
  const sign = bytes < 0 ? "−" : "";
  let value = Math.abs(bytes);
  let unit = 0;
  while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  if (unit === 0) return `${sign}${Math.round(value)} B`;
  const digits = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return `${sign}${value.toFixed(digits)} ${BYTE_UNITS[unit]}`;
}

/** Bytes in MiB with one decimal and no unit, for aligned columns: `0.4`, `1,024.0`. */
export function formatMiB(bytes: number): string {
  return groupDigits((Math.abs(bytes) / MiB).toFixed(1), bytes <= -0.05 * MiB ? "−" : "");
}

/** A whole number with thousands separators: `1,234,567`. */
export function formatCount(count: number): string {
  return groupDigits(Math.abs(Math.round(count)).toString(), count < 0 ? "−" : "");
}

function groupDigits(digits: string, sign: string): string {
  return sign + digits.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** A share (0..1) in percent: `0.4 %`, `12 %`, `100 %`. */
export function formatShare(share: number): string {
  const percent = share * 100;
  const digits = Math.abs(percent) >= 9.95 || percent === 0 ? 0 : 1;
  return `${percent.toFixed(digits).replace("-", "−")} %`;
}

/** Seconds as people say them: `0.4 s`, `12 s`, `2 min`, `1 h 5 min`, `3 d`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 9.95) return `${Number(seconds.toFixed(1))} s`;
  if (seconds < 119.5) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${Math.round(hours / 24)} d`;
}

/** The same where a rate stands beside it: times that differ by a quarter are not both `3 min`. */
export function formatSpan(seconds: number): string {
  return seconds >= 119.5 && seconds < 600 ? `${Math.round(seconds)} s` : formatSeconds(seconds);
}

const BYTE_FACTORS: Readonly<Record<string, number>> = {
  "": 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

/** `500MiB`, `1.5 GiB`, `1000` → bytes, or undefined. Decimal units are SI, binary ones IEC. */
export function parseBytes(text: string): number | undefined {
  const match = /^\s*([\d.]+)\s*([A-Za-z]*)\s*$/.exec(text);
  if (match === null) return undefined;
  const value = Number(match[1]);
  const factor = BYTE_FACTORS[match[2]!.toLowerCase()];
  if (!Number.isFinite(value) || factor === undefined) return undefined;
  return Math.round(value * factor);
}

const TIME_FACTORS: Readonly<Record<string, number>> = { ms: 1e-3, s: 1, m: 60, min: 60, h: 3600 };

/** `30s`, `500ms`, `2m`, `1h` → seconds, or undefined. A bare number is not a duration. */
export function parseDuration(text: string): number | undefined {
  const match = /^\s*([\d.]+)\s*(ms|s|m|min|h)\s*$/.exec(text);
  if (match === null) return undefined;
  const value = Number(match[1]);
  return Number.isFinite(value) ? value * TIME_FACTORS[match[2]!]! : undefined;
}
