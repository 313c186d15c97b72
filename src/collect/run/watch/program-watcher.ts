/**
 * Watches a command while it runs: RSS often, all that can be read of a process where its RSS is
 * higher than before, its profiles more seldom still, because asking costs the program memory. What
 * goes wrong here is a remark in the report; the program must never notice.
 */
import { ResidentError } from "../../../base/errors.ts";
import { thinLooks } from "./choose-looks.ts";
import { PprofFinder } from "./pprof-finder.ts";
import { ProcessTracker } from "./process-tracker.ts";
import { LookBudget, nextDelay, SHORTEST } from "./sample-schedule.ts";
import { type Look, takeLook } from "./take-look.ts";
import type { WatchedProcess } from "./watched-process.ts";
import { isHigher, isUnseen, SETTLED } from "./worth-looking.ts";

/** RSS has to be so much higher than at the last look, for a look and for a look with profiles. */
const HIGHER = 0.05;
const HIGHER_PROFILED = 0.1;
/** RSS is never quite at its peak again: so near, what made the peak is still in it. */
const NEAR_PEAK = 0.95;
/** Milliseconds from one walk through the process tree to the next, once there is a program. */
const WALK = 5000;
const EAGER = 2000;
/** Why a look has no profile although the program serves pprof. */
const SPARED = {
  reason: "it was not asked again so soon: answering costs the program memory",
} as const;

export class ProgramWatcher {
  readonly tracker: ProcessTracker;
  private readonly every: number;
  private readonly onProgram: (pid: number) => void;
  private readonly budget: LookBudget;
  private readonly finders = new Map<WatchedProcess, PprofFinder>();
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;
  private lastTick = Number.NEGATIVE_INFINITY;
  private lastWalk = Number.NEGATIVE_INFINITY;
  private looking: Promise<void> | undefined;
  private lookCost = 5;
  /** What asking costs the program, at the most: the time that it took to answer. */
  private readonly askBudget: LookBudget;
  private askCost = 10;
  private failure: string | undefined;

  /**
   * @param every milliseconds between two readings in the long run
   * @param onProgram called once with each program that comes to the fore
   */
  constructor(root: number, every: number, onProgram: (pid: number) => void) {
    this.onProgram = onProgram;
    this.tracker = new ProcessTracker(root);
    this.every = every;
    this.budget = new LookBudget(performance.now());
    this.askBudget = new LookBudget(performance.now());
  }

  /** The first reading is taken at once. */
  start(): void {
    this.tick();
  }

  /** Something happened in the program: a collection ends where its heap is highest. */
  nudge(): void {
    const since = performance.now() - this.lastTick;
    if (!this.isStopped && since >= Math.max(SHORTEST, this.delay() / 10)) this.tick();
  }

  /** Has a look at which processes there are, for telling whose trace came. */
  refresh(): void {
    this.guarded(() => this.tracker.refresh(performance.now()));
  }

