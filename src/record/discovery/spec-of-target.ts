/**
 * From what a job's discovery found to a target, as Prometheus does it: labels that begin with `__` say how
 * to ask (`__address__`, `__scheme__`, `__profile_path_prefix__`, `__param_*`, `__scrape_interval__`, …),
 * relabelling may change them, and what is left without them is what the target is called. Pure.
 */
import { ResidentError } from "../../base/errors.ts";
import { parseLongDuration } from "../../base/long-duration.ts";
import { parseEndpoint } from "../../collect/http/endpoint.ts";
import type { Labels, ScrapeJob } from "../../model/scrape-config.ts";
import type { TargetSpec } from "../looks/target-spec.ts";
import { relabel } from "../relabel/relabel.ts";

export type FoundTarget =
  | { readonly kind: "target"; readonly spec: TargetSpec }
  | { readonly kind: "dropped" }
  /** A finished sentence. */
  | { readonly kind: "wrong"; readonly reason: string };

const PPROF_PATH = "__profile_path__";
const METRICS_PATH = "__metrics_path__";
const PARAM = "__param_";

/** @param found `__address__`, what discovery tells (`__meta_*`), and the group's own labels */
export function specOfTarget(job: ScrapeJob, found: Labels): FoundTarget {
  const labels = relabel({ ...defaultLabels(job), ...found }, job.relabeling);
  if (labels === undefined) return { kind: "dropped" };
  const address = labels["__address__"];
  if (address === undefined) return wrong(job, "a target has no address after relabelling");
  if (address.includes("/")) return wrong(job, `the address ${address} is not host:port`);
  const interval = parseLongDuration(labels["__scrape_interval__"] ?? "");
  const timeout = parseLongDuration(labels["__scrape_timeout__"] ?? "");
  if (!interval || !timeout) return wrong(job, `interval or timeout of ${address} is no duration`);
  const endpoint = endpointOf(job, labels, address);
  if (endpoint === undefined) return wrong(job, `the address ${address} is not host:port`);
  const names = Object.entries(labels).filter(([name]) => !name.startsWith("__"));
  return {
    kind: "target",
    spec: {
      labels: { instance: address, ...Object.fromEntries(names) },
      words: [{ kind: "endpoint", endpoint }],
      interval,
      timeout,
      heap: job.heap,
      goroutines: job.goroutines,
      metricsPath: labels[METRICS_PATH],
      isUrgent: false,
      access: {
        given: {},
        client: job.client,
        query: queryOf(job, labels),
        maxBytes: job.maxBytes,
      },
      resolve: {},
    },
  };
}

function defaultLabels(job: ScrapeJob): Labels {
  const params = Object.entries(job.params).map(([name, [first = ""]]) => [PARAM + name, first]);
  return {
    job: job.name,
    __scheme__: job.scheme,
    __scrape_interval__: durationText(job.interval),
    __scrape_timeout__: durationText(job.timeout),
    [PPROF_PATH]: job.pprofPath,
    ...(job.metricsPath === undefined ? {} : { [METRICS_PATH]: job.metricsPath }),
    ...Object.fromEntries(params),
  };
}

function durationText(seconds: number): string {
  return `${Math.round(seconds * 1000)}ms`;
}

function endpointOf({ client }: ScrapeJob, labels: Labels, address: string) {
  const scheme = labels["__scheme__"] ?? "http";
  const path = labels[PPROF_PATH] ?? "/debug/pprof/";
  try {
    return parseEndpoint(`${scheme}://${address}${path}`, { insecure: client.tls.insecure });
  } catch (error) {
    if (error instanceof ResidentError) return undefined;
    throw error;
  }
}

/** Of each parameter the first value is a label, and may have been changed. */
function queryOf({ params }: ScrapeJob, labels: Labels): string {
  const named = Object.entries(labels)
    .filter(([name]) => name.startsWith(PARAM))
    .map(([name, value]) => [name.slice(PARAM.length), value] as const);
  const query = new URLSearchParams();
  for (const [name, value] of named) {
    query.append(name, value);
    // A label may be called like what every object has.
    const others = Object.hasOwn(params, name) ? params[name]!.slice(1) : [];
    for (const other of others) query.append(name, other);
  }
  return query.toString();
}

function wrong({ name }: ScrapeJob, reason: string): FoundTarget {
  return { kind: "wrong", reason: `Job ${name}: ${reason}.` };
}
