/**
 * Resident's own numbers in the text format of Prometheus: who watches the watcher. Names of targets
 * and their labels are text in quotes there, escaped as the format says.
 */
import type { TargetStatus } from "../../record/recorder.ts";
import type { Fleet } from "./fleet.ts";

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge";
  readonly samples: readonly (readonly [labels: string, value: number])[];
}

export async function metricsText({ store, recorder }: Fleet): Promise<string> {
  const { looks, failedLooks, lateLooks } = recorder.counts();
  const { bytes, scrapes } = await store.size();
  const targets = recorder.targets();
  const one = (value: number) => [["", value]] as const;
  const each = (value: (target: TargetStatus) => number | null) =>
    targets.flatMap((target) => {
      const number = value(target);
      return number === null ? [] : [[labelsOf(target), number] as const];
    });
  const metrics: Metric[] = [
    counter("resident_looks_total", "Looks at targets.", one(looks)),
    counter("resident_failed_looks_total", "Looks that failed.", one(failedLooks)),
    counter("resident_late_looks_total", "Looks that began late.", one(lateLooks)),
    gauge("resident_targets", "Targets that are looked at.", one(targets.length)),
    gauge("resident_store_bytes", "Size of the store on disk.", one(bytes)),
    gauge("resident_store_scrapes", "Looks that the store has.", one(scrapes)),
    gauge(
      "resident_store_ok",
      "0 while nothing can be stored.",
      one(recorder.storeError() === null ? 1 : 0),
    ),
    gauge(
      "process_resident_memory_bytes",
      "RSS of Resident itself.",
      one(process.memoryUsage.rss()),
    ),
    gauge("resident_target_up", "1 where the last look went well.", each(upOf)),
    gauge(
      "resident_target_last_look_seconds",
      "Unix time of the last look that went well.",
      each(({ lastLook }) => lastLook),
    ),
    gauge(
      "resident_target_look_duration_seconds",
      "How long the last look took.",
      each(({ took }) => took),
    ),
  ];
  return metrics.map(textOf).join("");
}

function upOf({ state }: TargetStatus): number | null {
  return state === "new" ? null : Number(state === "up");
}

function counter(name: string, help: string, samples: Metric["samples"]): Metric {
  return { name, help, type: "counter", samples };
}

function gauge(name: string, help: string, samples: Metric["samples"]): Metric {
  return { name, help, type: "gauge", samples };
}

function textOf({ name, help, type, samples }: Metric): string {
  const rows = samples.map(([labels, value]) => `${name}${labels} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${rows.join("")}`;
}

/** The target's own labels, and its number and name where they have none of these. */
function labelsOf({ id, name, labels }: TargetStatus): string {
  const all = { id: String(id), name, ...labels };
  const pairs = Object.entries(all)
    .filter(([label]) => /^[A-Za-z_]\w*$/.test(label))
    .map(([label, value]) => `${label}="${escaped(value)}"`);
  return `{${pairs.join(",")}}`;
}

function escaped(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
