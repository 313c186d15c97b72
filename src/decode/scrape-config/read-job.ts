/** One of `scrape_configs`: a job, with how its targets are found, asked and called. */
import { MiB } from "../../base/units.ts";
import type { ScrapeJob } from "../../model/scrape-config.ts";
import type { ConfigFields } from "./config-fields.ts";
import type { Ignored } from "./ignored.ts";
import { readClient } from "./read-client.ts";
import { readProfiles } from "./read-profiles.ts";
import { readRelabeling } from "./read-relabeling.ts";
import { readSources } from "./read-sources.ts";

export interface JobDefaults {
  readonly interval: number;
  readonly timeout: number;
}

/** Of one page: a heap profile of 100,000 stacks is 20 MiB. */
export const PAGE_BYTES = 32 * MiB;

/** Of Prometheus and Parca; they are about metrics, or change nothing in what is recorded. */
const IGNORED = [
  "normalized_addresses",
  "honor_labels",
  "honor_timestamps",
  "track_timestamps_staleness",
  "scrape_classic_histograms",
  "scrape_protocols",
  "fallback_scrape_protocol",
  "enable_compression",
  "metric_relabel_configs",
  "sample_limit",
  "label_limit",
  "label_name_length_limit",
  "label_value_length_limit",
  "target_limit",
] as const;

/** What Resident has not, although a job may rely on it: to pass over it would record too little. */
const MISSING = /^(?!static|file|http|dns).*_sd_configs$/;

export function readJob(
  fields: ConfigFields,
  defaults: JobDefaults,
  folder: string,
  ignored: Ignored,
): ScrapeJob {
  const missing = fields.keys().find((key) => MISSING.test(key));
  if (missing !== undefined) {
    throw fields.wrong(missing, "file_sd_configs or http_sd_configs", missing);
  }
  const name = fields.nonEmpty("job_name");
  const interval = fields.seconds("scrape_interval", defaults.interval);
  const job = {
    name,
    interval,
    timeout: fields.seconds("scrape_timeout", Math.min(defaults.timeout, interval)),
    scheme: fields.choice("scheme", ["http", "https"] as const, "http"),
    ...readProfiles(
      fields.optional("profiling_config", (key) => fields.map(key)),
      ignored,
    ),
    ...metricsPath(fields),
    params: readParams(fields),
    maxBytes: fields.bytes("body_size_limit", PAGE_BYTES),
    client: readClient(fields, folder, ignored),
    sources: readSources(fields, folder, ignored),
    relabeling: readRelabeling(fields.has("relabel_configs") ? fields.maps("relabel_configs") : []),
  };
  for (const key of IGNORED) ignored.take(fields, key);
  fields.done();
  return job;
}

function metricsPath(fields: ConfigFields): Pick<ScrapeJob, "metricsPath"> {
  return fields.has("metrics_path") ? { metricsPath: fields.urlPath("metrics_path") } : {};
}

/** What a profile is asked for is Resident's decision, and some answers would disturb the program. */
const OWN_PARAMS = ["debug", "gc", "seconds"] as const;

function readParams(fields: ConfigFields): ScrapeJob["params"] {
  const params = fields.has("params") ? fields.params("params") : {};
  const own = OWN_PARAMS.find((name) => name in params && !isDebugZero(name, params[name]));
  if (own !== undefined) {
    throw fields.wrong("params", `no ${own}: Resident decides on that itself`, own);
  }
  return Object.fromEntries(Object.entries(params).filter(([name]) => name !== "debug"));
}

/** What Parca's own examples have. */
function isDebugZero(name: string, values: readonly string[] | undefined): boolean {
  return name === "debug" && values?.length === 1 && values[0] === "0";
}
