/**
 * Puts trace lines together that other writers tore apart. The runtime writes a line in some thirty
 * pieces, each by a system call of its own; where the pipe keeps writes apart (see stderr-pipe.ts),
 * each of its pieces comes alone, and what does not continue the line is somebody else's. So that
 * nothing of the program's is delayed or overtaken, its output goes on as soon as it is certain that
 * what began is a trace.
 *
 * Where several processes trace at once, nothing says whose a piece is, and a `+` or a number may
 * continue more than one line. All ways to share the pieces out are followed, because a wrong one
 * shows only later, when a piece comes that it has no place for.
 */
import { concatBytes } from "../../../base/concat-bytes.ts";
import { TraceMatcher } from "../../../decode/gctrace/trace-matcher.ts";

const NEWLINE = 0x0a;
/** Numbers and texts between them; so many of the runtime's are nobody else's. */
const UNMISTAKABLE = 4;
/** Processes that trace at the same moment. */
const MOST = 8;
/** Ways to share the pieces out that are followed at once. */
const MOST_WAYS = 256;

/** Whole lines that are kept back while it is not clear what stands in them. */
const MOST_WHOLE = 32;

/** A way to share the pieces out. */
interface Way {
  /** Lines that have begun, the one that went on last first. */
  readonly begun: readonly Uint8Array[];
  /** Lines that are whole, in their order. */
  readonly whole: readonly Uint8Array[];
  /** Collections in it whose number follows that of no other. */
  readonly odd: number;
}

