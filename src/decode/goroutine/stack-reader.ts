/**
 * The lines below a goroutine's header, one at a time: a frame is a line with the call and a line
 * with its place. Whatever else stands there (elided frames, registers of a crash, a stack that
 * could not be read) is skipped.
 */
import type { StackFrame } from "../../model/goroutines.ts";
import type { GoroutineEntry } from "./goroutine-grouper.ts";
import type { GoroutineHeader } from "./parse-header.ts";
import { parsePlace } from "./parse-place.ts";
import { visibleFrames } from "./visible-frames.ts";

const CREATED_BY = "created by ";
const CREATOR = / in goroutine \d+$/;
/** From GODEBUG=tracebackancestors: stacks of the creators follow, which are not this one's. */
const ANCESTOR = "[originating from goroutine ";
/** Go elides the middle of a stack beyond 100 frames; older versions end it there. */
const MOST_FRAMES = 1000;

export class StackReader {
  private readonly header: GoroutineHeader;
  private readonly frames: StackFrame[] = [];
  private createdBy: StackFrame | undefined;
  /** Function of the call line just read, without its place yet. */
  private pending: string | undefined;
  private isCreator = false;
  private isDone = false;

  constructor(header: GoroutineHeader) {
    this.header = header;
  }

  /** True where the stack can't end here: the place of a frame is still to come. */
  get expectsPlace(): boolean {
    return this.pending !== undefined || (!this.isDone && this.frames.length === 0);
  }

  read(line: string): void {
    if (this.isDone) return;
    if (line.startsWith("\t")) this.readPlace(line);
    else if (line === "" || line.startsWith(ANCESTOR)) this.isDone = true;
    else if (line.startsWith(CREATED_BY)) {
      this.pending = line.slice(CREATED_BY.length).replace(CREATOR, "");
      this.isCreator = true;
    } else this.pending = functionOf(line);
  }

  finish(): GoroutineEntry {
    const { state, leaked, minutes, labels } = this.header;
    const { createdBy } = this;
    const frames = visibleFrames(this.frames);
    return { count: 1, frames, state, leaked, minutes, labels, createdBy };
  }

  private readPlace(line: string): void {
    if (this.pending === undefined) {
      // "goroutine running on other thread; stack unavailable" stands in place of the frames.
      if (this.frames.length === 0) this.isDone = true;
      return;
    }
    const frame = { function: this.pending, ...parsePlace(placeOf(line)) };
    this.pending = undefined;
    if (this.isCreator) {
      this.createdBy = frame;
      this.isDone = true;
    } else if (this.frames.length < MOST_FRAMES) this.frames.push(frame);
  }
}

/** `main.(*T).m(0x1, {0x2, 0x3}, ...)` → `main.(*T).m`; undefined for what is no call. */
function functionOf(line: string): string | undefined {
  if (!line.endsWith(")")) return undefined;
  const open = line.lastIndexOf("(");
  return open < 1 ? undefined : line.slice(0, open);
}

/** `\t/srv/app/main.go:56 +0x3d fp=… sp=… pc=…` → `/srv/app/main.go:56`. */
function placeOf(line: string): string {
  const end = line.search(/ \+0x[0-9a-f]+(?: |$)| fp=0x/);
  return line.slice(1, end < 0 ? undefined : end);
}
