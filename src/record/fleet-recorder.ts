/**
 * The recorder: the targets that the configuration, the command line and the page name, each looked at in
 * its own time. Where the same target is named twice it is looked at once.
 */
import { ResidentError } from "../base/errors.ts";
import { listGoProcesses } from "../collect/ps/list-go-processes.ts";
import { psProcess } from "../collect/ps/ps-process.ts";
import { resolveLiveTarget } from "../collect/target/resolve-live-target.ts";
import type { PsProcess } from "../model/results.ts";
import type { TargetId } from "../store/store.ts";
import { ColumnCollector } from "./column-collector.ts";
import { httpOptionsOf } from "./looks/access.ts";
import {
  isSameSpec,
  type LookDefaults,
  specKey,
  specOfWords,
  type TargetSpec,
} from "./looks/target-spec.ts";
import type { Recorder, RecorderCounts, RecorderEvent, TargetStatus } from "./recorder.ts";
import { StoreGate } from "./store-gate.ts";
import { type RecorderStore, TargetLoop } from "./target-loop.ts";

/** Seconds until targets that the store could not take are tried again. */
const RETRY = 15;

export class FleetRecorder implements Recorder {
  private readonly store: RecorderStore;
  private readonly defaults: LookDefaults;
  private readonly adds: "any" | "offers";
  private readonly gate: StoreGate;
  private readonly columns = new ColumnCollector();
  private readonly listeners = new Set<(event: RecorderEvent) => void>();
  /** What each source names: a job of the configuration, the command line, the page. */
  private readonly named = new Map<string, readonly TargetSpec[]>();
  private readonly loops = new Map<string, TargetLoop>();
  private readonly running = new Set<Promise<void>>();
  private counted: RecorderCounts = { looks: 0, failedLooks: 0, lateLooks: 0 };
  private change: Promise<void> = Promise.resolve();
  private retry: NodeJS.Timeout | undefined;
  private isOver = false;
  private crash: (error: unknown) => void = () => {};
  /** Rejects with what is no ResidentError: a bug, which is not to be passed over in silence. */
  readonly crashed = new Promise<never>((_, reject) => {
    this.crash = reject;
  });

  /** @param adds which targets `add` takes: any, or none but processes that are offered */
  constructor(store: RecorderStore, defaults: LookDefaults, adds: "any" | "offers" = "any") {
    this.store = store;
    this.defaults = defaults;
    this.adds = adds;
    this.gate = new StoreGate((error) =>
      this.tell({ kind: "store", time: Date.now() / 1000, error }),
    );
  }

  targets(): readonly TargetStatus[] {
    return [...this.loops.values()].map((loop) => loop.status());
  }

  counts(): RecorderCounts {
    return this.counted;
  }

  storeError(): string | null {
    return this.gate.error;
  }

  async offers(): Promise<readonly PsProcess[]> {
    if (process.platform !== "linux") return [];
    const { processes } = await listGoProcesses({ heap: true });
    const taken = new Set([...this.loops.values()].map(({ pid }) => pid));
    return processes.filter(({ pid }) => !taken.has(pid)).map(psProcess);
  }

  async add(words: readonly string[]): Promise<TargetId> {
    if (this.adds === "offers") await this.requireOffer(words);
    const spec = specOfWords(words, this.defaults);
    const target = await resolveLiveTarget(spec.words, words, {
      ...spec.resolve,
      http: await httpOptionsOf(spec.access),
    });
    const known = this.loopOf(spec, target.pid);
    if (known !== undefined) return known.id;
    this.named.set(specKey(spec), [spec]);
    await this.settle();
    const loop = this.loopOf(spec, undefined);
    if (loop !== undefined) return loop.id;
    throw new ResidentError("RES_STORE", this.gate.error ?? "Resident is ending");
  }

  listen(listener: (event: RecorderEvent) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** What this source names from now on takes the place of what it named before. */
  async name(source: string, specs: readonly TargetSpec[]): Promise<void> {
    if (specs.length === 0) this.named.delete(source);
    else this.named.set(source, specs);
    await this.settle();
  }

  /** Ends all looks; what is being stored is stored. The store itself stays open. */
  async close(): Promise<void> {
    this.isOver = true;
    clearTimeout(this.retry);
    for (const loop of this.loops.values()) loop.stop();
    await Promise.all([this.change, ...this.running]);
  }

  /** So that a page which may add what it shows can't make Resident ask any address there is. */
  private async requireOffer(words: readonly string[]): Promise<void> {
    const offers = await this.offers();
    if (words.length === 1 && offers.some(({ pid }) => String(pid) === words[0])) return;
    throw new ResidentError("RES_USAGE", "only Go processes of this machine can be added here", {
      hint: "Start Resident with --allow-adding-targets, or with the target on its command line.",
    });
  }

  private loopOf(spec: TargetSpec, pid: number | undefined): TargetLoop | undefined {
    const samePid = (loop: TargetLoop) => pid !== undefined && loop.pid === pid;
    return this.loops.get(specKey(spec)) ?? [...this.loops.values()].find(samePid);
  }

  /** One change after the other, each with what is named by then. */
  private settle(): Promise<void> {
    this.change = this.change.then(() => this.reconcile()).catch((error) => this.crash(error));
    return this.change;
  }

  private async reconcile(): Promise<void> {
    const wanted = new Map([...this.named.values()].flat().map((spec) => [specKey(spec), spec]));
    let hasChanged = false;
    for (const [key, loop] of this.loops) {
      const spec = wanted.get(key);
      if (spec !== undefined && isSameSpec(spec, loop.spec)) continue;
      loop.stop();
      this.loops.delete(key);
      hasChanged = true;
    }
    for (const [key, spec] of wanted) {
      if (this.isOver || this.loops.has(key)) continue;
      if (!(await this.start(key, spec))) return this.tryLater();
      hasChanged = true;
    }
    if (hasChanged) this.tell({ kind: "targets", time: Date.now() / 1000 });
  }

  /** False where the store can't take it now. */
  private async start(key: string, spec: TargetSpec): Promise<boolean> {
    try {
      const id = await this.store.target(spec.labels);
      const loop = new TargetLoop(id, spec, {
        store: this.store,
        gate: this.gate,
        tell: (event) => this.tell(event),
        count: (look) => this.count(look),
        decoded: () => this.columns.done(),
      });
      this.loops.set(key, loop);
      const running = loop.run().catch((error) => this.crash(error));
      this.running.add(running);
      void running.finally(() => this.running.delete(running));
      return true;
    } catch (error) {
      if (!(error instanceof ResidentError)) throw error;
      this.gate.failed(error, performance.now() / 1000);
      return false;
    }
  }

  private tryLater(): void {
    clearTimeout(this.retry);
    this.retry = setTimeout(() => void this.settle(), RETRY * 1000);
  }

  private count({ hasFailed, isLate }: { hasFailed: boolean; isLate: boolean }): void {
    const { looks, failedLooks, lateLooks } = this.counted;
    this.counted = {
      looks: looks + 1,
      failedLooks: failedLooks + (hasFailed ? 1 : 0),
      lateLooks: lateLooks + (isLate ? 1 : 0),
    };
  }

  private tell(event: RecorderEvent): void {
    for (const listener of this.listeners) listener(event);
  }
}
