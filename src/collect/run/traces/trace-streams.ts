/**
 * Whose trace a line is. All programs below the command write to one standard error: a server and
 * the worker it starts, or the go command before the program that it runs. The runtime prints its
 * collections numbered, with the seconds since its own start, so that the moment at which a line
 * came tells when its writer began; lines of one writer agree in that, and their numbers follow each
 * other. Lines without number and time (the scavenger's, the timer's) go to the writer of the line
 * before.
 */

/** A Go process that may have written. Times are milliseconds of one clock. */
export interface TraceWriter {
  readonly pid: number;
  readonly startedAt: number;
}

/** One writer's lines. */
export interface TraceStream {
  /** Undefined where no process that was seen fits. */
  readonly pid: number | undefined;
  /** Milliseconds at which its runtime began; NaN where no line told. */
  readonly runtimeAt: number;
}

interface Stream extends TraceStream {
  pid: number | undefined;
  runtimeAt: number;
  lastNumber: number;
  /** The number before a leap that no other line has confirmed yet: it may be another writer's. */
  certainNumber: number;
  lastAt: number;
}

/** A line comes late where the machine is busy, and procfs counts in hundredths of a second. */
const EARLIEST = 50;
const LATEST = 2000;
/** Starts that agree so well are the same, also where a line between was lost. */
const SAME = 100;
/** The scavenger's line comes with a collection, so that only who has just collected may have written it. */
const ACTIVE = 1000;
/** Two streams that are this close to a line are both as likely. */
const CLOSE = 20;

const CYCLE = /gc ?(\d+)(?: @([\d.]+)s [^:]*: ([\d.+]+) ms clock|\(\d+\): )/;

export class TraceStreams {
  /** Lines that fitted two writers about as well. */
  ambiguous = 0;
  private readonly streams: Stream[] = [];
  private current: Stream | undefined;

  /**
   * The stream that a line belongs to.
   * @param line one trace line
   * @param now milliseconds at which its last part came
   * @param writers Go processes that were there lately; asked only where a new one writes
   */
  assign(line: string, now: number, writers: () => readonly TraceWriter[]): TraceStream {
    const match = CYCLE.exec(line);
    if (match === null) return this.withoutNumber(now, writers);
    const number = Number(match[1]);
    const since = match[2] === undefined ? Number.NaN : Number(match[2]) * 1000 + sum(match[3]!);
    const runtimeAt = now - since;
    const stream = this.find(number, runtimeAt) ?? this.begin(runtimeAt, writers());
    if (number === stream.lastNumber + 1) stream.certainNumber = number;
    stream.lastNumber = number;
    stream.lastAt = now;
    // A line is never early: the earliest reckoning is the best.
    if (!(stream.runtimeAt <= runtimeAt)) stream.runtimeAt = runtimeAt;
    stream.pid ??= writerAt(stream.runtimeAt, this.free(writers()));
    this.current = stream;
    return stream;
  }

  private withoutNumber(now: number, writers: () => readonly TraceWriter[]): TraceStream {
    const active = this.streams.filter(({ lastAt }) => now - lastAt < ACTIVE);
    if (active.length > 1) this.ambiguous++;
    this.current ??= this.begin(Number.NaN, writers());
    return this.current;
  }

  /** Numbers follow each other; the start, where it is told, agrees. */
  private find(number: number, runtimeAt: number): Stream | undefined {
    const fitting = this.streams
      .filter(({ certainNumber }) => number > certainNumber)
      .map((stream) => ({ stream, apart: apartness(stream.runtimeAt, runtimeAt) }))
      .filter(({ stream, apart }) => apart < (isNext(number, stream) ? LATEST : SAME))
      .sort((a, b) => a.apart - b.apart);
    const [first, second] = fitting;
    if (first !== undefined && second !== undefined && second.apart - first.apart < CLOSE) {
      this.ambiguous++;
    }
    return first?.stream;
  }

  private begin(runtimeAt: number, writers: readonly TraceWriter[]): Stream {
    const pid = writerAt(runtimeAt, this.free(writers));
    const lastAt = Number.NEGATIVE_INFINITY;
    const stream = { pid, runtimeAt, lastNumber: 0, certainNumber: 0, lastAt };
    this.streams.push(stream);
    return stream;
  }

  private free(writers: readonly TraceWriter[]): readonly TraceWriter[] {
    return writers.filter(({ pid }) => this.streams.every((stream) => stream.pid !== pid));
  }
}

function isNext(number: number, { lastNumber, certainNumber }: Stream): boolean {
  return number === lastNumber + 1 || number === certainNumber + 1;
}

/** A stream whose start no line has told yet fits every line. */
function apartness(a: number, b: number): number {
  return Number.isNaN(a) || Number.isNaN(b) ? 0 : Math.abs(a - b);
}

/**
 * The process whose runtime began then: the latest that was there by that moment. The first to write
 * is the only one there is: then how late the line came does not matter.
 */
function writerAt(runtimeAt: number, writers: readonly TraceWriter[]): number | undefined {
  if (Number.isNaN(runtimeAt)) return writers.length === 1 ? writers[0]!.pid : undefined;
  const before = writers.filter(
    ({ startedAt }) => startedAt - EARLIEST <= runtimeAt && runtimeAt < startedAt + LATEST,
  );
  return before.sort((a, b) => b.startedAt - a.startedAt)[0]?.pid;
}

/** `0.081+0.44+0.015` in milliseconds. */
function sum(durations: string): number {
  return durations.split("+").reduce((total, part) => total + Number(part), 0);
}
