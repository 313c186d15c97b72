/**
 * One target from when it is named to when it is not: looks at it when its moment comes, never twice at a
 * time, and stores what was found. Whatever happens to a look is told and forgotten; the loop goes on.
 *
 * While a look waits for the program's answer it holds a socket and nothing else, and each target has one
 * look at most. So looks need no queue: in a queue a few programs that hang would make the others wait.
 */
import { isDeepStrictEqual } from "node:util";
import { asResidentError, ResidentError } from "../base/errors.ts";
import { Alarm } from "../collect/looks/alarm.ts";
import type { RunFacts, RunId, Store, TargetId } from "../store/store.ts";
import { isLate, nextMoment, phaseOf } from "./looks/look-clock.ts";
import { type PastStore, pastFigures, pastLooks, snapshotOf } from "./looks/past-looks.ts";
import { sentence } from "./looks/sentence.ts";
import { type LookResult, TargetLooks } from "./looks/target-looks.ts";
import { addressOf, specKey, type TargetSpec } from "./looks/target-spec.ts";
import type { RecorderEvent, TargetStatus } from "./recorder.ts";
import type { StoreGate } from "./store-gate.ts";

/** Of the store, what a recorder needs: it writes, and reads what it saw before it was started again. */
export type RecorderStore = Pick<Store, "target" | "run" | "learn" | "add" | "keepReport"> &
  PastStore;

export interface LoopPorts {
  readonly store: RecorderStore;
  readonly gate: StoreGate;
  readonly tell: (event: RecorderEvent) => void;
  readonly count: (look: { readonly hasFailed: boolean; readonly isLate: boolean }) => void;
  /** What was decoded for a look is no longer needed. */
  readonly decoded: () => void;
}

/** A look that the store has; small, whatever was found. */
interface HandedOver extends Pick<LookResult, "trouble" | "intervals" | "liveRange"> {
  readonly time: number;
  /** Rejects where it could not be kept. */
  readonly stored: Promise<void>;
}

const NOT_LOOKED_AT: Pick<
  TargetStatus,
  "state" | "run" | "lastLook" | "liveRange" | "failingSince" | "took" | "error"
> = {
  ...{ state: "new", run: null, lastLook: null, liveRange: null },
  ...{ failingSince: null, took: null, error: null },
};

export class TargetLoop {
  readonly id: TargetId;
  readonly spec: TargetSpec;
  private readonly ports: LoopPorts;
  private readonly looks: TargetLooks;
  private readonly alarm = new Alarm();
  private readonly phase: number;
  private isOver = false;
  /** As the store has them. */
  private facts: RunFacts | undefined;
  private due: number;
  private status_: Omit<TargetStatus, "id" | "labels" | "address" | "nextLook" | "interval">;

  constructor(id: TargetId, spec: TargetSpec, ports: LoopPorts) {
    this.id = id;
    this.spec = spec;
    this.ports = ports;
    this.looks = new TargetLooks(spec, {
      looksOf: (run, time) => pastLooks(ports.store, id, run, time).catch(nothing),
      figuresOf: (run, time) => pastFigures(ports.store, id, run, time).catch(nothing),
      snapshotOf: (look) => snapshotOf(ports.store, look),
    });
    this.phase = phaseOf(specKey(spec), spec.interval);
    this.due = spec.isUrgent ? now() : nextMoment(now(), this.phase, spec.interval);
    const name = addressOf(spec);
    this.status_ = { ...NOT_LOOKED_AT, name };
  }

  get pid(): number | undefined {
    return this.looks.pid;
  }

  status(): TargetStatus {
    const { labels, interval } = this.spec;
    const address = addressOf(this.spec);
    return { id: this.id, labels, address, nextLook: this.due, interval, ...this.status_ };
  }

  /** Until `stop`. */
  async run(): Promise<void> {
    while (true) {
      await this.alarm.wait(this.due - now());
      if (this.isOver) return;
      const intervals = this.ports.gate.mayTry(now()) ? await this.look() : 1;
      // The moment after the one that was due; where looks take long, one that is still to come.
      const { interval } = this.spec;
      const after = Math.max(this.due + (intervals - 0.5) * interval, now());
      this.due = nextMoment(after, this.phase, interval);
    }
  }

