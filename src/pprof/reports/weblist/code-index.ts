/** Instructions by address, and by the lines of source that they are of. */
import type { CodeLine } from "../../../model/object-file.ts";
import { cleanPath } from "../../graph/clean-path.ts";

/** An instruction that a page shows, or a sampled address whose code is not known. */
export interface ShownCode {
  /** In the program's file. */
  readonly address: bigint;
  readonly length: number;
  /** "" where the code is not known. */
  readonly text: string;
  readonly file: string;
  readonly line: number;
  flat: number;
  cum: number;
}

/** One instruction below a line; `calls`: what it was inlined through, outermost first. */
export interface LineCode {
  readonly address: bigint;
  readonly calls: readonly CodeLine[];
}

export interface CodeFile {
  readonly path: string;
  readonly lines: Map<number, LineCode[]>;
  /** Function of each line: the first one that was met there. */
  readonly functions: Map<number, string>;
}

export class CodeIndex {
  /** By address in the running program. */
  readonly code = new Map<bigint, ShownCode>();
  readonly files = new Map<string, CodeFile>();
  private readonly wanted: ReadonlySet<string>;

  /** `wanted`: names of the functions whose lines are shown. */
  constructor(wanted: ReadonlySet<string>) {
    this.wanted = wanted;
  }

  /** `frames`: where the code belongs, innermost first; it is put below each that is wanted. */
  add(address: bigint, code: ShownCode, frames: readonly CodeLine[]): void {
    this.code.set(address, code);
    frames.forEach((frame, i) => {
      if (!this.wanted.has(frame.func)) return;
      const file = this.file(shownPath(frame.file));
      const below = file.lines.get(frame.line) ?? [];
      below.push({ address, calls: frames.slice(0, i).reverse() });
      file.lines.set(frame.line, below);
      if (!file.functions.has(frame.line)) file.functions.set(frame.line, frame.func);
    });
  }

  private file(path: string): CodeFile {
    let file = this.files.get(path);
    if (file === undefined) {
      file = { path, lines: new Map(), functions: new Map() };
      this.files.set(path, file);
    }
    return file;
  }
}

function shownPath(file: string): string {
  return cleanPath(file.replace(/^\/proc\/self\/cwd\//, "").replace(/^\.\//, ""));
}
