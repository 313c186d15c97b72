/**
 * A trace line that another writer broke in two. The runtime writes a line piece by piece, so that
 * the program's own output can come in between:
 *
 *   gc 12 @0.512s 3%: 0.020+1.22026/11/24 03:40:30 ready
 *   +0.003 ms clock, 0.040+0/0.5/1.1+0.006 ms cpu, 4->4->1 MB, 5 MB goal, 2 P
 *
 * The halves are put together only where there is one way to do so. Where the text in between
 * starts with digits, how the runtime prints its numbers tells where its own end (1.2, not 1.22),
 * and the number of a collection follows that of the one before; where neither does, they stay
 * apart.
 */
import type { LineTemplate } from "./line-template.ts";
import type { FoundTrace, TraceMatcher, TraceRule } from "./trace-matcher.ts";

const ZERO = 0x30;
/** `gc 12`. */
const FEWEST_TOKENS = 2;
/** Shorter beginnings (`gc 12 files`) are more likely the program's own words. */
const SURE_TOKENS = 4;
const MANY_FAILURES = 1000;
const DATE = /^\d{4}([-/])\d\d\1\d\d[ T]/;
/** Longer than any line of the runtime's. */
const LONGEST = 600;

/** A token with which the second half may start, and where the one before starts in the first. */
interface Joint {
  readonly template: LineTemplate;
  readonly token: number;
  readonly before: number;
  /** Where the token itself would start. */
  readonly at: number;
}

/** A way to put the halves together. */
interface Way {
  readonly bytes: Uint8Array;
  readonly headLength: number;
  /** Where the second half starts. */
  readonly tailAt: number;
  /** Number of the collection. */
  readonly number: number;
}

/**
 * Whether looking for second halves pays: not in a text that only looks like broken traces, where it
 * would take long.
 */
export class JoinRecord {
  private failures = 0;
  private successes = 0;

  get isWorthwhile(): boolean {
    return this.failures < MANY_FAILURES || this.failures < 10 * this.successes;
  }

  note(succeeded: boolean): void {
    if (succeeded) this.successes++;
    else this.failures++;
  }
}

/** The two halves of a line as one. */
export interface JoinedTrace {
  readonly bytes: Uint8Array;
  readonly found: FoundTrace;
  /** Length of the first half. */
  readonly headLength: number;
  /** Where the second half starts. */
  readonly tailAt: number;
}

export class BrokenTrace {
  /** Where the first half starts in the line it was found in. */
  readonly start: number;
  /** True where it can be nothing else than half a trace. */
  readonly isSure: boolean;
  private readonly matcher: TraceMatcher;
  private readonly head: Uint8Array;
  private readonly rules: readonly TraceRule[];
  /** By the first byte of the second half; made when it is looked for. */
  private joints: ReadonlyMap<number, readonly Joint[]> | undefined;

  private constructor(
    matcher: TraceMatcher,
    rules: readonly TraceRule[],
    head: Uint8Array,
    start: number,
    tokens: number,
  ) {
    this.isSure = tokens >= SURE_TOKENS;
    this.matcher = matcher;
    this.head = head;
    this.start = start;
    this.rules = rules;
  }

  /** The first half of a trace in the line bytes[start, end), which has no whole one. */
  static find(
    matcher: TraceMatcher,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): BrokenTrace | undefined {
    for (let at = start; at + 1 < end; at++) {
      if (!matcher.isStart(bytes, at)) continue;
      const { rules, tokens } = matcher.furthest(bytes, at, end);
      if (tokens < FEWEST_TOKENS) continue;
      const head = bytes.slice(at, Math.min(end, at + LONGEST));
      return new BrokenTrace(matcher, rules, head, at, tokens);
    }
    return undefined;
  }

  /**
   * The whole line, if bytes[start, end) are its second half.
   * @param nextNumber of the collection that would follow the last one; NaN: not known
   */
  join(bytes: Uint8Array, start: number, end: number, nextNumber: number): JoinedTrace | undefined {
    return this.pick(this.waysAt(bytes, start, end), nextNumber);
  }