  /** A look that waits for an answer ends at once. */
  stop(): void {
    this.isOver = true;
    this.looks.close();
    this.alarm.ring();
  }

  /** @returns intervals to the next look */
  private async look(): Promise<number> {
    const began = now();
    const late = isLate(this.due, began, this.spec.interval);
    const taken = await this.takeAndHandOver().catch(asResidentError);
    const took = now() - began;
    const isError = taken instanceof ResidentError;
    const fault = isError ? null : await this.stored(taken);
    if (this.isOver) return 1;
    const hasFailed = isError || taken.trouble !== null || fault !== null;
    this.ports.count({ hasFailed, isLate: late || (!hasFailed && this.isOverdue(taken)) });
    if (isError) {
      // What is known of it is as old as the last look that brought something.
      const { lastLook, liveRange, failingSince } = this.status_;
      const error = sentence(taken.message);
      this.note({
        ...{ state: "down", lastLook, liveRange, took, error },
        failingSince: failingSince ?? began,
      });
      return 1;
    }
    const { time, trouble, liveRange = this.status_.liveRange } = taken;
    const error = fault ?? trouble;
    this.note({ state: "up", lastLook: time, liveRange, failingSince: null, took, error });
    return taken.intervals;
  }

  /**
   * Looks, and gives what was found to the store. What is returned has no part of it: while the store waits
   * for a slow disk, hundreds of decoded profiles would otherwise wait with it.
   */
  private async takeAndHandOver(): Promise<HandedOver> {
    const { scrape, run, isNewRun, report, trouble, intervals, liveRange } =
      await this.looks.look();
    const { time } = scrape.figures;
    const { store } = this.ports;
    const keep = async (id: RunId) => {
      const kept = [store.add(id, scrape)];
      if (report !== null) kept.push(store.keepReport(id, time, report));
      return kept;
    };
    const stored = this.runId(run, isNewRun, time).then(keep).then(allSettled);
    if (report !== null) this.ports.decoded();
    return { time, trouble, intervals, liveRange, stored };
  }

  /** @returns the sentence of a fault of Resident's, which may be this look's alone: the next are taken as ever */
  private async stored({ time, stored }: HandedOver): Promise<string | null> {
    const { gate, tell } = this.ports;
    let fault: string | null = null;
    try {
      await stored;
      gate.worked();
      tell({ kind: "look", target: this.id, time });
    } catch (error) {
      const failure = asResidentError(error);
      this.looks.lost();
      if (failure.code === "RES_STORE_FAULT") fault = faultText(failure);
      else gate.failed(failure, now());
    }
    this.ports.decoded();
    return fault;
  }

  /** By now the next look should have begun: it is left out, as if it were too late. */
  private isOverdue({ intervals }: HandedOver): boolean {
    const { interval } = this.spec;
    return now() > this.due + intervals * interval;
  }

  private note(status: Omit<typeof NOT_LOOKED_AT, "run">): void {
    this.status_ = { ...this.status_, ...status };
    const { error, failingSince } = status;
    if (error === null) return;
    const time = Date.now() / 1000;
    this.ports.tell({ kind: "error", target: this.id, time, error, failingSince });
  }

  private async runId(run: LookResult["run"], isNew: boolean, time: number): Promise<RunId> {
    const { run: known } = this.status_;
    if (known !== null && !isNew) {
      if (!isDeepStrictEqual(run, this.facts)) await this.ports.store.learn(known, run, time);
      this.facts = run;
      return known;
    }
    // Forgotten first: where the store fails now, the next look must not go to the run before.
    this.status_ = { ...this.status_, run: null, name: run.name };
    const id = await this.ports.store.run(this.id, run, time);
    this.facts = run;
    this.status_ = { ...this.status_, run: id };
    this.ports.tell({ kind: "targets", time });
    return id;
  }
}

function faultText({ message, hint }: ResidentError): string {
  return `This look was not kept. ${sentence(message)} ${hint ?? ""}`.trim();
}

/** Without what was seen before, answers are of what is seen now. */
function nothing(error: unknown): [] {
  asResidentError(error);
  return [];
}

/** Waits for all, and throws the first error there is. */
async function allSettled(promises: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(promises);
  const failed = results.find((result) => result.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}

/** Unix seconds, on a clock that does not jump when the machine's is set. */
function now(): number {
  return (performance.timeOrigin + performance.now()) / 1000;
}
