/**
 * Watches a program over its restarts: the kernel's figures every second, MemStats and profiles as
 * often as their cost allows. What is found is told as events; nothing is drawn here.
 *
 * The two loops are apart because a program that hangs still has an RSS.
 */
import { asResidentError, type ResidentError } from "../../base/errors.ts";
import { displayUrl } from "../../collect/http/endpoint.ts";
import { Alarm } from "../../collect/looks/alarm.ts";
import {
  type LookCost,
  secondsToMemStats,
  secondsToProfiles,
} from "../../collect/looks/look-schedule.ts";
import { Looker, type TakenLook } from "../../collect/looks/looker.ts";
import {
  type ResolveOptions,
  resolveLiveTarget,
} from "../../collect/target/resolve-live-target.ts";
import type { LiveTarget } from "../../collect/target/target.ts";
import type { RawBundle } from "../../model/bundle.ts";
import type { Recording } from "../../model/snapshot.ts";
import { bundleOfLooks } from "./bundle-of-looks.ts";
import { findAgain, type LastRun } from "./find-again.ts";
import type { Look } from "./look.ts";
import { costOf, decodeLook, ledgerAlone, profileLook, programLook } from "./make-looks.ts";
import { ownGogc } from "./own-gogc.ts";
import { WatchedRun } from "./watched-run.ts";

export interface WatcherOptions extends ResolveOptions {
  readonly everySeconds: number;
  readonly metricsPath?: string;
}

/** Without a PID only silence tells the end; one lost answer is none. */
const SILENT_LOOKS = 2;
/** Between two searches for a program that has ended. */
const LEAST_SEARCH_SECONDS = 1;

/** Whole looks at a run in which its address is searched for: the first minute or so. */
const LOOKS_THAT_SEARCH = 5;

/** Timers are late by some milliseconds: of the time between two ticks, so much is none. */
const TICK_SLACK = 0.1;

/** Nothing is known yet of what a look at MemStats costs. */
const FREE: LookCost = { askedSeconds: 0, readSeconds: 0, bytes: 0 };

export class Watcher {
  private readonly options: WatcherOptions;
  private readonly tell: (look: Look) => void;
  private readonly asking = new Alarm();
  private readonly kernel = new Alarm();
  private end: () => void = () => {};
  private looker: Looker | undefined;
  private last: LastRun;
  private run = new WatchedRun();
  private isResting = false;
  private isOver = false;
  /** On the clock of performance.now(), in seconds: the last look at the kernel, the last question. */
  private tick = 0;
  private askedAt = 0;

  constructor(target: LiveTarget, options: WatcherOptions, tell: (look: Look) => void) {
    this.options = options;
    this.tell = tell;
    this.last = { target };
    this.looker = new Looker(target, options);
  }

  /** Until `stop`. */
  async watch(): Promise<void> {
    const stopped = new Promise<void>((done) => {
      this.end = done;
    });
    // A question that is still open is not waited for: the program may never answer it.
    await Promise.race([Promise.all([this.watchKernel(), this.watchProgram()]), stopped]);
  }

  /** At once: also where the program is not answering. */
  stop(): void {
    this.isOver = true;
    this.looker?.close();
    this.kernel.ring();
    this.asking.ring();
    this.end();
  }

  /** Takes profiles now, whatever the schedule says. */
  askNow(): void {
    this.run.dueProfiles = 0;
    this.asking.ring();
  }

  /** While it rests, the program is asked nothing; the kernel's figures go on. */
  rest(isResting: boolean): void {
    this.isResting = isResting;
    this.asking.ring();
  }

  /** All that is kept of this run, and a last whole look where it still runs. */
  async bundle(): Promise<RawBundle> {
    const last = await this.looker?.whole(true).catch(nothing);
    const looks = [...this.run.history.all().map(({ raw }) => raw), ...(last ? [last.raw] : [])];
    return bundleOfLooks(this.name(), this.run.go?.raw, looks);
  }

