/** Durations as Prometheus writes them, with days and more, and several units in a row: `15s`, `1h30m`, `30d`. */

const DAY = 86_400;
const FORM = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;
const FACTORS = [365 * DAY, 7 * DAY, DAY, 3600, 60, 1, 1e-3] as const;

/** Seconds, or undefined where it is none. A bare number is not a duration; `0` is. */
export function parseLongDuration(text: string): number | undefined {
  if (text === "0") return 0;
  const match = text === "" ? null : FORM.exec(text);
  if (match === null) return undefined;
  const seconds = FACTORS.reduce((sum, factor, at) => sum + Number(match[at + 1] ?? 0) * factor, 0);
  return Number.isFinite(seconds) ? seconds : undefined;
}
