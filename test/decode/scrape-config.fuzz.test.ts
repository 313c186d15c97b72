/** Broken configurations: one is taken, or a ResidentError says the line; and it takes no time to. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { ResidentError } from "../../src/base/errors.ts";
import { decodeScrapeConfig } from "../../src/decode/scrape-config/decode-scrape-config.ts";
import { decodeTargetGroups } from "../../src/decode/target-groups/decode-target-groups.ts";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 500);

const WHOLE = `
global: {scrape_interval: 15s, scrape_timeout: 10s}
scrape_configs:
- job_name: a
  params: {tenant: [x]}
  scheme: https
  profiling_config: {path_prefix: /p, pprof_config: {memory: {path: /debug/pprof/heap}}}
  static_configs: [{targets: ["h:1"], labels: {env: dev}}]
  relabel_configs:
  - {source_labels: [__address__], regex: "(.+):\\\\d+", target_label: host, replacement: "$1"}
  - {action: hashmod, source_labels: [host], modulus: 3, target_label: shard}
  tls_config: {ca_file: ca.pem, insecure_skip_verify: true}
- job_name: b
  file_sd_configs: [{files: ["t/*.json"], refresh_interval: 1m}]
  http_sd_configs: [{url: "http://h:1/x", authorization: {credentials: c}}]
  dns_sd_configs: [{names: [n], type: A, port: 80}]
  basic_auth: {username: u, password_file: f}
- job_name: c
  proxy_url: http://u:p@h:1
  no_proxy: h,10.0.0.0/8
  oauth2: {client_id: i, client_secret: s, token_url: "http://h/t", scopes: [r], endpoint_params: {a: b}}
resident: {data: d, listen: "0.0.0.0:80", retention: {max_age: 30d, max_size: 1GiB}}
`;

const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  drop: fc.integer({ min: 0, max: 12 }),
  put: fc.oneof(
    fc.string({ maxLength: 6 }),
    fc.constantFrom(
      "\n",
      "  ",
      "- ",
      "{",
      "}",
      "&a ",
      "*a",
      "0",
      ": ",
      "!!x ",
      "null",
      "(((",
      "[]",
    ),
  ),
});
const mutated = fc.array(edit, { maxLength: 6 }).map((edits) =>
  edits.reduce((now, { at, drop, put }) => {
    const from = Math.floor(at * now.length);
    return now.slice(0, from) + put + now.slice(from + drop);
  }, WHOLE),
);

function holds(decode: () => unknown): void {
  try {
    decode();
  } catch (error) {
    expect(error).toBeInstanceOf(ResidentError);
    expect((error as ResidentError).code).toBe("RES_CONFIG");
    expect((error as ResidentError).message).toMatch(/^f:\d+: /);
  }
}

test("mutated configurations", { timeout: 600_000 }, () => {
  expect(decodeScrapeConfig(WHOLE, "f").jobs).toHaveLength(3);
  fc.assert(
    fc.property(mutated, (text) => holds(() => decodeScrapeConfig(text, "f"))),
    { numRuns: RUNS },
  );
});

test("mutated target groups", { timeout: 600_000 }, () => {
  const groups = fc.array(edit, { maxLength: 4 }).map((edits) =>
    edits.reduce((now, { at, drop, put }) => {
      const from = Math.floor(at * now.length);
      return now.slice(0, from) + put + now.slice(from + drop);
    }, '[{"targets": ["a:1", "b:2"], "labels": {"env": "x"}}]'),
  );
  fc.assert(
    fc.property(groups, (text) => holds(() => decodeTargetGroups(text, "f"))),
    { numRuns: RUNS },
  );
});
