/**
 * What the program wrote on standard error, for the bundle's output.log: its own bytes and the trace
 * lines of each process, in order. Bounded: of the program's own output the beginning is kept, of the
 * traces the newest.
 */
import { MiB } from "../../../base/units.ts";
import type { TraceStream } from "./trace-streams.ts";

const OUTPUT_LIMIT = 64 * MiB;
const TRACE_LIMIT = 64 * MiB;

interface Piece {
  /** Undefined: the program's own output. */
  readonly stream: TraceStream | undefined;
  /** Milliseconds at which a trace came. */
  readonly at?: number;
  readonly bytes: Uint8Array;
}

export class OutputLog {
  private pieces: Piece[] = [];
  private outputBytes = 0;
  private traceBytes = 0;
  private readonly keepsOutput: boolean;
  /** Bytes of the program's own output that are not kept. */
  lostOutput = 0;
  /** Trace lines that are no longer kept. */
  lostTraces = 0;

  /** @param keepsOutput false where only the traces are wanted */
  constructor(keepsOutput: boolean) {
    this.keepsOutput = keepsOutput;
  }

  addOutput(bytes: Uint8Array): void {
    if (!this.keepsOutput) return;
    if (this.outputBytes + bytes.length > OUTPUT_LIMIT) {
      this.lostOutput += bytes.length;
      return;
    }
    this.outputBytes += bytes.length;
    this.pieces.push({ stream: undefined, bytes });
  }

  /** @param at milliseconds at which it came */
  addTrace(stream: TraceStream, bytes: Uint8Array, at: number): void {
    this.traceBytes += bytes.length;
    this.pieces.push({ stream, bytes, at });
    if (this.traceBytes > TRACE_LIMIT) this.dropOldTraces();
  }

  /** The program's own output and the traces of one stream. */
  bytes(wanted: TraceStream | undefined): Uint8Array {
    const kept = this.pieces.filter(({ stream }) => stream === undefined || stream === wanted);
    return Buffer.concat(kept.map(({ bytes }) => bytes));
  }

  /** The number of the stream's last collection until then; 0 where there was none. */
  collectionsUntil(wanted: TraceStream | undefined, time: number): number {
    const isCycle = ({ stream, at = 0, bytes }: Piece) =>
      stream !== undefined && stream === wanted && at <= time && numberOf(bytes) !== undefined;
    const last = this.pieces.findLast(isCycle);
    return last === undefined ? 0 : numberOf(last.bytes)!;
  }

  /** Streams with the number of their trace lines. */
  streams(): ReadonlyMap<TraceStream, number> {
    const counts = new Map<TraceStream, number>();
    for (const { stream } of this.pieces) {
      if (stream !== undefined) counts.set(stream, (counts.get(stream) ?? 0) + 1);
    }
    return counts;
  }

  private dropOldTraces(): void {
    const excess = this.traceBytes - TRACE_LIMIT / 2;
    let dropped = 0;
    this.pieces = this.pieces.filter(({ stream, bytes }) => {
      if (stream === undefined || dropped >= excess) return true;
      dropped += bytes.length;
      this.lostTraces++;
      return false;
    });
    this.traceBytes -= dropped;
  }
}

/** `gc 7 @…` and, in Go 1.4, `gc7(2): …`. */
function numberOf(trace: Uint8Array): number | undefined {
  const match = /^gc ?(\d+)[ (]/.exec(Buffer.from(trace.subarray(0, 24)).toString("latin1"));
  return match === null ? undefined : Number(match[1]);
}
