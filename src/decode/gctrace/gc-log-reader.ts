/**
 * A log as it comes, in pieces of any size: the runtime's trace lines into the rows of the process
 * that wrote them, everything else counted. No line is lost: each is a row, a known line without
 * one, or counted as the program's.
 *
 * The quick way is a line that starts with a trace. Wrappers of log collectors, other writers'
 * text before a trace, and lines broken in two take the slow one.
 */
import { concatBytes } from "../../base/concat-bytes.ts";
import type { GcHistory } from "../../model/gc-log.ts";
import { BrokenTrace, JoinRecord } from "./broken-trace.ts";
import { historiesOf } from "./gc-histories.ts";
import { ProcessSorter } from "./process-sorter.ts";
import { type FoundTrace, isTimerLine, TIMER_LINE, TraceMatcher } from "./trace-matcher.ts";
import { unwrapLine } from "./unwrap-line.ts";

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const ESCAPE = 0x1b;
const BRACE = 0x7b;
/** What no line of the runtime's exceeds: of a longer piece without a line end the rest is kept. */
const LONGEST_PIECE = 1 << 20;
const TAIL = 1024;
/** A log of more containers than this is not told apart any further. */
const MOST_SOURCES = 512;
/** Lines after which the second half of a broken line is given up. */
const PATIENCE = 16;

interface Pending {
  readonly broken: BrokenTrace;
  readonly source: string;
  readonly untilLine: number;
}

export class GcLogReader {
  /** Lines that are no trace lines: the program's own output. */
  otherLines = 0;
  /** Trace lines that another writer broke, and whose halves could not be put together. */
  damagedLines = 0;
  private readonly matcher = new TraceMatcher();
  private readonly sources = new Map<string, ProcessSorter>([["", new ProcessSorter()]]);
  private readonly decoder = new TextDecoder();
  private readonly encoder = new TextEncoder();
  private pending: Pending | undefined;
  /** The beginning of a line whose end has not come yet. */
  private rest: Uint8Array = new Uint8Array(0);
  private readonly joins = new JoinRecord();
  private line = 0;

  push(chunk: Uint8Array): void {
    let at = 0;
    if (this.rest.length > 0) {
      const newline = chunk.indexOf(NEWLINE);
      this.keep(concatBytes(this.rest, newline < 0 ? chunk : chunk.subarray(0, newline)));
      if (newline < 0) return;
      const line = this.rest;
      this.rest = new Uint8Array(0);
      this.readLine(line, 0, line.length);
      at = newline + 1;
    }
    at = this.readLines(chunk, at);
    if (at < chunk.length) this.keep(chunk.slice(at));
  }

  /** The log is at its end: a last line without a line end counts too. */
  end(): void {
    const line = this.rest;
    this.rest = new Uint8Array(0);
    if (line.length > 0) this.readLine(line, 0, line.length);
  }

  /** One for each process that has written trace lines, the one with most collections first. */
  histories(): GcHistory[] {
    return historiesOf(this.sources);
  }

  /** Of all processes. */
  get uncertain(): number {
    return [...this.sources.values()].reduce((sum, sorter) => sum + sorter.uncertain, 0);
  }

  private readLines(bytes: Uint8Array, start: number): number {
    let at = start;
    for (;;) {
      const newline = bytes.indexOf(NEWLINE, at);
      if (newline < 0) return at;
      this.readLine(bytes, at, newline);
      at = newline + 1;
    }
  }

  private keep(rest: Uint8Array): void {
    this.rest = rest.length > LONGEST_PIECE ? rest.slice(rest.length - TAIL) : rest;
  }

  private readLine(bytes: Uint8Array, start: number, lineEnd: number): void {
    this.line++;
    const end = lineEnd > start && bytes[lineEnd - 1] === RETURN ? lineEnd - 1 : lineEnd;
    const found = this.matcher.find(bytes, start, end);
    if (found !== undefined && found.from === start) this.add(found, "");
    else if (isTimerLine(bytes, start, end)) this.sources.get("")!.timerFired = true;
    else this.readOther(bytes, start, end, found);
  }

