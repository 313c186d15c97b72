/**
 * One line of a memory map, in the form of /proc/PID/maps or in a short one:
 *
 *     00400000-00e6d000 r-xp 00001000 08:01 1234  /srv/app/main
 *     0x400000-0xe6d000: /srv/app/main (@1000) 1a2b3c
 *
 * Hardly anything of the short form is mandatory, and two hexadecimal numbers may even touch, so
 * that many a line means a mapping to the reference which no one meant for one. What is read here is
 * what it reads, each piece where it stands, without going back.
 */

export interface LegacyMapping {
  readonly start: bigint;
  readonly limit: bigint;
  readonly offset: bigint;
  readonly filename: string;
  readonly buildId: string;
}

interface Fields {
  readonly start: string;
  readonly limit: string;
  permissions?: string | undefined;
  offset?: string | undefined;
  filename?: string | undefined;
  buildId?: string | undefined;
}

/** Go's \s has no vertical tab and nothing beyond ASCII. */
const S = "[\\t\\n\\f\\r ]";
const SPACES = new RegExp(`${S}*`, "y");
const PERMISSIONS = new RegExp(`${S}+([-rwxp]+)`, "y");
const FILENAME = new RegExp(`${S}+([^\\t\\n\\f\\r ]+)`, "y");
const AT_OFFSET = new RegExp(`${S}+\\(@([\\da-fA-F]+)\\)`, "y");
const HEX_WORD = new RegExp(`${S}+([\\da-fA-F]+)`, "y");
/** In the longer form each of these is followed by something. */
const WHOLE_PERMISSIONS = new RegExp(`${S}+([-rwxp]+)(?=${S})`, "y");
const WHOLE_OFFSET = new RegExp(`${S}+([\\da-fA-F]+)(?=${S})`, "y");
const DEVICE_AND_INODE = new RegExp(`${S}+[\\da-fA-F]+:[\\da-fA-F]+${S}+\\d+`, "y");
const HEX = /(?:0x)?([\da-fA-F]+)/y;

const MAX_ADDRESS = 2n ** 64n - 1n;

/** undefined: the line is none; "skip": one that can't hold code. */
export function parseMapping(line: string): LegacyMapping | "skip" | undefined {
  const fields = firstResult(line, readProcMaps) ?? firstResult(line, readShort);
  if (fields === undefined) return undefined;
  const { permissions, filename = "", buildId = "" } = fields;
  if (permissions !== undefined && !permissions.includes("x")) return "skip";
  const start = parseHex(fields.start);
  const limit = parseHex(fields.limit);
  const offset = parseHex(fields.offset ?? "0");
  if (start === undefined || limit === undefined || offset === undefined) return undefined;
  return { start, limit, offset, filename, buildId };
}

/** A line, the place behind the range of addresses, and the range. */
type ReadRest = (line: string, at: number, range: Fields) => Fields | undefined;

/** The first way to see a range of addresses at the line's start that the rest goes with. */
function firstResult(line: string, readRest: ReadRest): Fields | undefined {
  const first = take(line, endOf(line, 0, SPACES), HEX);
  if (first === undefined) return undefined;
  const separated = separator(line, first.end);
  const second = take(line, separated, HEX);
  if (second !== undefined) {
    const range = { start: first.text, limit: second.text };
    const found = readRest(line, second.end, range);
    if (found !== undefined) return found;
  }
  return readTouching(line, first, readRest);
}

/** Both numbers in one run of digits: the last digit, or a 0x… that it opens, is the second. */
function readTouching(line: string, run: Piece, readRest: ReadRest): Fields | undefined {
  if (run.text.length < 2) return undefined;
  const start = run.text.slice(0, -1);
  const prefixed = line.startsWith("0x", run.end - 1) ? take(line, run.end - 1, HEX) : undefined;
  if (prefixed !== undefined && prefixed.end > run.end) {
    const found = readRest(line, prefixed.end, { start, limit: prefixed.text });
    if (found !== undefined) return found;
  }
  return readRest(line, run.end, { start, limit: run.text.slice(-1) });
}

function readProcMaps(line: string, from: number, range: Fields): Fields | undefined {
  const permissions = take(line, behindColon(line, from), WHOLE_PERMISSIONS);
  const offset = take(line, permissions?.end ?? behindColon(line, from), WHOLE_OFFSET);
  const at = offset?.end ?? permissions?.end ?? behindColon(line, from);
  const end = endOf(line, at, DEVICE_AND_INODE);
  if (end === at) return undefined;
  return {
    ...range,
    permissions: permissions?.text,
    offset: offset?.text,
    filename: take(line, end, FILENAME)?.text,
  };
}

function readShort(line: string, from: number, range: Fields): Fields {
  const found: Fields = { ...range };
  let at = behindColon(line, from);
  const next = (pattern: RegExp) => {
    const piece = take(line, at, pattern);
    at = piece?.end ?? at;
    return piece?.text;
  };
  found.permissions = next(PERMISSIONS);
  found.filename = next(FILENAME);
  found.offset = next(AT_OFFSET);
  found.buildId = next(HEX_WORD);
  return found;
}

interface Piece {
  readonly text: string;
  readonly end: number;
}

/** What the pattern's group finds at this place. */
function take(line: string, at: number, pattern: RegExp): Piece | undefined {
  pattern.lastIndex = at;
  const match = pattern.exec(line);
  return match === null ? undefined : { text: match[1]!, end: pattern.lastIndex };
}

/** The place behind what the pattern finds here, or this place. */
function endOf(line: string, at: number, pattern: RegExp): number {
  pattern.lastIndex = at;
  return pattern.test(line) ? pattern.lastIndex : at;
}

function separator(line: string, at: number): number {
  return endOf(line, line[at] === "-" ? at + 1 : at, SPACES);
}

function behindColon(line: string, at: number): number {
  return line[at] === ":" ? at + 1 : at;
}

function parseHex(digits: string): bigint | undefined {
  const significant = digits.replace(/^0+(?=.)/, "");
  if (significant.length > 16) return undefined;
  const value = BigInt(`0x${significant}`);
  return value > MAX_ADDRESS ? undefined : value;
}
