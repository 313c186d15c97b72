/**
 * Where the lines of the shell come from: a person's terminal, with editing, history and completion,
 * the prompt on standard error; or anything else, with the prompt on standard output, as pprof has
 * it.
 */
import { createInterface, type Interface } from "node:readline";
import type { Readable } from "node:stream";
import type { Completion } from "../../../pprof/shell/complete-line.ts";
import type { PprofStreams } from "../output/pprof-streams.ts";
import { ShellHistory } from "./shell-history.ts";

export interface LineSource {
  /** Prompts for a line; undefined at the end. */
  next(): Promise<string | undefined>;
  close(): void;
}

/** A terminal that can move its cursor. */
export function canEditLines(
  input: { readonly isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  const terminal = env["TERM"]?.toLowerCase() ?? "";
  return input.isTTY === true && terminal !== "" && terminal !== "dumb";
}

/** Lines as they come, from a pipe or a file. */
export function plainLines(prompt: string, input: Readable, streams: PprofStreams): LineSource {
  const chunks = input.setEncoding("utf8").iterator({ destroyOnReturn: false });
  let rest = "";
  let isOver = false;
  return {
    async next() {
      streams.writeOut(prompt);
      streams.flush?.();
      for (let end = rest.indexOf("\n"); !isOver && end < 0; end = rest.indexOf("\n")) {
        const chunk: IteratorResult<string> = await chunks.next();
        if (chunk.done === true) isOver = true;
        else rest += chunk.value;
      }
      const end = rest.indexOf("\n");
      if (end < 0 && rest === "") return undefined;
      const line = end < 0 ? rest : rest.slice(0, end);
      rest = end < 0 ? "" : rest.slice(end + 1);
      return line;
    },
    close() {
      input.destroy();
    },
  };
}

/** Lines that a person edits. `complete` says what Tab offers for a line. */
export function editedLines(prompt: string, complete: (line: string) => Completion): LineSource {
  return new EditedLines(prompt, complete);
}

/**
 * Node takes a Tab for a letter where more keys come with it in one piece: typed ahead, or over a slow
 * line. Here it always completes.
 */
function completeInChunks(editor: Interface): void {
  Object.defineProperty(editor, "isCompletionEnabled", { get: () => true, set: () => {} });
}

class EditedLines implements LineSource {
  private readonly editor: Interface;
  private readonly history = new ShellHistory(process.env);
  /** Typed ahead, while a report was printed. */
  private readonly waiting: string[] = [];
  private wake: (() => void) | undefined;
  private isClosed = false;
  private isLeft = false;

  constructor(prompt: string, complete: (line: string) => Completion) {
    this.editor = createInterface({
      input: process.stdin,
      output: process.stderr,
      prompt,
      terminal: true,
      history: [...this.history.lines],
      historySize: this.history.lines.length + 1000,
      removeHistoryDuplicates: true,
      completer: (line: string) => {
        const { candidates, replaced } = complete(line);
        return [[...candidates], replaced];
      },
    });
    completeInChunks(this.editor);
    this.editor.on("line", (line) => this.push(line));
    this.editor.on("close", () => this.finish());
    this.editor.on("SIGINT", () => this.clearLine());
    this.giveTerminal();
  }

  async next(): Promise<string | undefined> {
    if (this.waiting.length === 0 && !this.isClosed) await this.ask();
    const line = this.waiting.shift();
    if (line !== undefined) this.history.add(line);
    return line;
  }

  close(): void {
    this.isLeft = true;
    if (!this.isClosed) this.editor.close();
  }

  private async ask(): Promise<void> {
    process.stdin.setRawMode(true);
    const woken = new Promise<void>((resolve) => {
      this.wake = resolve;
    });
    this.editor.prompt();
    await woken;
    if (!this.isClosed) this.giveTerminal();
  }

  /** While a command runs, Ctrl-C is a signal, and a pager can read what is typed. */
  private giveTerminal(): void {
    this.editor.pause();
    process.stdin.setRawMode(false);
  }

  private push(line: string): void {
    this.waiting.push(line);
    this.wake?.();
  }

  private finish(): void {
    this.isClosed = true;
    // Ctrl-D leaves the cursor behind the prompt.
    if (!this.isLeft) process.stderr.write("\n");
    this.wake?.();
  }

  /** Ctrl-C drops the line; on an empty one it says how to leave. */
  private clearLine(): void {
    const isEmpty = this.editor.line === "";
    process.stderr.write(isEmpty ? "^C\n(q or Ctrl-D leaves)\n" : "^C\n");
    Object.assign(this.editor, { line: "", cursor: 0 });
    this.editor.prompt();
  }
}
