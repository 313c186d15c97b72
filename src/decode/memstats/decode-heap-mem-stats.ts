/**
 * The `# runtime.MemStats` comment at the end of /debug/pprof/heap?debug=1, Go 1.4 to 1.27. The
 * lines differ by version: no GCSys and OtherSys before 1.8, LastGC from 1.9, MaxRSS from 1.15.
 * There is no BySize. Lines that are not known are skipped, so that a newer Go can add some.
 */
import { DecodeError } from "../../base/errors.ts";
import type { MemStats } from "../../model/mem-stats.ts";
import { buildMemStats } from "./build-mem-stats.ts";

const FORMAT = "heap?debug=1";
const TITLE = "# runtime.MemStats";
const NANOSECONDS = 1e9;
const PAUSES = 256;

/** `# Stack = inuse / sys` and the two like it: what Go calls the two numbers. */
const PAIRS: ReadonlyMap<string, readonly [string, string]> = new Map([
  ["Stack", ["StackInuse", "StackSys"]],
  ["MSpan", ["MSpanInuse", "MSpanSys"]],
  ["MCache", ["MCacheInuse", "MCacheSys"]],
]);

/** Takes the whole profile or any part of it with that comment. Fails with DecodeError. */
export function decodeHeapMemStats(text: string): MemStats {
  const title = findTitle(text);
  const at = { line: lineNumberAt(text, title) };
  const numbers = new Map<string, number>();
  const lists: { PauseNs?: readonly number[]; PauseEnd?: readonly number[] } = {};
  for (const [name, value] of fieldsAfter(text, text.indexOf("\n", title) + 1)) {
    const list = name === "PauseNs" || name === "PauseEnd" ? pauses(value) : undefined;
    if (list !== undefined) lists[name as "PauseNs" | "PauseEnd"] = list;
    else setNumbers(numbers, name, value);
  }
  return buildMemStats({ source: "heap?debug=1", format: FORMAT, at, numbers, lists });
}

function findTitle(text: string): number {
  if (text.startsWith(TITLE)) return 0;
  const newline = text.indexOf(`\n${TITLE}`);
  if (newline >= 0) return newline + 1;
  throw new DecodeError({
    format: FORMAT,
    at: { line: 1 },
    expected: "a line # runtime.MemStats",
    found: "none",
  });
}

/**
 * Names and values of the lines `# Name = value`. A line without its end was cut, perhaps in the
 * middle of a number, and is not one.
 */
function* fieldsAfter(text: string, start: number): Generator<[name: string, value: string]> {
  if (start === 0) return;
  let at = start;
  for (let end = text.indexOf("\n", at); end >= 0; end = text.indexOf("\n", at)) {
    const match = /^# (\w+) = (.*?)\r?$/.exec(text.slice(at, end));
    if (match === null) return;
    yield [match[1]!, match[2]!];
    at = end + 1;
  }
}

function setNumbers(numbers: Map<string, number>, name: string, value: string): void {
  const pair = PAIRS.get(name);
  if (pair !== undefined) {
    const [inuse = "", sys = ""] = value.split(" / ");
    setNumber(numbers, pair[0], inuse);
    setNumber(numbers, pair[1], sys);
  } else if (name === "LastGC") {
    if (/^\d+$/.test(value)) numbers.set(name, Number(value) / NANOSECONDS);
  } else setNumber(numbers, name, value);
}

/** What is no number is left out; buildMemStats says so where it is needed. */
function setNumber(numbers: Map<string, number>, name: string, value: string): void {
  if (/^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(value)) numbers.set(name, Number(value));
}

/** `[66309 53260 … 0]`: the ring of 256, or undefined where it is not that. */
function pauses(value: string): readonly number[] | undefined {
  if (!/^\[[\d ]*\]$/.test(value)) return undefined;
  const list = value.slice(1, -1).split(" ").map(Number);
  return list.length === PAUSES ? list : undefined;
}

function lineNumberAt(text: string, position: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < position; at = text.indexOf("\n", at + 1)) {
    line++;
  }
  return line;
}