const NOTHING: Way = { begun: [], whole: [], odd: 0 };
/** What stands before the number of a collection, and with it. */
const BEFORE_NUMBER = /^gc ?$/;
const NUMBERED = /^gc ?(\d+)[ (]/;

/**
 * What waits. The first write of what may be a trace is one when a second follows; until then all
 * that came since and is no piece of any trace waits behind it, as both may be the program's.
 */
interface Waiting {
  readonly write: Uint8Array;
  readonly isFirst: boolean;
  /** Milliseconds of performance.now. */
  readonly since: number;
}

export class TraceJoiner {
  private readonly next: (bytes: Uint8Array) => void;
  private readonly matcher = new TraceMatcher();
  /** The likeliest first: a writer is seldom stopped between two pieces. */
  private ways: readonly Way[] = [NOTHING];
  /** Numbers of collections that come next, in the order in which those before them came. */
  private readonly following = new Set<number>();
  /** In the order in which it came; a first write leads it. */
  private waiting: Waiting[] = [];
  /** True once a line was put together: the trace is on, so that its first write is known too. */
  private hasJoined = false;

  /** @param next takes whole trace lines, and everything else as it came */
  constructor(next: (bytes: Uint8Array) => void) {
    this.next = next;
  }

  /** True where something waits that may be no trace. */
  get isHolding(): boolean {
    return this.waiting.length > 0;
  }

  /** True where something waits that is certainly none. */
  get isHoldingOutput(): boolean {
    return this.waiting.some(({ isFirst }) => !isFirst);
  }

  /** @param write what one system call wrote */
  push(write: Uint8Array): void {
    if (this.continueTrace(write)) return;
    const isFirst = this.ways[0]!.begun.length < MOST && this.isFirstWrite(write);
    if (isFirst) {
      this.ways = this.ways.map((way) => ({ ...way, begun: [write, ...way.begun] }));
    }
    if (isFirst || this.isHolding) {
      this.waiting.push({ write, isFirst, since: performance.now() });
    } else this.next(write);
  }

  /**
   * Nothing more has come for a while: what is not certain goes on as it came. On a busy machine the
   * runtime may be kept waiting between two pieces for longer than the program's output may wait.
   * @param patience milliseconds; what began later still waits
   */
  flush(patience = 0): void {
    const latest = performance.now() - patience + 1;
    while (this.isHolding && this.waiting[0]!.since <= latest) {
      const { write } = this.waiting[0]!;
      const certain = this.ways.filter(({ begun }) => !begun.includes(write));
      if (certain.length > 0) this.ways = certain;
      else if (this.hasJoined && this.isHoldingOutput) this.waiting.shift();
      else {
        this.waiting.shift();
        this.ways = this.ways.map((way) => ({ ...way, begun: without(way.begun, write) }));
        this.next(write);
      }
      this.release();
    }
  }

  /** The end. A trace in the middle of which the program ended is no output of its own. */
  end(): void {
    this.flush();
    this.passWhole();
    for (const bytes of this.ways[0]!.begun) if (!this.isUnmistakable(bytes)) this.next(bytes);
    this.ways = [NOTHING];
  }

  private continueTrace(write: Uint8Array): boolean {
    const ways = distinct(this.ways.flatMap((way) => this.stepsOf(way, write)));
    if (ways.length === 0) return false;
    this.ways = ways.slice(0, MOST_WAYS);
    if (ways.length === 1 || ways[0]!.whole.length > MOST_WHOLE) this.passWhole();
    this.release();
    return true;
  }

  /** As the likeliest way has them. */
  private passWhole(): void {
    const { begun, whole } = this.ways[0]!;
    if (whole.length === 0) return;
    this.hasJoined = true;
    this.ways = [{ ...NOTHING, begun }];
    for (const line of whole) {
      this.noteNumber(line);
      this.next(line);
    }
  }

  private noteNumber(line: Uint8Array): void {
    const number = Number(NUMBERED.exec(latin(line))?.[1]);
    if (Number.isNaN(number)) return;
    this.following.delete(number);
    this.following.add(number + 1);
    const [oldest] = this.following;
    if (this.following.size > MOST) this.following.delete(oldest!);
  }

  /** What waited behind first writes that have been continued goes on, without those. */
  private release(): void {
    const { begun } = this.ways[0]!;
    while (this.isHolding) {
      const { write, isFirst } = this.waiting[0]!;
      if (isFirst && begun.includes(write)) return;
      this.waiting.shift();
      if (!isFirst) this.next(write);
    }
  }

  private stepsOf(way: Way, write: Uint8Array): Way[] {
    return way.begun.flatMap((line): Way[] => {
      const joined = concatBytes(line, write);
      const state = this.isInPlace(line, write, joined) ? this.stateOf(joined) : "other";
      const others = without(way.begun, line);
      if (state === "whole") return [{ ...way, begun: others, whole: [...way.whole, joined] }];
      const odd = way.odd + (this.isOddNumber(line, write) ? 1 : 0);
      return state === "begun" ? [{ ...way, begun: [joined, ...others], odd }] : [];
    });
  }

  /** True for the number of a collection where none came before it, and it is no program's first. */
  private isOddNumber(line: Uint8Array, write: Uint8Array): boolean {
    if (line.length > 3 || !BEFORE_NUMBER.test(latin(line))) return false;
    const number = Number(latin(write));
    return number !== 1 && this.following.size > 0 && !this.following.has(number);
  }

  /** What is written at once is no part of a word or a number. */
  private isInPlace(line: Uint8Array, write: Uint8Array, joined: Uint8Array): boolean {
    if (isDigit(line.at(-1)) && isDigit(write[0])) return false;
    return write.at(-1) === NEWLINE || this.matcher.endsWithPiece(joined);
  }

  private isFirstWrite(bytes: Uint8Array): boolean {
    if (bytes.length > LONGEST_FIRST) return false;
    return FIRST_WRITE.test(latin(bytes)) && this.stateOf(bytes) === "begun";
  }

  private isUnmistakable(bytes: Uint8Array): boolean {
    return this.matcher.furthest(bytes, 0, bytes.length).tokens >= UNMISTAKABLE;
  }

  private stateOf(bytes: Uint8Array): "begun" | "whole" | "other" {
    const newline = bytes.indexOf(NEWLINE);
    if (newline < 0) {
      return this.matcher.findBegun(bytes, 0, bytes.length, true) === 0 ? "begun" : "other";
    }
    if (newline < bytes.length - 1) return "other";
    return this.matcher.matchAt(bytes, 0, newline, true)?.to === newline ? "whole" : "other";
  }
}

/** What the runtime of some version writes first of a trace line, and no more than that. */
const FIRST_WRITE =
  /^(?:gc ?|scav |scvg(?:: (?:inuse: )?)?|forced (?:scvg: )?|pacer: .+|scan: .+)$/;
const LONGEST_FIRST = 32;

/** What may come next depends on the texts of the lines only: of ways that agree in them, the likeliest. */
function distinct(ways: readonly Way[]): readonly Way[] {
  if (ways.length < 2) return ways;
  const byTexts = new Map<string, Way>();
  for (const way of ways) {
    const texts = way.begun.map((line) => latin(line).replace(/[\d.]+/g, "0")).sort();
    const key = texts.join("\n");
    const known = byTexts.get(key);
    if (known === undefined || way.odd < known.odd) byTexts.set(key, way);
  }
  return [...byTexts.values()].sort((a, b) => a.odd - b.odd);
}

function without(lines: readonly Uint8Array[], line: Uint8Array): Uint8Array[] {
  return lines.filter((other) => other !== line);
}

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}