  /** A line that does not start with a trace. */
  private readOther(
    bytes: Uint8Array,
    start: number,
    end: number,
    found: FoundTrace | undefined,
  ): void {
    if (found === undefined && !this.deservesUnwrapping(bytes, start, end)) {
      this.otherLines++;
      return;
    }
    const { source, content } = unwrapLine(this.decoder.decode(bytes.subarray(start, end)));
    const line = this.encoder.encode(content);
    if (isTimerLine(line, 0, line.length)) {
      this.sorterOf(source).timerFired = true;
      return;
    }
    const inside = this.matcher.find(line, 0, line.length) ?? this.matcher.find(bytes, start, end);
    if (inside === undefined) this.readBroken(line, source);
    else this.add(inside, source);
  }

  /** Most lines are the program's, and their bytes show it. */
  private deservesUnwrapping(bytes: Uint8Array, start: number, end: number): boolean {
    if (end - start > LONGEST_PIECE) return false;
    if (this.pending !== undefined) return true;
    if (!this.matcher.mayHold(bytes, start, end)) return false;
    if (bytes[start] === BRACE || bytes.subarray(start, end).includes(ESCAPE)) return true;
    if (endsWithTimer(bytes, end)) return true;
    return BrokenTrace.find(this.matcher, bytes, start, end) !== undefined;
  }

  /** A line without a whole trace: the second half of one, the first, both, or none. */
  private readBroken(line: Uint8Array, source: string): void {
    if (this.joinPending(line, source)) return;
    const broken = BrokenTrace.find(this.matcher, line, 0, line.length);
    const isTried = broken !== undefined && this.joins.isWorthwhile;
    const next = this.sorterOf(source).nextNumber;
    const joined = isTried ? broken.joinWithin(line, line.length, next) : undefined;
    if (joined !== undefined) {
      this.joins.note(true);
      this.add(joined.found, source);
      return;
    }
    this.otherLines++;
    if (broken === undefined) return;
    this.joins.note(false);
    if (broken.isSure) this.damagedLines++;
    if (isTried) this.pending = { broken, source, untilLine: this.line + PATIENCE };
  }

  /** The first half was counted as damaged; its line stays one of the program's. */
  private joinPending(line: Uint8Array, source: string): boolean {
    const { pending } = this;
    if (pending === undefined || pending.source !== source) return false;
    const next = this.sorterOf(source).nextNumber;
    const joined = pending.broken.join(line, 0, line.length, next);
    if (joined !== undefined || this.line >= pending.untilLine) this.pending = undefined;
    if (joined === undefined) return false;
    this.joins.note(true);
    if (pending.broken.isSure) this.damagedLines--;
    this.add(joined.found, source);
    return true;
  }

  private add({ rule, row, forced }: FoundTrace, source: string): void {
    const sorter = this.sorterOf(source);
    if (rule.dialect.kind === "cycle") {
      const builder = sorter.take(row[0]!, row[1]!, this.line);
      builder.narrow(rule.versions);
      builder.addCycle(row, forced, sorter.timerFired, this.line);
      sorter.timerFired = false;
      if (this.pending?.source === source) this.pending = undefined;
      return;
    }
    sorter.latest.narrow(rule.versions);
    if (rule.dialect.kind === "scavenge") sorter.latest.addScavenge(row, forced, this.line);
  }

  private sorterOf(source: string): ProcessSorter {
    const known = this.sources.get(source);
    if (known !== undefined) return known;
    if (this.sources.size === MOST_SOURCES) return this.sources.get("")!;
    const sorter = new ProcessSorter();
    this.sources.set(source, sorter);
    return sorter;
  }
}

function endsWithTimer(bytes: Uint8Array, end: number): boolean {
  const start = end - TIMER_LINE.length;
  return start >= 0 && isTimerLine(bytes, start, end);
}