  /** As the kernel shows it; else as the user named it. */
  programName(): string {
    return this.last.process?.name ?? this.last.target.label;
  }

  private name(): string {
    const { target, process } = this.last;
    const url = target.endpoint && displayUrl(target.endpoint);
    const named = process && `${process.name} (process ${target.pid})`;
    return [named, url].filter((part) => part !== undefined).join(" at ") || target.label;
  }

  private async watchKernel(): Promise<void> {
    const every = this.options.everySeconds * 1000;
    let next = performance.now();
    while (!this.isOver) {
      this.tick = performance.now() / 1000;
      if (this.looker === undefined) await this.search();
      else this.lookAtKernel(this.looker);
      next = Math.max(next + every, performance.now());
      await this.kernel.wait((next - performance.now()) / 1000);
    }
  }

  private lookAtKernel(looker: Looker): void {
    try {
      const figures = looker.figures();
      if (figures === undefined) return;
      const { identity, cpuSeconds } = figures;
      const { name, vmRss, vmSwap, pid } = identity.status;
      const time = Date.now() / 1000;
      this.last = { ...this.last, process: { name, startTicks: identity.startTicks } };
      const rss = vmRss ?? null;
      const cpu = this.run.cpuShare(time, cpuSeconds);
      this.tell({ kind: "kernel", time, pid, name, rss, swap: vmSwap ?? 0, cpu });
    } catch (error) {
      this.lose(asResidentError(error));
    }
  }

  private async watchProgram(): Promise<void> {
    while (!this.isOver) {
      const { looker } = this;
      const due =
        this.atTick(Math.min(this.run.dueMemStats, this.run.dueProfiles)) -
        performance.now() / 1000;
      if (looker === undefined || this.isResting) await this.asking.wait(3600);
      else if (due > 0) await this.asking.wait(due);
      else await this.ask(looker);
    }
  }

  /** Together with a look at the kernel: what comes at one time is drawn at one time. */
  private atTick(due: number): number {
    const every = this.options.everySeconds;
    const ticks = Math.ceil((due - this.tick) / every - TICK_SLACK);
    return ticks <= 0 ? due : this.tick + ticks * every;
  }

  private async ask(looker: Looker): Promise<void> {
    this.askedAt = performance.now() / 1000;
    const isWhole = this.run.dueProfiles <= this.askedAt + TICK_SLACK * this.options.everySeconds;
    try {
      if (isWhole) await this.lookAtAll(await this.withAddress(looker));
      else this.lookAtMemStats(looker, await looker.memStats());
      this.run.silent = 0;
    } catch (error) {
      this.notAnswered(looker, asResidentError(error));
    }
  }

  /**
   * A program that has just begun may not listen yet, so the first looks search again. Later ones
   * don't: a port that is not HTTP should not be asked for pages for ever.
   */
  private async withAddress(looker: Looker): Promise<Looker> {
    const { pid, endpoint } = looker.target;
    const isNew = this.run.wholeLooks < LOOKS_THAT_SEARCH;
    if (endpoint !== undefined || pid === undefined || !isNew) return looker;
    const words = [{ kind: "process", text: String(pid) } as const];
    const found = await resolveLiveTarget(words, [String(pid)], this.options).catch(nothing);
    if (found?.endpoint === undefined || this.looker !== looker) return looker;
    looker.close();
    this.looker = new Looker({ ...found, label: looker.target.label }, this.options);
    this.last = { ...this.last, target: this.looker.target };
    return this.looker;
  }

  private lookAtMemStats(looker: Looker, taken: TakenLook): void {
    if (this.looker !== looker) return; // of a run that is over already
    const recording = decodeLook(this.last.target.label, taken.raw);
    this.noteTrouble(taken);
    const cost = costOf(taken, recording);
    const every = secondsToMemStats(this.run.costs.memStats.add(cost), this.options.everySeconds);
    this.run.dueMemStats = this.askedAt + every;
    if (this.hasStartedAnew(recording)) this.begin(this.last.target);
    this.run.keep(taken, recording, false);
    this.tell(programLook(taken, recording, this.run.askedBytes, every, this.run.gogc));
    this.run.askedBytes += cost.bytes;
  }

