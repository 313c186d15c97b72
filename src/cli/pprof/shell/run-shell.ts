/**
 * The interactive shell of `resident pprof`: reads lines, from a person or a script, and does what
 * they mean. A report that fails or is stopped with Ctrl-C does not end it.
 */
import { ResidentError } from "../../../base/errors.ts";
import type { Profile } from "../../../model/profile.ts";
import type { ReportHost } from "../../../pprof/report-input.ts";
import type { Settings } from "../../../pprof/settings.ts";
import { LineCompleter } from "../../../pprof/shell/complete-line.ts";
import { greeting } from "../../../pprof/shell/greeting.ts";
import { type ShellAction, ShellSession } from "../../../pprof/shell/shell-session.ts";
import type { ViewedFile } from "../output/open-viewer.ts";
import type { PprofStreams } from "../output/pprof-streams.ts";
import { printReport } from "../output/print-report.ts";
import { pipeReport } from "./pipe-report.ts";
import { canEditLines, editedLines, type LineSource, plainLines } from "./shell-lines.ts";

export interface ShellOptions {
  readonly profile: Profile;
  readonly settings: Settings;
  readonly host: ReportHost;
  readonly streams: PprofStreams;
}

const PROMPT = "(pprof) ";

export async function runShell(options: ShellOptions): Promise<void> {
  const { input = process.stdin } = options.streams;
  const isInteractive = canEditLines(input, process.env);
  const completer = new LineCompleter(options.profile);
  const lines = isInteractive
    ? editedLines(PROMPT, (line) => completer.complete(line))
    : plainLines(PROMPT, input, options.streams);
  const shell = new Shell(options, lines, isInteractive);
  try {
    await shell.run();
  } finally {
    shell.close();
  }
}

class Shell {
  private readonly options: ShellOptions;
  private readonly lines: LineSource;
  private readonly session: ShellSession;
  private readonly viewed: ViewedFile[] = [];
  private readonly say: (text: string) => void;
  private readonly fail: (text: string) => void;

  constructor(options: ShellOptions, lines: LineSource, isInteractive: boolean) {
    this.options = options;
    this.lines = lines;
    this.session = new ShellSession(options.profile, options.settings, { isInteractive });
    this.say = (text) => options.streams.writeError(`${text}\n`);
    const isRed = isInteractive && !process.env["NO_COLOR"];
    this.fail = isRed ? (text) => this.say(`\x1b[31m${text}\x1b[0m`) : this.say;
  }

  async run(): Promise<void> {
    const { profile, host } = this.options;
    const { settings } = this.session;
    for (const line of greeting({ profile, settings, host, warn: this.fail })) this.say(line);
    for (;;) {
      const line = await this.lines.next();
      if (line === undefined) return;
      for (const action of this.session.run(line)) {
        if (action.kind === "quit") return;
        await this.act(action);
      }
    }
  }

  close(): void {
    this.lines.close();
    for (const file of this.viewed) file.remove();
  }

  private async act(action: Exclude<ShellAction, { kind: "quit" }>): Promise<void> {
    if (action.kind === "say") this.say(action.text);
    else if (action.kind === "fail") this.fail(action.text);
    else {
      const stop = new Interrupts();
      try {
        await this.report(action, stop);
      } catch (error) {
        this.failed(error);
      } finally {
        // Someone waits for it: the next prompt comes behind what was asked for.
        this.options.streams.flush?.();
        stop.close();
      }
    }
  }

  private failed(error: unknown): void {
    if (error instanceof Interrupted) this.fail("\ninterrupted");
    else if (error instanceof ResidentError) {
      this.fail(error.message);
      if (error.hint !== undefined) this.fail(error.hint);
    } else throw error;
  }

  private async report(
    { command, argument, settings, pipe }: ShellAction & { kind: "report" },
    stop: Interrupts,
  ): Promise<void> {
    const { profile, host, streams } = this.options;
    const own = { profile, command, settings, host, warn: this.fail };
    const request = argument === undefined ? own : { ...own, argument };
    if (pipe !== undefined) {
      streams.flush?.();
      await pipeReport(request, pipe);
      return;
    }
    const pause = () => stop.check();
    const viewed = await printReport(request, streams, { isShell: true, pause });
    if (viewed !== undefined) this.viewed.push(viewed);
  }
}

class Interrupted extends Error {}

/** Ctrl-C while a report is printed: it ends, the shell does not. */
class Interrupts {
  private isStopped = false;
  private readonly onSignal = () => {
    this.isStopped = true;
  };

  constructor() {
    process.on("SIGINT", this.onSignal);
  }

  /** Lets signals come in. Throws where one did. */
  async check(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    if (this.isStopped) throw new Interrupted();
  }

  close(): void {
    process.removeListener("SIGINT", this.onSignal);
  }
}
