/**
 * The targets of a configuration, found and kept up to date. A new configuration takes the place of the old
 * one job by job: a job that is as it was goes on undisturbed, and the targets of one that has changed stay
 * until it has found its own.
 */
import type { ScrapeConfig, ScrapeJob, TargetSource } from "../../model/scrape-config.ts";
import { specKey, type TargetSpec } from "../looks/target-spec.ts";
import type { Discovery, DiscoveryPorts, FoundLabels } from "./discovery.ts";
import { discoverByDns } from "./dns-discovery.ts";
import { discoverByFile, labelsOf } from "./file-discovery.ts";
import { discoverByHttp } from "./http-discovery.ts";
import { specOfTarget } from "./spec-of-target.ts";

export interface ConfiguredPorts {
  /** The targets of this job from now on; none of a job that is no more. */
  readonly name: (job: string, specs: readonly TargetSpec[]) => void;
  /** A finished sentence on what could not be found; each is told once until it changes. */
  readonly problem: (reason: string) => void;
}

export class ConfiguredTargets {
  private readonly ports: ConfiguredPorts;
  private readonly jobs = new Map<string, JobDiscovery>();

  constructor(ports: ConfiguredPorts) {
    this.ports = ports;
  }

  apply({ jobs }: Pick<ScrapeConfig, "jobs">): void {
    const wanted = new Map(jobs.map((job) => [job.name, job]));
    for (const [name, running] of this.jobs) {
      const job = wanted.get(name);
      if (job !== undefined && textOf(job) === running.text) continue;
      running.stop();
      this.jobs.delete(name);
      if (job === undefined) this.ports.name(name, []);
    }
    for (const [name, job] of wanted) {
      if (!this.jobs.has(name)) this.jobs.set(name, new JobDiscovery(job, this.ports));
    }
  }

  stop(): void {
    for (const job of this.jobs.values()) job.stop();
    this.jobs.clear();
  }
}

/** Two jobs that are alike in it are the same. */
function textOf(job: ScrapeJob): string {
  return JSON.stringify(job, (_, value: unknown) =>
    typeof value === "bigint" ? String(value) : value,
  );
}

class JobDiscovery {
  readonly text: string;
  private readonly job: ScrapeJob;
  private readonly ports: ConfiguredPorts;
  private readonly discoveries: Discovery[] = [];
  private readonly found: (readonly FoundLabels[] | undefined)[];
  private readonly told = new Set<string>();
  private isOver = false;

  constructor(job: ScrapeJob, ports: ConfiguredPorts) {
    this.job = job;
    this.text = textOf(job);
    this.ports = ports;
    this.found = job.sources.map(() => undefined);
    if (job.sources.length === 0) ports.name(job.name, []);
    for (const [at, source] of job.sources.entries()) {
      this.discoveries.push(
        discover(source, {
          found: (targets) => this.take(at, targets),
          problem: (reason) => this.tell(reason),
        }),
      );
    }
  }

  stop(): void {
    this.isOver = true;
    for (const discovery of this.discoveries) discovery.stop();
  }

  private take(at: number, targets: readonly FoundLabels[]): void {
    if (this.isOver) return;
    this.found[at] = targets;
    // Until each source has spoken, what the job had before is nearer to the truth than a part.
    if (this.found.some((one) => one === undefined)) return;
    const specs = new Map<string, TargetSpec>();
    for (const labels of this.found.flatMap((one) => one ?? [])) {
      const target = specOfTarget(this.job, labels);
      if (target.kind === "wrong") this.tell(target.reason);
      // Two with the same labels are one, as for Prometheus.
      if (target.kind === "target") specs.set(specKey(target.spec), target.spec);
    }
    this.ports.name(this.job.name, [...specs.values()]);
  }

  private tell(reason: string): void {
    if (this.isOver || this.told.has(reason)) return;
    this.told.add(reason);
    this.ports.problem(reason);
  }
}

function discover(source: TargetSource, ports: DiscoveryPorts): Discovery {
  switch (source.kind) {
    case "static":
      ports.found(labelsOf(source.groups, {}));
      return { stop: () => {} };
    case "file":
      return discoverByFile(source, ports);
    case "http":
      return discoverByHttp(source, ports);
    case "dns":
      return discoverByDns(source, ports);
  }
}
