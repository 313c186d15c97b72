/**
 * The way of the program's standard error to ours: its own bytes go on at once, in order and as they
 * are; trace lines are taken out and handed over. What may be the beginning of a trace is held until
 * more comes, but for a moment only: it may as well be a prompt.
 */
import type { Readable, Writable } from "node:stream";
import { TraceSplitter } from "../../../decode/gctrace/trace-splitter.ts";
import { TraceJoiner } from "./join-traces.ts";

const NEWLINE = 0x0a;
/**
 * Milliseconds. The runtime writes a line in pieces, microseconds apart where the machine is not
 * busy. A whole line of the program that came between two of them waits less than its beginning does.
 */
const HOLD = 100;
const HOLD_LINE = 4;

/** Writes taken in one turn: the others of this process have to be heard as well. */
const MOST_AT_ONCE = 256;

export interface RelayOptions {
  /** As of StderrPipe. */
  readonly nextWrite?: (() => Uint8Array | undefined) | undefined;
  /** Let the trace lines through as well. */
  readonly showTrace: boolean;
  /** A trace line with its line end. */
  readonly onTrace: (line: Uint8Array) => void;
  readonly onOutput: (bytes: Uint8Array) => void;
}

export class StderrRelay {
  /** Resolves when every writer has closed it, and all is passed on. */
  readonly done: Promise<void>;
  /** Milliseconds (performance.now) at which something came last. */
  lastAt = performance.now();
  /** True where the last byte passed on was not the end of a line. */
  isLineOpen = false;
  private readonly source: Readable;
  private readonly out: Writable;
  private readonly splitter: TraceSplitter;
  private readonly joiner: TraceJoiner | undefined;
  private readonly nextWrite: () => Uint8Array | undefined;
  /** To be parted together. */
  private batch: Uint8Array[] = [];
  /** To be written together: a line is a piece of its own, and a write for each would take long. */
  private pieces: Uint8Array[] = [];
  private timer: NodeJS.Timeout | undefined;
  /** Milliseconds for which the timer was set. */
  private patience = Number.POSITIVE_INFINITY;

  constructor(source: Readable, out: Writable, options: RelayOptions) {
    const { nextWrite, showTrace, onTrace, onOutput } = options;
    this.source = source;
    this.out = out;
    this.splitter = new TraceSplitter({
      output: (bytes) => {
        onOutput(bytes);
        this.pieces.push(bytes);
      },
      trace: (line) => {
        onTrace(line);
        if (showTrace) this.pieces.push(line);
      },
    });
    this.nextWrite = nextWrite ?? (() => undefined);
    this.joiner =
      nextWrite === undefined ? undefined : new TraceJoiner((bytes) => this.batch.push(bytes));
    this.done = new Promise((resolve) => source.once("close", resolve));
    source.on("data", (chunk: Uint8Array) => this.receive(chunk));
    source.once("end", () => this.finish());
    source.on("error", () => source.destroy());
    // Nobody reads any more: then the program is to learn of it as it would without us.
    out.on("error", () => source.destroy());
  }

  /** Reads no more; what is held goes on. */
  stop(): void {
    this.source.pause();
    this.finish();
  }

  private receive(chunk: Uint8Array): void {
    this.lastAt = performance.now();
    let next: Uint8Array | undefined = chunk;
    for (let count = 0; next !== undefined; count++) {
      if (this.joiner === undefined) this.batch.push(next);
      else this.joiner.push(next);
      next = count < MOST_AT_ONCE ? this.nextWrite() : undefined;
    }
    this.passBatch();
  }

  private passBatch(): void {
    const { batch } = this;
    this.batch = [];
    if (batch.length > 0) this.splitter.push(batch.length === 1 ? batch[0]! : Buffer.concat(batch));
    this.write();
    this.holdAtMost();
  }

  /** What is held counts from its beginning: what comes meanwhile must not prolong it. */
  private holdAtMost(): void {
    const { joiner, splitter } = this;
    if (!splitter.isHolding && joiner?.isHolding !== true) {
      clearTimeout(this.timer);
      this.timer = undefined;
      this.patience = Number.POSITIVE_INFINITY;
      return;
    }
    const isLine = splitter.isHoldingLine || joiner?.isHoldingOutput === true;
    const patience = isLine ? HOLD_LINE : HOLD;
    if (patience >= this.patience) return;
    clearTimeout(this.timer);
    this.patience = patience;
    this.timer = setTimeout(() => this.settle(), patience);
  }

  private settle(): void {
    this.joiner?.flush(this.patience);
    this.patience = Number.POSITIVE_INFINITY;
    this.passBatch();
    this.splitter.flush();
    this.write();
    this.holdAtMost();
  }

  private finish(): void {
    this.joiner?.end();
    this.passBatch();
    this.splitter.end();
    this.write();
    this.holdAtMost();
  }

  private write(): void {
    const bytes = this.pieces.length === 1 ? this.pieces[0]! : Buffer.concat(this.pieces);
    this.pieces = [];
    if (bytes.length === 0 || this.out.destroyed) return;
    this.isLineOpen = bytes.at(-1) !== NEWLINE;
    if (this.out.write(bytes) || this.source.isPaused()) return;
    this.source.pause();
    this.out.once("drain", () => this.source.resume());
  }
}
