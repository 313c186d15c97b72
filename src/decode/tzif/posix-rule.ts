/**
 * The rule of a time zone as POSIX writes it in TZ: `CET-1CEST,M3.5.0,M10.5.0/3`. Signs are the
 * other way round than everywhere else: what is east of Greenwich is negative.
 */
import type { ZoneTime } from "./zone-time.ts";

export interface PosixRule {
  readonly standard: ZoneTime;
  /** Undefined: the same all year. */
  readonly summer: (ZoneTime & { readonly from: YearDay; readonly until: YearDay }) | undefined;
}

/** A day of the year, and seconds of local time after its midnight (may be negative). */
interface YearDay {
  readonly kind: "julian" | "day" | "week";
  /** Of `julian` 1 … 365, never counting February 29; of `day` 0 … 365. */
  readonly day: number;
  readonly month: number;
  /** 5: the last one of the month. */
  readonly week: number;
  readonly time: number;
}

const DAY = 86_400;
const TIME_OF_CHANGE = 7200;
const RULE =
  /^(<[+\w-]+>|[A-Za-z]{3,})([+-]?[\d:]+)(?:(<[+\w-]+>|[A-Za-z]{3,})([+-]?[\d:]+)?(?:[,;]([^,]+),([^,]+))?)?$/;
/** What a summer time without dates means. */
const DEFAULT_DATES = ["M3.2.0", "M11.1.0"] as const;

/** Undefined for what is no rule. */
export function parsePosixRule(text: string): PosixRule | undefined {
  const match = RULE.exec(text);
  if (match === null) return undefined;
  const [, name, west, summerName, summerWest, from, until] = match;
  const offset = parseClock(west!);
  if (offset === undefined) return undefined;
  const standard = { offset: -offset, zone: unquoted(name!) };
  if (summerName === undefined) return { standard, summer: undefined };
  const summerOffset = summerWest === undefined ? offset - 3600 : parseClock(summerWest);
  const start = parseDay(from ?? DEFAULT_DATES[0]);
  const end = parseDay(until ?? DEFAULT_DATES[1]);
  if (summerOffset === undefined || start === undefined || end === undefined) return undefined;
  const zone = unquoted(summerName);
  return { standard, summer: { offset: -summerOffset, zone, from: start, until: end } };
}

/** Unix seconds → the time of that moment. */
export function ruleTimeAt({ standard, summer }: PosixRule, seconds: number): ZoneTime {
  if (summer === undefined) return standard;
  const year = new Date(seconds * 1000).getUTCFullYear();
  const inYear = seconds - Date.UTC(year, 0, 1) / 1000;
  const from = secondsIntoYear(summer.from, year) - standard.offset;
  const until = secondsIntoYear(summer.until, year) - summer.offset;
  const isSummer =
    from <= until ? inYear >= from && inYear < until : inYear >= from || inYear < until;
  return isSummer ? { offset: summer.offset, zone: summer.zone } : standard;
}

function unquoted(name: string): string {
  return name.replace(/^<(.*)>$/, "$1");
}

/** `5`, `-3:30`, `+1:00:00` in seconds. */
function parseClock(text: string): number | undefined {
  const match = /^([+-]?)(\d{1,3})(?::(\d{1,2}))?(?::(\d{1,2}))?$/.exec(text);
  if (match === null) return undefined;
  const [, sign, hours, minutes = "0", seconds = "0"] = match;
  const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return sign === "-" ? -total : total;
}

function parseDay(text: string): YearDay | undefined {
  const match = /^(?:M(\d+)\.(\d)\.(\d)|(J?)(\d{1,3}))(?:\/(.+))?$/.exec(text);
  if (match === null) return undefined;
  const [, month, week, weekday, julian, day, clock] = match;
  const time = clock === undefined ? TIME_OF_CHANGE : parseClock(clock);
  if (time === undefined) return undefined;
  if (month === undefined) {
    return { kind: julian === "J" ? "julian" : "day", day: Number(day), month: 0, week: 0, time };
  }
  return { kind: "week", day: Number(weekday), month: Number(month), week: Number(week), time };
}

function secondsIntoYear({ kind, day, month, week, time }: YearDay, year: number): number {
  if (kind === "day") return day * DAY + time;
  if (kind === "julian") return (day - 1 + (isLeap(year) && day >= 60 ? 1 : 0)) * DAY + time;
  const start = Date.UTC(year, 0, 1);
  const first = Date.UTC(year, month - 1, 1);
  const daysInMonth = (Date.UTC(year, month, 1) - first) / (DAY * 1000);
  let dayOfMonth = (day - new Date(first).getUTCDay() + 7) % 7;
  for (let i = 1; i < week && dayOfMonth + 7 < daysInMonth; i++) dayOfMonth += 7;
  return (first - start) / 1000 + dayOfMonth * DAY + time;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
