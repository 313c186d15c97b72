/**
 * A program's stderr, parted into the runtime's trace lines and everything else, as it comes. What is
 * no trace goes out unchanged, in order and at once: only bytes that can be the beginning of a trace
 * are held back, until more of them come or `flush` says that none did.
 *
 * A trace that the program's own output broke in two is put together where that is certain; until
 * its second half is there, what was written in between is held too, so that nothing overtakes.
 */
import { concatBytes } from "../../base/concat-bytes.ts";
import { BrokenTrace, JoinRecord } from "./broken-trace.ts";
import { type FoundTrace, isTimerLine, TraceMatcher } from "./trace-matcher.ts";

const NEWLINE = 0x0a;
const RETURN = 0x0d;
/** Bytes and lines after which the second half of a broken trace is given up. */
const MOST_HELD = 8192;
const PATIENCE = 16;

export interface TraceSinks {
  /** The program's own output. The bytes are the receiver's to keep. */
  readonly output: (bytes: Uint8Array) => void;
  /** A whole trace line with its line end: what a GcLogReader takes. */
  readonly trace: (line: Uint8Array) => void;
}

export class TraceSplitter {
  private readonly sinks: TraceSinks;
  private readonly matcher = new TraceMatcher();
  /** What is held back. */
  private held: Uint8Array = new Uint8Array(0);
  /** True where `held` starts a line: nothing of that line has gone out yet. */
  private isStart = true;
  /** The beginning of a trace that `flush` let go: it is still a trace when the rest comes. */
  private begun: Uint8Array = new Uint8Array(0);
  private readonly joins = new JoinRecord();
  /** Number of the collection that comes next, NaN before the first. */
  private nextNumber = Number.NaN;

  constructor(sinks: TraceSinks) {
    this.sinks = sinks;
  }

  /** True where something waits for more: call `flush` if nothing comes within a few milliseconds. */
  get isHolding(): boolean {
    return this.held.length > 0;
  }

  /** True where a whole line is among it: it waits for the second half of a trace before it. */
  get isHoldingLine(): boolean {
    return this.held.includes(NEWLINE);
  }

  push(chunk: Uint8Array): void {
    this.held = this.held.length === 0 ? chunk.slice() : concatBytes(this.held, chunk);
    if (this.begun.length > 0) this.finishBegun();
    if (this.begun.length === 0) this.readHeld(false);
  }

  /** Nothing more has come for a while: lets go of what was held back. */
  flush(): void {
    this.readHeld(true);
  }

  /** The program has closed its end. */
  end(): void {
    const start = this.held.lastIndexOf(NEWLINE) + 1;
    const last = this.held.slice(start);
    const isTrace = this.begun.length === 0 && this.isTrace(last, last.length);
    if (isTrace) this.held = this.held.slice(0, start);
    this.readHeld(true);
    if (isTrace) this.sinks.trace(withNewline(last));
  }

  private readHeld(isLast: boolean): void {
    const [at, waits] = this.readLines(isLast);
    this.keepFrom(waits || at === this.held.length ? at : this.readPartial(at, isLast));
  }

  /** How far the whole lines are dealt with, and whether the next of them waits for more. */
  private readLines(isLast: boolean): [at: number, waits: boolean] {
    for (let at = 0; ; ) {
      const newline = this.held.indexOf(NEWLINE, at);
      if (newline < 0) return [at, false];
      const next = this.readLine(at, newline, isLast);
      if (next < 0) return [at, true];
      at = next;
    }
  }

  /** A whole line, held[start, newline]. Returns where to go on, or -1: it has to wait for more. */
  private readLine(start: number, newline: number, isLast: boolean): number {
    const end = this.held[newline - 1] === RETURN && newline > start ? newline - 1 : newline;
    if (this.isStart && isTimerLine(this.held, start, end)) {
      this.sinks.trace(this.held.slice(start, newline + 1));
      return newline + 1;
    }
    const found = this.matcher.find(this.held, start, end, this.isStart);
    if (found === undefined) return this.readBroken(start, newline, isLast);
    this.note(found);
    this.pass(start, found.from);
    const behind = found.to === end ? newline + 1 : found.to;
    this.sinks.trace(withNewline(this.held.subarray(found.from, found.to)));
    this.pass(behind, newline + 1);
    this.isStart = true;
    return newline + 1;
  }

