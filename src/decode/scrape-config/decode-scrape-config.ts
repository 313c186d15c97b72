/**
 * resident.yaml: a scrape configuration in the form of Prometheus and Parca, and Resident's own settings
 * under their own key. Strict: a key that is not known is an error with its line, and with the known key
 * that may have been meant, because a slip that is passed over is a fleet that nobody records.
 *
 * Regular expressions have to be loaded (base/regexp.ts).
 */
import { ResidentError } from "../../base/errors.ts";
import type { ScrapeConfig, ScrapeJob } from "../../model/scrape-config.ts";
import { EMPTY, parseYaml, type YamlProblem } from "../yaml/yaml-source.ts";
import { ConfigFields } from "./config-fields.ts";
import { Ignored } from "./ignored.ts";
import { type JobDefaults, readJob } from "./read-job.ts";
import { readResident } from "./read-resident.ts";

export const DEFAULT_INTERVAL = 15;
export const DEFAULT_TIMEOUT = 10;
const MAX_TEXT = 4 * 1024 * 1024;
const EXPECTED = "a map with the key scrape_configs";
const LEAST = `Write at least: {scrape_configs: [{job_name: api, static_configs: [{targets: ["localhost:6060"]}]}]}. `;

/**
 * @param file as messages name it; what is given as a relative path in it is beside it
 * @throws ResidentError RES_CONFIG with the line
 */
export function decodeScrapeConfig(text: string, file: string): ScrapeConfig {
  const error = (problem: YamlProblem) => configError(file, problem);
  if (text.length > MAX_TEXT) {
    const [expected, found] = [`at most ${MAX_TEXT} characters`, `${text.length}`];
    throw error({ line: 1, field: "file", expected, found });
  }
  const folder = file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : ".";
  const { map, source } = parseYaml(text, EXPECTED, error);
  const fields = new ConfigFields(map, source, "file");
  const ignored = new Ignored();
  const defaults = readGlobal(
    fields.optional("global", (key) => fields.map(key)),
    ignored,
  );
  const jobFields = fields.has("scrape_configs") ? fields.maps("scrape_configs") : [];
  const jobs = jobFields.map((one) => readJob(one, defaults, folder, ignored));
  checkNames(jobFields, jobs);
  const resident = readResident(
    fields.optional("resident", (key) => fields.map(key)),
    folder,
  );
  ignored.take(fields, "object_storage", "is where Parca stores, and Resident has its own file");
  fields.done();
  return { jobs, resident, remarks: ignored.remarks() };
}

function readGlobal(fields: ConfigFields | undefined, ignored: Ignored): JobDefaults {
  if (fields === undefined) return { interval: DEFAULT_INTERVAL, timeout: DEFAULT_TIMEOUT };
  const defaults = {
    interval: fields.seconds("scrape_interval", DEFAULT_INTERVAL),
    timeout: fields.seconds("scrape_timeout", DEFAULT_TIMEOUT),
  };
  for (const key of ["evaluation_interval", "external_labels"]) ignored.take(fields, key);
  fields.done();
  return defaults;
}

function checkNames(fields: readonly ConfigFields[], jobs: readonly ScrapeJob[]): void {
  const names = jobs.map(({ name }) => name);
  const twice = names.findIndex((name, at) => names.indexOf(name) !== at);
  if (twice < 0) return;
  const found = `${JSON.stringify(names[twice])} for a second time`;
  throw fields[twice]!.wrong("job_name", "a name that no other job has", found);
}

function configError(file: string, problem: YamlProblem): ResidentError {
  const { line, expected, found, similar } = problem;
  const field = problem.field.replace(/^file\.?(?=.)/, "");
  const message = `${file}:${line}: ${field}: expected ${expected}, found ${found}`;
  const meant = found === EMPTY ? LEAST : similar === undefined ? "" : `Did you mean ${similar}? `;
  const hint = `${meant}docs/serve.md says what a configuration can hold.`;
  return new ResidentError("RES_CONFIG", message, { hint });
}