  /** The whole line, if its second half ends the same line: the text in between has no line end. */
  joinWithin(bytes: Uint8Array, end: number, nextNumber: number): JoinedTrace | undefined {
    if (!this.rules.some(({ template }) => template.mayEndWith(bytes[end - 1]!))) return undefined;
    const ways: Way[] = [];
    for (let at = Math.max(this.start + 1, end - LONGEST); at < end; at++) {
      const here = this.waysAt(bytes, at, end);
      ways.push(...here.filter(({ headLength }) => this.start + headLength < at));
    }
    return this.pick(ways, nextNumber);
  }

  private waysAt(bytes: Uint8Array, start: number, end: number): Way[] {
    if (end - start > LONGEST || end === start) return [];
    this.joints ??= byFirstByte(this.rules.flatMap((rule) => jointsOf(rule, this.head)));
    const ways: Way[] = [];
    for (const joint of this.joints.get(keyOf(bytes[start]!)) ?? []) {
      const { template, token } = joint;
      if (template.reach(bytes, start, end, token) < template.tokenCount) continue;
      for (const length of cutsAt(joint, this.head)) {
        const way = this.joinAt(length, bytes, start, end);
        if (way !== undefined) ways.push(way);
      }
    }
    return ways;
  }

  private joinAt(length: number, bytes: Uint8Array, start: number, end: number): Way | undefined {
    const joined = new Uint8Array(length + end - start);
    joined.set(this.head.subarray(0, length));
    joined.set(bytes.subarray(start, end), length);
    const found = this.matcher.matchAt(joined, 0, joined.length, false);
    if (found?.to !== joined.length) return undefined;
    return { bytes: joined, headLength: length, tailAt: start, number: found.row[0]! };
  }

  /** The only way, or the only one with the number that follows. */
  private pick(ways: readonly Way[], nextNumber: number): JoinedTrace | undefined {
    const fitting = ways.length > 1 ? ways.filter(({ number }) => number === nextNumber) : ways;
    const [way] = fitting;
    if (way === undefined || fitting.length > 1) return undefined;
    // Matched anew: a row holds the values of the last search only.
    const found = this.matcher.matchAt(way.bytes, 0, way.bytes.length, false);
    return found === undefined ? undefined : { ...way, found };
  }
}

function byFirstByte(joints: readonly Joint[]): Map<number, Joint[]> {
  const groups = new Map<number, Joint[]>();
  for (const joint of joints) {
    const key = joint.template.firstByte(joint.token);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [joint]);
    else group.push(joint);
  }
  return groups;
}

/** All digits are one. */
function keyOf(byte: number): number {
  return byte >= ZERO && byte <= ZERO + 9 ? ZERO : byte;
}

/**
 * Between any two tokens of the head, not only behind the last that fits: what the other wrote can
 * look like more of them (2026/11/24).
 */
function jointsOf({ template }: TraceRule, head: Uint8Array): Joint[] {
  const starts = template.starts(head);
  return starts.slice(1).map((at, i) => ({ template, token: i + 1, before: starts[i]!, at }));
}

/** How long the first half may be: where its last token is a number, it may end within the digits. */
function cutsAt({ template, token, before, at }: Joint, head: Uint8Array): readonly number[] {
  if (token % 2 === 1) return [at];
  const text = String.fromCharCode(...head.subarray(before));
  const [run] = /^[\d.]*/.exec(text)!;
  const lengths = likelyLengths(template.printedLengths(token - 1, run), text);
  return lengths.map((length) => before + length);
}

/**
 * Behind the number stands what the other writer wrote: no digits that start with a dot, and where
 * one length leaves a date as loggers write it, that one.
 */
function likelyLengths(lengths: readonly number[], text: string): readonly number[] {
  const dated = lengths.filter((length) => DATE.test(text.slice(length)));
  return dated.length > 0 ? dated : lengths.filter((length) => text[length] !== ".");
}
