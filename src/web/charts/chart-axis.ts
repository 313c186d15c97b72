/** Steps and texts of a chart's axes: powers of two for bytes, the reader's clock for times. */
import { KiB } from "../../base/units.ts";
import { formatTime, formatValue } from "../format.ts";
import { dayText, shortTime } from "../format-time.ts";

/** What x is: unix seconds, seconds since some start, or a running number. */
export type AxisKind = "clock" | "seconds" | "collection";

/** 1, 2, 4 … 512 of each unit, up to a PiB. */
const BYTE_STEPS: readonly number[] = Array.from({ length: 51 }, (_, power) => 2 ** power);

/** 1, 2, 5, 10 …: half a goroutine is no step. */
const COUNT_STEPS: readonly number[] = Array.from(
  { length: 12 },
  (_, power) => 10 ** power,
).flatMap((ten) => [ten, 2 * ten, 5 * ten]);

const MINUTE = 60;
const HOUR = 3600;
const DAY = 24 * HOUR;
/** What a clock has round numbers of, in seconds. */
const CLOCK_STEPS: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30],
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14, 28, 91, 364].map((days) => days * DAY),
];

/** Below a second, for programs that end soon. */
const SHORT_STEPS: readonly number[] = [1e-4, 1e-3, 1e-2, 0.1].flatMap((ten) => [
  ten,
  2 * ten,
  5 * ten,
]);

/** Steps that a scale of this unit may take; undefined: as decimal numbers do. */
export function stepsOf(unit: string): number[] | undefined {
  if (unit === "bytes") return [...BYTE_STEPS];
  return unit === "count" ? [...COUNT_STEPS] : undefined;
}

export function stepsOfAxis(axis: AxisKind): number[] | undefined {
  if (axis === "seconds") return [...SHORT_STEPS, ...CLOCK_STEPS];
  return axis === "clock" ? [...CLOCK_STEPS] : undefined;
}

/** Short, without digits that are zeros: "256 MiB". */
export function tickText(value: number, unit: string): string {
  if (unit !== "bytes" || value < KiB) return formatValue(value, unit);
  return formatValue(value, unit).replace(/\.0+ /, " ");
}

export function axisText(value: number, axis: AxisKind): string {
  if (axis === "clock") return shortTime(value);
  if (axis === "collection") return Number.isInteger(value) ? `gc ${value}` : "";
  if (value === 0) return "0 s";
  return Math.abs(value) < MINUTE ? formatTime(value) : inTwoUnits(value);
}

/** Only what differs from tick to tick: no seconds between hours, no hours between days. */
export function axisTickText(value: number, axis: AxisKind, step: number): string {
  if (axis === "collection" || (axis === "seconds" && step < 1)) return axisText(value, axis);
  if (axis === "seconds") return sinceStartText(value, step);
  if (step >= DAY) return dayText(value);
  const time = step >= MINUTE ? shortTime(value).slice(0, 5) : shortTime(value);
  return time === "00:00" ? dayText(value) : time;
}

/** "2 min 45 s": two moments that one can point at differ in it. */
function inTwoUnits(seconds: number): string {
  const [large, size, small, part] =
    seconds < HOUR
      ? (["min", MINUTE, "s", 1] as const)
      : seconds < DAY
        ? (["h", HOUR, "min", MINUTE] as const)
        : (["d", DAY, "h", HOUR] as const);
  const parts = Math.round(seconds / part);
  const whole = Math.floor((parts * part) / size);
  return `${whole} ${large} ${parts - (whole * size) / part} ${small}`;
}

/** As a stopwatch shows it; ticks of one step never read the same. */
function sinceStartText(seconds: number, step: number): string {
  if (step >= DAY) return `${Math.round(seconds / DAY)} d`;
  if (step >= HOUR) return `${Math.round(seconds / HOUR)} h`;
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / HOUR);
  const minutes = Math.floor((seconds % HOUR) / MINUTE);
  if (step >= MINUTE) return hours === 0 ? `${minutes} min` : `${hours}:${two(minutes)} h`;
  const clock = `${hours === 0 ? minutes : two(minutes)}:${two(Math.round(seconds % MINUTE))}`;
  return hours === 0 ? clock : `${hours}:${clock}`;
}
