/**
 * A Go program's stderr: the runtime's trace lines into columns, the program's own lines counted.
 * The runtime writes a line in several pieces, so a trace can start behind text of the program that
 * has no line end; a trace with text of the program in its middle can't be put together and counts
 * as the program's. Works on bytes, and looks at the first ones before anything else: a log can
 * have millions of lines.
 */
import type { GcLog } from "../../model/gc-log.ts";
import { GcLogBuilder } from "./gc-log-builder.ts";
import { setOf } from "./go-version-set.ts";
import { LineTemplate } from "./line-template.ts";
import {
  CYCLE_COLUMNS,
  SCAVENGE_COLUMNS,
  TRACE_DIALECTS,
  type TraceDialect,
} from "./trace-dialects.ts";

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const encoder = new TextEncoder();
/** Printed by the two-minute timer, on a line of its own. */
const TIMER = encoder.encode("GC forced");
const FORCED = encoder.encode(" (forced)");
/** 1 for the first two bytes of a dialect, to leave most positions of a line at once. */
const STARTS = new Uint8Array(1 << 16);
for (const { template } of TRACE_DIALECTS) STARTS[pairOf(encoder.encode(template), 0)] = 1;

interface Rule {
  readonly dialect: TraceDialect;
  readonly template: LineTemplate;
  readonly versions: number;
}

/** Never fails: text without any trace line is a log of other lines. */
export function decodeGcLog(bytes: Uint8Array): GcLog {
  const reader = new LineReader(bytes);
  for (let at = 0; at < bytes.length; ) {
    const newline = bytes.indexOf(NEWLINE, at);
    const end = newline < 0 ? bytes.length : newline;
    reader.read(at, end);
    at = end + 1;
  }
  return reader.builder.finish();
}

class LineReader {
  readonly builder = new GcLogBuilder();
  private readonly bytes: Uint8Array;
  private readonly rules = makeRules();
  private readonly rows = {
    cycle: new Float64Array(CYCLE_COLUMNS.length),
    scavenge: new Float64Array(SCAVENGE_COLUMNS.length),
    skip: new Float64Array(0),
  };
  private line = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** One line, bytes[start, end). */
  read(start: number, end: number): void {
    this.line++;
    if (this.isTimer(start, end)) {
      this.builder.addTimer();
      return;
    }
    for (let at = start; at + 1 < end; at++) {
      if (STARTS[pairOf(this.bytes, at)] === 1 && this.readTrace(at, end, at === start)) {
        return;
      }
    }
    this.builder.addOther();
  }

  private readTrace(at: number, end: number, isStart: boolean): boolean {
    for (const rule of this.rules.get(pairOf(this.bytes, at))!) {
      const { kind } = rule.dialect;
      if (kind === "skip" && !isStart) continue;
      const row = this.rows[kind];
      if (!rule.template.match(this.bytes, at, end, row)) continue;
      this.add(rule, row, this.startsWith(FORCED, rule.template.end, end));
      return true;
    }
    return false;
  }

  private add({ dialect, versions }: Rule, row: Float64Array, isMarked: boolean): void {
    const forced = isMarked || dialect.forced === true;
    this.builder.narrow(versions);
    if (dialect.kind === "cycle") this.builder.addCycle(row, forced, this.line);
    else if (dialect.kind === "scavenge") this.builder.addScavenge(row, forced, this.line);
  }

  private isTimer(start: number, end: number): boolean {
    const length = this.bytes[end - 1] === RETURN ? end - 1 - start : end - start;
    return length === TIMER.length && this.startsWith(TIMER, start, end);
  }

  private startsWith(text: Uint8Array, at: number, limit: number): boolean {
    if (at + text.length > limit) return false;
    for (let i = 0; i < text.length; i++) if (this.bytes[at + i] !== text[i]) return false;
    return true;
  }
}

/** The rules by the first two bytes of their lines. */
function makeRules(): ReadonlyMap<number, readonly Rule[]> {
  const rules = new Map<number, Rule[]>();
  for (const dialect of TRACE_DIALECTS) {
    const columns = dialect.kind === "cycle" ? CYCLE_COLUMNS : SCAVENGE_COLUMNS;
    const pair = pairOf(encoder.encode(dialect.template), 0);
    const template = new LineTemplate(dialect.template, columns);
    const list = rules.get(pair) ?? [];
    list.push({ dialect, template, versions: setOf(dialect.minors) });
    rules.set(pair, list);
  }
  return rules;
}

function pairOf(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!;
}
