/**
 * Collects stacks of several profiles into one tree of places, so that the same stack has the same
 * row in each and snapshots can be compared row by row. A caller's row comes before its callees'.
 */
import { ResidentError } from "../../base/errors.ts";
import { type PackedColumn, packColumn } from "../../base/packed-column.ts";
import type { StackFrame } from "../../model/goroutines.ts";
import type { CodeTable } from "../../model/page.ts";

/** More places than this would not fit the key of a child. */
const MAX_FRAMES = 2 ** 21;

export class StackTableBuilder {
  private readonly texts: string[] = [];
  private readonly strings = new Map<string, number>();
  private readonly frameRows = new Map<string, number>();
  private readonly children = new Map<number, number>();
  private readonly frames = { name: [] as number[], file: [] as number[], line: [] as number[] };
  private readonly prefix: number[] = [];
  private readonly frame: number[] = [];

  /** The row of a place. */
  frameOf(place: StackFrame): number {
    const key = `${place.function}\n${place.file}\n${place.line}`;
    const known = this.frameRows.get(key);
    if (known !== undefined) return known;
    const row = this.frames.name.push(this.stringOf(place.function)) - 1;
    if (row >= MAX_FRAMES) throw tooManyPlaces();
    this.frames.file.push(this.stringOf(place.file));
    this.frames.line.push(place.line);
    this.frameRows.set(key, row);
    return row;
  }

  /** The stack of `frame` called from the stack `prefix` (-1: from nowhere). */
  childOf(prefix: number, frame: number): number {
    const key = (prefix + 1) * MAX_FRAMES + frame;
    let row = this.children.get(key);
    if (row === undefined) {
      row = this.prefix.push(prefix) - 1;
      this.frame.push(frame);
      this.children.set(key, row);
    }
    return row;
  }

  get stackCount(): number {
    return this.prefix.length;
  }

  /** Function, file and line of each frame of a stack, innermost first. */
  framesOf(stack: number): (readonly [string, string, number])[] {
    const { name, file, line } = this.frames;
    const texts = this.texts;
    const frames: (readonly [string, string, number])[] = [];
    for (let row = stack; row >= 0; row = this.prefix[row]!) {
      const frame = this.frame[row]!;
      frames.push([texts[name[frame]!]!, texts[file[frame]!]!, line[frame]!]);
    }
    return frames;
  }

  finish(): Pick<CodeTable, "strings" | "frames" | "stacks"> {
    const { name, file, line } = this.frames;
    const pack = (values: number[]): PackedColumn => packColumn(values);
    return {
      strings: this.texts,
      frames: { name: pack(name), file: pack(file), line: pack(line) },
      stacks: { prefix: pack(this.prefix), frame: pack(this.frame) },
    };
  }

  private stringOf(text: string): number {
    let row = this.strings.get(text);
    if (row === undefined) {
      row = this.texts.push(text) - 1;
      this.strings.set(text, row);
    }
    return row;
  }
}

function tooManyPlaces(): ResidentError {
  return new ResidentError(
    "RES_TOO_LARGE",
    `the profiles name more than ${MAX_FRAMES} places in the code, more than a page can show`,
  );
}
