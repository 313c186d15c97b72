/**
 * Prints collections as they come. A log that lets one wait, or comes more slowly than any disk, is
 * being written, and from then on each collection is a line at once.
 */
import type { GcLogReader } from "../../decode/gctrace/gc-log-reader.ts";
import { cycleTable } from "../../report/text/gc/cycle-table.ts";
import { paint } from "../../report/text/paint.ts";
import { GC_SHOWN, type GcFlags } from "../flags.ts";
import { type Terminal, textOptions } from "../terminal.ts";

/** Nothing for so long, and the log is live. */
const PATIENCE_MS = 500;
/** Or after so long no more than so many bytes in each second. */
const FIRST_MS = 1500;
const SLOW = 1e6;
/** The header comes again after so many lines. */
const PAGE = 40;

export class CycleFollower {
  private readonly terminal: Terminal;
  private readonly reader: GcLogReader;
  private readonly options: ReturnType<typeof textOptions>;
  private readonly shownFirst: number;
  private isLive = false;
  private printed = 0;
  private lines = 0;
  private readonly start = performance.now();
  private bytes = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(terminal: Terminal, reader: GcLogReader, flags: GcFlags) {
    this.terminal = terminal;
    this.reader = reader;
    this.options = textOptions(terminal, flags);
    this.shownFirst = flags.count ?? GC_SHOWN;
  }

  /** More of the log was read. */
  more(bytes: number): void {
    clearTimeout(this.timer);
    this.bytes += bytes;
    const ms = performance.now() - this.start;
    if (this.isLive) this.print();
    else if (ms > FIRST_MS && this.bytes < (SLOW * ms) / 1000) this.begin();
    else this.timer = setTimeout(() => this.begin(), PATIENCE_MS);
  }

  end(): void {
    clearTimeout(this.timer);
    if (this.isLive && this.lines > 0) this.terminal.stdout.write("\n");
  }

  private begin(): void {
    this.isLive = true;
    const [history] = this.reader.histories();
    this.printed = Math.max(0, (history?.length ?? 0) - this.shownFirst);
    this.print();
  }

  private print(): void {
    const [history] = this.reader.histories();
    if (history === undefined || history.length <= this.printed) return;
    const cycles = history.slice(this.printed, history.length);
    const table = cycleTable(cycles, 0, cycles.length, this.options.width);
    const isNewPage = this.lines % PAGE === 0;
    this.terminal.stdout.write(paint(isNewPage ? table : table.slice(2), this.options));
    this.printed = history.length;
    this.lines += cycles.length;
  }
}
