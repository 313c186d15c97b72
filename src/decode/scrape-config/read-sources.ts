/** Where a job's targets come from: `static_configs` and the discovery of files, HTTP and DNS. */
import type { TargetSource } from "../../model/scrape-config.ts";
import { readGroup } from "../target-groups/decode-target-groups.ts";
import { type ConfigFields, pathFrom } from "./config-fields.ts";
import type { Ignored } from "./ignored.ts";
import { isUrl } from "./is-url.ts";
import { readClient } from "./read-client.ts";

/** Of Prometheus. */
const REFRESH = { file: 300, http: 60, dns: 30 } as const;

export function readSources(
  fields: ConfigFields,
  folder: string,
  ignored: Ignored,
): readonly TargetSource[] {
  const all = (key: string) => (fields.has(key) ? fields.maps(key) : []);
  const groups = all("static_configs").map(readGroup);
  return [
    ...(groups.length === 0 ? [] : [{ kind: "static" as const, groups }]),
    ...all("file_sd_configs").map((one) => readFiles(one, folder)),
    ...all("http_sd_configs").map((one) => readHttp(one, folder, ignored)),
    ...all("dns_sd_configs").map(readDns),
  ];
}

const FILE = /^[^*?[\]]*\*?[^*?[\]/]*\.(?:json|ya?ml)$/;

function readFiles(fields: ConfigFields, folder: string): TargetSource {
  const files = fields.texts("files");
  const wrong = files.find((file) => !FILE.test(file) || /\*.*\//.test(file));
  if (wrong !== undefined) {
    const expected =
      "a path that ends in .json, .yml or .yaml, with at most one * in its last part";
    throw fields.wrong("files", expected, JSON.stringify(wrong));
  }
  const refresh = fields.seconds("refresh_interval", REFRESH.file);
  fields.done();
  return { kind: "file", files: files.map((file) => pathFrom(folder, file)), refresh };
}

function readHttp(fields: ConfigFields, folder: string, ignored: Ignored): TargetSource {
  const url = fields.nonEmpty("url");
  if (!/^https?:\/\/[^\s/]/.test(url) || !isUrl(url)) {
    throw fields.wrong(
      "url",
      "an address that begins with http:// or https://",
      JSON.stringify(url),
    );
  }
  const refresh = fields.seconds("refresh_interval", REFRESH.http);
  const client = readClient(fields, folder, ignored);
  fields.done();
  return { kind: "http", url, refresh, client };
}

function readDns(fields: ConfigFields): TargetSource {
  const names = fields.texts("names");
  const type = fields.choice("type", ["SRV", "A", "AAAA"] as const, "SRV");
  // An SRV record has ports of its own.
  const port =
    type === "SRV" ? (fields.has("port") ? fields.port("port") : 0) : fields.port("port");
  const refresh = fields.seconds("refresh_interval", REFRESH.dns);
  fields.done();
  return { kind: "dns", names, type, port, refresh };
}