  /** Ends; what is being read is waited for, but not for long. */
  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    const patience = new Promise<void>((done) => setTimeout(done, SETTLED).unref());
    await Promise.race([this.looking, patience]);
    for (const finder of this.finders.values()) finder.close();
  }

  /** What went wrong here, or undefined. */
  get problem(): string | undefined {
    return this.failure;
  }

  private tick(): void {
    clearTimeout(this.timer);
    this.lastTick = performance.now();
    this.guarded(() => this.read(this.lastTick));
    if (!this.isStopped) this.timer = setTimeout(() => this.tick(), this.delay());
  }

  private read(now: number): void {
    const { tracker } = this;
    if (this.mustWalk(now)) {
      this.lastWalk = now;
      tracker.refresh(now);
    }
    tracker.sample(now);
    const program = this.foremost();
    if (program === undefined) return;
    this.searchPprof(program, now);
    if (this.looking === undefined && this.isWorthLook(program, now)) this.look(program);
  }

  private delay(): number {
    const started = this.tracker.programs.map(({ startedAt }) => startedAt);
    const age = started.length === 0 ? undefined : performance.now() - Math.max(...started);
    return nextDelay(age, this.every);
  }

  private mustWalk(now: number): boolean {
    const { programs } = this.tracker;
    const newest = Math.max(...programs.map(({ startedAt }) => startedAt));
    return programs.length === 0 || now - newest < EAGER || now - this.lastWalk >= WALK;
  }

  /** The program that has most; the go command where it was itself what the user ran. */
  private foremost(): WatchedProcess | undefined {
    const { programs, alive, root } = this.tracker;
    const tool = alive.filter(({ isGo, pid }) => isGo && pid === root);
    const candidates = programs.length > 0 ? programs : tool;
    return [...candidates].sort((a, b) => b.current - a.current)[0];
  }

  private isWorthLook(process: WatchedProcess, now: number): boolean {
    const isFound = this.finders.get(process)?.connection !== undefined;
    if (isFound && isUnseen(process.levelAbove(process.asked, now))) return true;
    const isFirst = process.looks.length === 0 || this.wantsFirstProfile(process);
    if (isFirst) return this.budget.allows(now, this.lookCost);
    const seen = Math.max(...process.looks.map(({ rss }) => rss));
    const level = process.levelAbove(seen, now);
    return isUnseen(level) || isHigher(level, HIGHER, this.budget, now, this.lookCost);
  }

  /** pprof was found, and RSS is about as high as it ever was. */
  private wantsFirstProfile(process: WatchedProcess): boolean {
    const isFound = this.finders.get(process)?.connection !== undefined;
    const isHigh = process.current >= NEAR_PEAK * process.peak;
    return isFound && isHigh && process.looks.every(({ hasProfile }) => !hasProfile);
  }

  private isWorthAsking(process: WatchedProcess, now: number): boolean {
    if (isUnseen(process.levelAbove(process.asked, now))) return true;
    const profiled = process.looks.filter(({ hasProfile }) => hasProfile).map(({ rss }) => rss);
    const level = process.levelAbove(Math.max(0, ...profiled), now);
    return isHigher(level, HIGHER_PROFILED, this.askBudget, now, this.askCost);
  }

  private look(process: WatchedProcess): void {
    const finder = this.finders.get(process);
    const isAsking = this.isWorthAsking(process, performance.now());
    const program = isAsking ? finder?.connection : undefined;
    const cpu = globalThis.process.cpuUsage();
    this.looking = takeLook({
      pid: process.pid,
      executables: this.tracker.executables,
      program,
      withoutProfile: finder?.connection === undefined ? finder?.reason : SPARED,
    })
      .then(
        (look) => look && this.keep(process, look),
        (error) => this.noteUnlessEnded(error),
      )
      .finally(() => {
        const { user, system } = globalThis.process.cpuUsage(cpu);
        this.lookCost = (user + system) / 1000;
        this.budget.spend(performance.now(), this.lookCost);
        this.looking = undefined;
      });
  }

  private keep(process: WatchedProcess, look: Look): void {
    // What it saw of RSS is a reading as well, and may be the highest.
    const status = look.files.get("proc/status");
    if (status !== undefined && look.at > process.lastAt) process.sample(look.at, status);
    process.looks.push(look);
    const kept = thinLooks(process.looks, process.startedAt);
    process.looks.splice(0, process.looks.length, ...kept);
    if (look.askedFor === undefined) return;
    process.asked = Math.max(process.asked, look.rss);
    this.askCost = look.askedFor;
    this.askBudget.spend(performance.now(), look.askedFor);
  }

  private searchPprof(process: WatchedProcess, now: number): void {
    let finder = this.finders.get(process);
    if (finder === undefined) {
      finder = new PprofFinder(process.pid, process.startedAt);
      this.finders.set(process, finder);
      this.onProgram(process.pid);
    }
    finder.look(now).then(
      (isNew) => isNew && this.nudge(),
      (error) => this.note(error),
    );
  }

  private guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.note(error);
    }
  }

  private noteUnlessEnded(error: unknown): void {
    if (!(error instanceof ResidentError && error.code === "RES_PROCESS")) this.note(error);
  }

  private note(error: unknown): void {
    this.failure ??= error instanceof Error ? error.message : String(error);
  }
}