  /** A line without a whole trace. */
  private readBroken(start: number, newline: number, isLast: boolean): number {
    const broken = this.joins.isWorthwhile
      ? BrokenTrace.find(this.matcher, this.held, start, newline)
      : undefined;
    const rest = broken === undefined ? "none" : this.joinLater(broken, start, newline, isLast);
    if (rest === "wait") return -1;
    if (broken !== undefined) this.joins.note(rest !== "none");
    if (rest !== "none") return rest;
    this.pass(start, newline + 1);
    this.isStart = true;
    return newline + 1;
  }

  /** Looks for the second half in the same line, and in those behind it. */
  private joinLater(
    broken: BrokenTrace,
    start: number,
    newline: number,
    isLast: boolean,
  ): number | "wait" | "none" {
    const within = broken.joinWithin(this.held, newline, this.nextNumber);
    let lineStart = newline + 1;
    let joined = within;
    let lineEnd = newline;
    for (let lines = 0; joined === undefined; lines++) {
      lineEnd = this.held.indexOf(NEWLINE, lineStart);
      if (lineEnd < 0) {
        const isTooMuch = this.held.length - start > MOST_HELD;
        return isLast || isTooMuch ? "none" : "wait";
      }
      if (lines === PATIENCE || this.matcher.find(this.held, lineStart, lineEnd)) return "none";
      joined = broken.join(this.held, lineStart, lineEnd, this.nextNumber);
      if (joined === undefined) lineStart = lineEnd + 1;
    }
    this.note(joined.found);
    this.pass(start, broken.start);
    this.pass(broken.start + joined.headLength, joined.tailAt);
    this.sinks.trace(withNewline(joined.bytes));
    this.isStart = true;
    return lineEnd + 1;
  }

  /** The line at the end that has no line end yet; returns from where on it is held. */
  private readPartial(start: number, isLast: boolean): number {
    const { length } = this.held;
    const from = this.matcher.findBegun(this.held, start, length, this.isStart);
    this.pass(start, from);
    if (from > start) this.isStart = false;
    if (!isLast) return from;
    this.begun = this.held.slice(from);
    this.pass(from, length);
    if (length > from) this.isStart = false;
    return length;
  }

  /** A trace whose beginning has gone out: the rest follows it, and the trace counts. */
  private finishBegun(): void {
    const newline = this.held.indexOf(NEWLINE);
    const end = newline < 0 ? this.held.length : newline + 1;
    const line = concatBytes(this.begun, this.held.subarray(0, end));
    const isWhole = newline >= 0 && this.isTrace(line, line.length - 1);
    const goesOn = newline < 0 && this.matcher.findBegun(line, 0, line.length, true) === 0;
    this.begun = goesOn ? line : new Uint8Array(0);
    if (!isWhole && !goesOn) return;
    this.pass(0, end);
    this.keepFrom(end);
    if (!isWhole) return;
    this.sinks.trace(line);
    this.isStart = true;
  }

  /** True if all of line[0, end) is a trace. */
  private isTrace(line: Uint8Array, end: number): boolean {
    if (isTimerLine(line, 0, end)) return true;
    const found = this.matcher.matchAt(line, 0, end, true);
    if (found?.to !== end) return false;
    this.note(found);
    return true;
  }

  private note({ rule, row }: FoundTrace): void {
    if (rule.dialect.kind === "cycle") this.nextNumber = row[0]! + 1;
  }

  private pass(start: number, end: number): void {
    if (end > start) this.sinks.output(this.held.slice(start, end));
  }

  private keepFrom(at: number): void {
    this.held = at === this.held.length ? new Uint8Array(0) : this.held.slice(at);
  }
}

function withNewline(line: Uint8Array): Uint8Array {
  const whole = new Uint8Array(line.length + 1);
  whole.set(line);
  whole[line.length] = NEWLINE;
  return whole;
}
