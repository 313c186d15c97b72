/**
 * A file of the zone database (TZif, RFC 8536): when a zone changed its offset, and by which rule it
 * goes on after the last change that is listed. Read as Go reads it, since the abbreviation that a
 * report prints has to be Go's.
 */
import { DecodeError } from "../../base/errors.ts";
import { type PosixRule, parsePosixRule, ruleTimeAt } from "./posix-rule.ts";
import type { ZoneTime } from "./zone-time.ts";

interface Period extends ZoneTime {
  readonly isSummer: boolean;
}

export interface TimeZone {
  /** At least one. */
  readonly periods: readonly Period[];
  /** Unix seconds, ascending, each with the index of the period that begins then. */
  readonly changes: Float64Array;
  readonly begins: Uint8Array;
  /** For times after the last change. */
  readonly rule: PosixRule | undefined;
}

const HEADER_LENGTH = 44;

interface Header {
  readonly version: number;
  readonly counts: readonly number[];
}

/** Throws DecodeError for what is no such file, or cut. */
export function decodeTimeZone(bytes: Uint8Array): TimeZone {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = readHeader(bytes, view, 0);
  if (first.version < 2) return readBody(bytes, view, HEADER_LENGTH, first, 4).zone;
  // The first body has 32-bit times, for readers of old.
  const at = HEADER_LENGTH + bodyLength(first, 4);
  const second = readHeader(bytes, view, at);
  const { zone, end } = readBody(bytes, view, at + HEADER_LENGTH, second, 8);
  return { ...zone, rule: readFooter(bytes, end) };
}

/** What the clock on the wall is called at `seconds` after 1970. */
export function zoneTimeAt(zone: TimeZone, seconds: number): ZoneTime {
  const { changes, begins, periods, rule } = zone;
  if (changes.length === 0 || seconds < changes[0]!) return firstPeriod(zone);
  let low = 0;
  for (let high = changes.length; high - low > 1; ) {
    const middle = (low + high) >>> 1;
    if (seconds < changes[middle]!) high = middle;
    else low = middle;
  }
  if (low === changes.length - 1 && rule !== undefined) return ruleTimeAt(rule, seconds);
  return periods[begins[low]!]!;
}

/** Of times before all changes: period 0, unless that begins later; then one without summer time. */
function firstPeriod({ periods, begins }: TimeZone): ZoneTime {
  if (!begins.includes(0)) return periods[0]!;
  const next = begins[0]!;
  if (periods[next]!.isSummer) {
    const before = periods.slice(0, next).findLast(({ isSummer }) => !isSummer);
    if (before !== undefined) return before;
  }
  return periods.find(({ isSummer }) => !isSummer) ?? periods[0]!;
}

/** Counts: of UTC marks, standard marks, leap seconds, changes, periods, characters of names. */
function readHeader(bytes: Uint8Array, view: DataView, at: number): Header {
  const magic = String.fromCharCode(...bytes.subarray(at, at + 4));
  if (magic !== "TZif" || bytes.length < at + HEADER_LENGTH) {
    throw damaged(at, "a header that begins with TZif");
  }
  const version = bytes[at + 4] === 0 ? 1 : bytes[at + 4]! - 0x30;
  const counts = [0, 1, 2, 3, 4, 5].map((i) => view.getUint32(at + 20 + 4 * i));
  return { version, counts };
}

function bodyLength({ counts }: Header, timeSize: number): number {
  const [utcMarks, standardMarks, leaps, changes, periods, names] = counts as Counts;
  const perChange = timeSize + 1;
  return (
    changes * perChange + periods * 6 + names + leaps * (timeSize + 4) + standardMarks + utcMarks
  );
}

type Counts = [number, number, number, number, number, number];

function readBody(
  bytes: Uint8Array,
  view: DataView,
  start: number,
  header: Header,
  timeSize: number,
): { zone: TimeZone; end: number } {
  const end = start + bodyLength(header, timeSize);
  if (end > bytes.length) throw damaged(bytes.length, "more of the time zone");
  const [, , , changeCount, periodCount, nameLength] = header.counts as Counts;
  const changes = Float64Array.from({ length: changeCount }, (_, i) =>
    timeSize === 8 ? Number(view.getBigInt64(start + 8 * i)) : view.getInt32(start + 4 * i),
  );
  const beginsAt = start + timeSize * changeCount;
  const periodsAt = beginsAt + changeCount;
  const namesAt = periodsAt + 6 * periodCount;
  const begins = bytes.slice(beginsAt, periodsAt);
  if (periodCount === 0) throw damaged(periodsAt, "at least one offset");
  if (begins.some((index) => index >= periodCount)) throw damaged(beginsAt, "known offsets");
  const names = bytes.subarray(namesAt, namesAt + nameLength);
  const periods = Array.from({ length: periodCount }, (_, i) => {
    const at = periodsAt + 6 * i;
    return {
      offset: view.getInt32(at),
      isSummer: bytes[at + 4] !== 0,
      zone: nameAt(names, bytes[at + 5]!),
    };
  });
  return { zone: { periods, changes, begins, rule: undefined }, end };
}

function nameAt(names: Uint8Array, start: number): string {
  const end = names.indexOf(0, start);
  return String.fromCharCode(...names.subarray(start, end < 0 ? names.length : end));
}

/** A line of its own: the rule as TZ has it. */
function readFooter(bytes: Uint8Array, at: number): PosixRule | undefined {
  if (bytes[at] !== 0x0a) return undefined;
  const end = bytes.indexOf(0x0a, at + 1);
  if (end < 0 || end - at > 512) return undefined;
  return parsePosixRule(String.fromCharCode(...bytes.subarray(at + 1, end)));
}

function damaged(offset: number, expected: string): DecodeError {
  return new DecodeError({
    format: "TZif",
    at: { offset },
    expected,
    found: "something else",
  });
}
