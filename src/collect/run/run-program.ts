/**
 * Runs a command and watches it until its end. It gets our standard input and output as they are, our
 * process group, our signals; its standard error comes through us, for the trace lines in it.
 */
import type { ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { parseGoVersion } from "../../model/go-version.ts";
import type { RunRecord } from "../../model/run.ts";
import { findExecutable, goBuildOf } from "./child/find-executable.ts";
import { guardGoTools } from "./child/go-tool-guard.ts";
import { handOver, holdersOf, otherStderr } from "./child/handover.ts";
import { passSignals } from "./child/pass-signals.ts";
import { startProgram } from "./child/start-program.ts";
import { closeWriter, openStderrPipe, type StderrPipe } from "./child/stderr-pipe.ts";
import { addTraceSettings } from "./child/trace-settings.ts";
import { recordRun } from "./record-run.ts";
import { OutputLog } from "./traces/output-log.ts";
import { StderrRelay } from "./traces/relay-stderr.ts";
import { TraceStreams } from "./traces/trace-streams.ts";
import { OomKills } from "./watch/oom-kills.ts";
import { ProgramWatcher } from "./watch/program-watcher.ts";

export interface RunOptions {
  /** Seconds from one reading of RSS to the next, in the long run. */
  readonly everySeconds: number;
  /** Turn the collector's trace on, and read it from standard error. */
  readonly trace: boolean;
  /** Let the trace lines through. */
  readonly showTrace: boolean;
  /** Keep the program's own output, for a bundle. */
  readonly keepOutput: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where the program's standard error goes in the end. */
  readonly stderr: Writable;
}

export interface FinishedRun {
  readonly record: RunRecord;
  /** True where the program's last line on standard error has no end. */
  readonly isLineOpen: boolean;
}

/** Milliseconds that what a command leaves behind may keep us, and without a word. */
const MOST_WAIT = 2000;
const QUIET = 250;

/** Throws StartError where the command can't be started. */
export async function runProgram(
  command: readonly string[],
  options: RunOptions,
): Promise<FinishedRun> {
  const folder = mkdtempSync(join(tmpdir(), "resident-run-"));
  const run = new Run(command, options, folder);
  try {
    return await run.run();
  } finally {
    if (!run.isLeftBehind) rmSync(folder, { recursive: true, force: true });
  }
}

class Run {
  /** True where something of the command runs on and needs what is in the folder. */
  isLeftBehind = false;
  private readonly command: readonly string[];
  private readonly options: RunOptions;
  private readonly folder: string;
  private readonly streams = new TraceStreams();
  private readonly log: OutputLog;
  private readonly remarks: string[] = [];
  /** By PID, what programs have for standard error that is not ours. */
  private readonly redirected = new Map<number, string>();
  private watcher: ProgramWatcher | undefined;

  constructor(command: readonly string[], options: RunOptions, folder: string) {
    this.command = command;
    this.options = options;
    this.folder = folder;
    this.log = new OutputLog(options.keepOutput);
  }

  async run(): Promise<FinishedRun> {
    const { options, folder } = this;
    const settings = this.settings();
    const pipe = options.trace ? openStderrPipe(folder) : undefined;
    const hasProc = existsSync("/proc/self/stat");
    const kills = hasProc ? new OomKills(process.pid) : undefined;
    const startedAt = performance.now();
    const startTime = Date.now() / 1000;
    const child = await startProgram(this.command, {
      environment: settings.environment,
      stderr: pipe?.writer ?? (options.trace ? "pipe" : "inherit"),
    }).finally(() => pipe && closeWriter(pipe));
    const signals = passSignals(child);
    const ended = new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
      child.once("exit", (code, signal) => resolve([code, signal])),
    );
    if (kills !== undefined) this.watch(child, kills, pipe);
    const source: Readable | null = pipe?.source ?? child.stderr;
    const relay = source === null ? undefined : this.relay(source, pipe?.nextWrite);
    const [code, signal] = await ended;
    const endedAt = performance.now();
    signals.stop();
    await this.watcher?.stop();
    if (relay !== undefined) await this.drain(relay, endedAt, pipe);
    const record = recordRun({
      command: this.command,
      startedAt,
      startTime,
      endedAt,
      exit: { code, signal, oomKill: kills?.since() ?? null },
      watcher: this.watcher,
      streams: this.streams,
      log: this.log,
      isTraced: settings.isTraced,
      redirected: this.redirected,
      remarks: this.remarks,
    });
    return { record, isLineOpen: relay?.isLineOpen ?? false };
  }

  /** The environment of the command: ours, with the trace turned on. */
  private settings() {
    const { environment, trace } = this.options;
    if (!trace) return { environment, isTraced: false };
    const file = findExecutable(this.command[0] ?? "", environment["PATH"]);
    const version = file === undefined ? undefined : goBuildOf(file)?.version;
    const go = version === undefined ? undefined : parseGoVersion(version);
    const { godebug, isTraced } = addTraceSettings(environment["GODEBUG"], go);
    if (!isTraced) {
      this.remarks.push("GODEBUG has gctrace=0, which was left as it is: no collection was seen.");
      return { environment, isTraced };
    }
    const hasGo = findExecutable("go", environment["PATH"]) !== undefined;
    const flags = hasGo ? guardGoTools(environment, this.folder) : undefined;
    return {
      environment: {
        ...environment,
        GODEBUG: godebug,
        ...(flags === undefined ? {} : { GOFLAGS: flags }),
      },
      isTraced,
    };
  }

  private watch(child: ChildProcess, kills: OomKills, pipe: StderrPipe | undefined): void {
    const every = this.options.everySeconds * 1000;
    this.watcher = new ProgramWatcher(child.pid!, every, (pid) => {
      kills.add(pid);
      const other = pipe && otherStderr(pipe.reader, pid);
      if (other !== undefined) this.redirected.set(pid, other);
    });
    this.watcher.start();
  }

  private relay(source: Readable, nextWrite: StderrPipe["nextWrite"]): StderrRelay {
    const { showTrace, stderr } = this.options;
    return new StderrRelay(source, stderr, {
      nextWrite,
      showTrace,
      onOutput: (bytes) => this.log.addOutput(bytes),
      onTrace: (line) => {
        const now = performance.now();
        const stream = this.streams.assign(Buffer.from(line).toString("latin1"), now, () =>
          this.writers(now),
        );
        this.log.addTrace(stream, line, now);
        this.watcher?.nudge();
      },
    });
  }

  private writers(now: number) {
    this.watcher?.refresh();
    return this.watcher?.tracker.writers(now) ?? [];
  }

  /** The rest of what was written; what holds the pipe open longer is handed over. */
  private async drain(
    relay: StderrRelay,
    endedAt: number,
    pipe: StderrPipe | undefined,
  ): Promise<void> {
    let isDone = false;
    const done = relay.done.then(() => {
      isDone = true;
    });
    while (!isDone) {
      const now = performance.now();
      const isQuiet = now - Math.max(relay.lastAt, endedAt) > QUIET;
      if (isQuiet || now - endedAt > MOST_WAIT) break;
      await Promise.race([done, sleep(20)]);
    }
    relay.stop();
    if (!isDone) this.leave(pipe);
  }

  private leave(pipe: StderrPipe | undefined): void {
    this.isLeftBehind = true;
    const holders = pipe === undefined ? [] : holdersOf(pipe.reader);
    const who = holders.length === 0 ? "Something" : `Process ${holders.join(", ")}`;
    this.remarks.push(
      `${who} that the command started runs on and is no longer watched; what it writes on standard error is still passed on.`,
    );
    if (pipe !== undefined) handOver(pipe.reader);
  }
}
