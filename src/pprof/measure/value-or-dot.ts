/** A value beside a line of code: `.` where there is none, so that the lines that have one stand out. */
import { formatValue, type ValueFormat } from "./value-format.ts";

export function valueOrDot(value: number, format: ValueFormat): string {
  return value === 0 ? "." : formatValue(value, format);
}