  private async lookAtAll(looker: Looker): Promise<void> {
    const taken = await looker.whole(false);
    if (this.looker !== looker) return;
    const recording = decodeLook(this.last.target.label, taken.raw);
    this.noteTrouble(taken);
    const cost = costOf(taken, recording);
    const typical = this.run.costs.whole.add(cost);
    const every = secondsToProfiles(typical, this.options.everySeconds, ++this.run.wholeLooks);
    this.run.dueProfiles = this.askedAt + every;
    const soon = secondsToMemStats(FREE, this.options.everySeconds);
    this.run.dueMemStats = Math.max(this.run.dueMemStats, this.askedAt + soon);
    if (this.hasStartedAnew(recording)) this.begin(this.last.target);
    this.run.keep(taken, recording, true);
    const whole = profileLook(this.run.recording(this.last.target.label), taken.time, every);
    const { snapshot } = whole;
    const alone = ledgerAlone(snapshot, recording.go);
    this.run.gogc = ownGogc(snapshot, whole.report.ledger, alone);
    this.tell(programLook(taken, recording, this.run.askedBytes, soon, this.run.gogc));
    this.run.askedBytes += cost.bytes;
    this.tell(whole);
  }

  /** Where no PID tells of a restart, a counter does that went back. */
  private hasStartedAnew(recording: Recording): boolean {
    return this.run.wentBack(recording) && this.last.target.pid === undefined;
  }

  private noteTrouble({ trouble, time }: TakenLook): void {
    this.tell({ kind: "trouble", time, reason: trouble?.message });
  }

  private notAnswered(looker: Looker, error: ResidentError): void {
    if (this.isOver || this.looker !== looker) return; // of a run that is over already
    const isOver = looker.target.pid === undefined && ++this.run.silent >= SILENT_LOOKS;
    if (error.code === "RES_PROCESS" || isOver) {
      this.lose(error);
      return;
    }
    const retry = performance.now() / 1000 + Math.max(this.options.everySeconds, 2);
    this.run.dueMemStats = Math.max(this.run.dueMemStats, retry);
    this.run.dueProfiles = Math.max(this.run.dueProfiles, retry);
    this.tell({ kind: "trouble", time: Date.now() / 1000, reason: error.message });
  }

  private lose(error: ResidentError): void {
    if (this.looker === undefined) return;
    this.looker.close();
    this.looker = undefined;
    const { process, target } = this.last;
    const name = process === undefined ? "" : ` (${process.name})`;
    const isEnd = error.code === "RES_PROCESS" && target.pid !== undefined;
    const reason = isEnd ? `process ${target.pid}${name} has ended` : error.message;
    this.tell({ kind: "gone", time: Date.now() / 1000, reason });
  }

  private async search(): Promise<void> {
    const found = await findAgain(this.last, this.options);
    if (found === undefined) {
      return this.kernel.wait(Math.max(0, LEAST_SEARCH_SECONDS - this.options.everySeconds));
    }
    this.looker = new Looker({ ...found, label: this.last.target.label }, this.options);
    this.begin(this.looker.target);
    this.asking.ring();
  }

  private begin(target: LiveTarget): void {
    this.last = { ...this.last, target };
    this.run = new WatchedRun();
    const label = target.endpoint === undefined ? target.label : displayUrl(target.endpoint);
    this.tell({ kind: "back", time: Date.now() / 1000, pid: target.pid, label });
  }
}

/** Where the program does not answer, it goes on without. */
function nothing(error: unknown): undefined {
  asResidentError(error);
  return undefined;
}
