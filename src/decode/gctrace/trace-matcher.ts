/**
 * Finds the runtime's trace lines in bytes: a whole one within a line, or what may become one when
 * more bytes come. Looks at the first two bytes before anything else, because a log can have
 * millions of lines. Knows nothing of files, wrappers and processes.
 */
import { setOf } from "./go-version-set.ts";
import { LineTemplate } from "./line-template.ts";
import {
  CYCLE_COLUMNS,
  SCAVENGE_COLUMNS,
  TRACE_DIALECTS,
  type TraceDialect,
} from "./trace-dialects.ts";

const RETURN = 0x0d;
const SPACE = 0x20;
const ZERO = 0x30;
const NINE = 0x39;
const LETTER_A = 0x61;
const LETTER_V = 0x76;
const encoder = new TextEncoder();
/** Printed by the two-minute timer, on a line of its own. */
export const TIMER_LINE: Uint8Array = encoder.encode("GC forced");
const FORCED = encoder.encode(" (forced)");
const RESET = encoder.encode(" [controller reset]");
const MARKS = encoder.encode("%),:]");
/** 1 for the first two bytes of a dialect, to leave most positions of a line at once. */
const STARTS = new Uint8Array(1 << 16);
const FIRST_BYTES = new Uint8Array(256);
for (const { template } of TRACE_DIALECTS) {
  STARTS[pairOf(encoder.encode(template), 0)] = 1;
  FIRST_BYTES[template.charCodeAt(0)] = 1;
}

/** The first two bytes of the words that every trace of the columns has. */
const HINTS = new Uint8Array(1 << 16);
for (const word of ["gc", "sc", "GC"]) HINTS[pairOf(encoder.encode(word), 0)] = 1;

export interface TraceRule {
  readonly dialect: TraceDialect;
  readonly template: LineTemplate;
  readonly versions: number;
}

/** A trace in bytes[from, to); the line may go on behind it with what is not the runtime's. */
export interface FoundTrace {
  readonly rule: TraceRule;
  readonly from: number;
  readonly to: number;
  readonly forced: boolean;
  /** Values in the order of the dialect's columns; overwritten by the next search. */
  readonly row: Float64Array;
}

export class TraceMatcher {
  private readonly rules = makeRules();
  private readonly rows = {
    cycle: new Float64Array(CYCLE_COLUMNS.length),
    scavenge: new Float64Array(SCAVENGE_COLUMNS.length),
    skip: new Float64Array(0),
  };
  private last: TraceRule | undefined;

