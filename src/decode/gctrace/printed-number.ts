/**
 * How the runtime prints a number: what tells where it ends when another writer's digits follow at
 * once, as those of a date do.
 *
 *   milliseconds   two digits that count below 10 ms, never finer than 1 µs: 0, 0.005, 0.081, 0.44,
 *                  1.7, 12 (runtime.fmtNSAsMS)
 *   seconds        always three digits behind the point (runtime.itoaDiv)
 *   percent        a whole number up to 100
 *   integer        no leading zeros
 */
export type NumberForm = "integer" | "percent" | "seconds" | "milliseconds";

const FORMS: Readonly<Record<NumberForm, RegExp>> = {
  integer: /^(?:0|[1-9]\d*)$/,
  percent: /^(?:\d|[1-9]\d|100)$/,
  seconds: /^(?:0|[1-9]\d*)\.\d{3}$/,
  milliseconds: /^(?:0|0\.00[1-9]|0\.0[1-9]\d|0\.[1-9]\d|[1-9]\.\d|[1-9]\d+)$/,
};

export function isPrintedNumber(text: string, form: NumberForm): boolean {
  return FORMS[form].test(text);
}