  /**
   * The first trace of the line bytes[start, end), which is without its line end.
   * @param isStart true where `start` is the start of a line: some traces stand only there
   */
  find(bytes: Uint8Array, start: number, end: number, isStart = true): FoundTrace | undefined {
    for (let at = start; at + 1 < end; at++) {
      if (STARTS[pairOf(bytes, at)] !== 1) continue;
      const found = this.matchAt(bytes, at, end, isStart && at === start);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** A trace that starts at `at`. The form of the last one comes first: no two match the same. */
  matchAt(bytes: Uint8Array, at: number, end: number, isStart: boolean): FoundTrace | undefined {
    const { last } = this;
    const found = last === undefined ? undefined : this.matchRule(last, bytes, at, end, isStart);
    if (found !== undefined) return found;
    for (const rule of this.rules.get(pairOf(bytes, at)) ?? []) {
      if (rule === last) continue;
      const other = this.matchRule(rule, bytes, at, end, isStart);
      if (other === undefined) continue;
      if (rule.dialect.kind === "cycle") this.last = rule;
      return other;
    }
    return undefined;
  }

  private matchRule(
    rule: TraceRule,
    bytes: Uint8Array,
    at: number,
    end: number,
    isStart: boolean,
  ): FoundTrace | undefined {
    const { kind, forced } = rule.dialect;
    if (kind === "skip" && !isStart) return undefined;
    const row = this.rows[kind];
    if (!rule.template.match(bytes, at, end, row)) return undefined;
    const behind = rule.template.end;
    const isMarked = startsWith(FORCED, bytes, behind, end);
    const to = kind === "skip" ? end : behind + suffixLength(bytes, behind, end, isMarked);
    return { rule, from: at, to, forced: isMarked || forced === true, row };
  }

  /**
   * Where in bytes[start, end), which end in the middle of a line, a trace may have begun whose rest
   * is still to come; `end` where none has.
   */
  findBegun(bytes: Uint8Array, start: number, end: number, isStart: boolean): number {
    for (let at = start; at < end; at++) {
      if (isStart && at === start && mayBeTimer(bytes, at, end)) return at;
      if (FIRST_BYTES[bytes[at]!] !== 1) continue;
      if (at + 1 === end || this.mayBegin(bytes, at, end, isStart && at === start)) return at;
    }
    return end;
  }

  /** The rules whose tokens reach furthest from `at`, with how many they are. */
  furthest(
    bytes: Uint8Array,
    at: number,
    end: number,
  ): { rules: readonly TraceRule[]; tokens: number } {
    let rules: TraceRule[] = [];
    let most = 0;
    for (const rule of this.rules.get(pairOf(bytes, at)) ?? []) {
      if (rule.dialect.kind === "skip") continue;
      const tokens = rule.template.reach(bytes, at, end);
      if (tokens > most) rules = [];
      most = Math.max(most, tokens);
      if (tokens === most) rules.push(rule);
    }
    return { rules, tokens: most };
  }

  /**
   * True where the runtime may have written all of `bytes`, the beginning of a trace, and no more so
   * far: what it writes at once ends behind a token, or within a text behind a mark (`%`, `)`, `,`).
   */
  endsWithPiece(bytes: Uint8Array): boolean {
    if (MARKS.includes(bytes[bytes.length - 1]!)) return true;
    return (this.rules.get(pairOf(bytes, 0)) ?? []).some(
      ({ dialect, template }) => dialect.kind === "skip" || template.endsWithToken(bytes),
    );
  }

  /** True where a line may hold a trace, or part of one that another writer broke: quick, not sure. */
  mayHold(bytes: Uint8Array, start: number, end: number): boolean {
    for (let at = start; at + 2 < end; at++) {
      if (HINTS[pairOf(bytes, at)] === 1 && isHint(bytes, at)) return true;
    }
    return false;
  }

  /** True where a trace of the columns may stand: at the first two bytes of one. */
  isStart(bytes: Uint8Array, at: number): boolean {
    return STARTS[pairOf(bytes, at)] === 1;
  }

  private mayBegin(bytes: Uint8Array, at: number, end: number, isStart: boolean): boolean {
    return (this.rules.get(pairOf(bytes, at)) ?? []).some(({ dialect, template }) => {
      if (dialect.kind === "skip" && !isStart) return false;
      if (template.mayBegin(bytes, at, end)) return true;
      if (template.reach(bytes, at, end) < template.tokenCount) return false;
      const behind = template.end;
      return dialect.kind === "skip" || mayBeSuffix(bytes, behind, end);
    });
  }
}

/** True for the line that the two-minute timer prints; a line end of `\r` is none of it. */
export function isTimerLine(bytes: Uint8Array, start: number, end: number): boolean {
  const length = bytes[end - 1] === RETURN ? end - 1 - start : end - start;
  return length === TIMER_LINE.length && startsWith(TIMER_LINE, bytes, start, end);
}

export function startsWith(
  text: Uint8Array,
  bytes: Uint8Array,
  at: number,
  limit: number,
): boolean {
  if (at + text.length > limit) return false;
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text[i]) return false;
  return true;
}

function suffixLength(bytes: Uint8Array, at: number, end: number, isMarked: boolean): number {
  if (isMarked) return FORCED.length;
  return startsWith(RESET, bytes, at, end) ? RESET.length : 0;
}

function mayBeTimer(bytes: Uint8Array, at: number, end: number): boolean {
  return isPrefix(bytes, at, end, TIMER_LINE);
}

/** `gc 7`, `gc7`, `scav`, `scvg`, `GC f`. */
function isHint(bytes: Uint8Array, at: number): boolean {
  const next = bytes[at + 2]!;
  return next === SPACE || next === LETTER_A || next === LETTER_V || (next >= ZERO && next <= NINE);
}

/** Behind a whole trace, `(forced)` and the like may still come, and the line end. */
function mayBeSuffix(bytes: Uint8Array, at: number, end: number): boolean {
  return isPrefix(bytes, at, end, FORCED) || isPrefix(bytes, at, end, RESET);
}

/** True if bytes[at, end) are a beginning of `text`, or all of it. */
function isPrefix(bytes: Uint8Array, at: number, end: number, text: Uint8Array): boolean {
  if (end - at > text.length) return false;
  for (let i = at; i < end; i++) if (bytes[i] !== text[i - at]) return false;
  return true;
}

/** The rules by the first two bytes of their lines. */
function makeRules(): ReadonlyMap<number, readonly TraceRule[]> {
  const rules = new Map<number, TraceRule[]>();
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
