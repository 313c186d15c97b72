/** Scrape configurations: what Prometheus and Parca write is taken, and every slip has its line. */
import { describe, expect, test } from "vitest";
import { ResidentError } from "../../src/base/errors.ts";
import { GiB, MiB } from "../../src/base/units.ts";
import { decodeScrapeConfig } from "../../src/decode/scrape-config/decode-scrape-config.ts";
import { decodeTargetGroups } from "../../src/decode/target-groups/decode-target-groups.ts";

const decode = (text: string) => decodeScrapeConfig(text, "/etc/resident.yaml");
const job = (body: string) => `scrape_configs:\n- job_name: api\n${indented(body)}`;
const indented = (text: string) => text.replace(/^(?=.)/gm, "  ");

function errorOf(decodeIt: () => unknown): ResidentError {
  try {
    decodeIt();
  } catch (error) {
    if (error instanceof ResidentError) return error;
    throw error;
  }
  throw new Error("it was taken");
}

describe("a file without a configuration", () => {
  test.each(["", "\n\n", "# targets come later\n"])(
    "%j is empty, and the hint can be written",
    (text) => {
      const { message, hint } = errorOf(() => decode(text));
      expect(message).toBe(
        "/etc/resident.yaml:1: file: expected a map with the key scrape_configs, found an empty file",
      );
      const [, least] = /^Write at least: (.*)\. docs/.exec(hint!)!;
      expect(decode(least!).jobs).toMatchObject([{ name: "api" }]);
    },
  );

  test.each([
    ["- job_name: api", "a list"],
    ["localhost:6060", '"localhost:6060"'],
  ])("%s is another thing", (text, found) => {
    expect(errorOf(() => decode(text)).message).toContain(`scrape_configs, found ${found}`);
  });
});

/** From the documentation of Parca, with what its own example has. */
const PARCA = `
object_storage:
  bucket: {type: FILESYSTEM, config: {directory: ./data}}
scrape_configs:
- job_name: api
  scrape_interval: 10s
  scrape_timeout: 13s
  scheme: https
  params: {debug: ["0"], tenant: [a, b]}
  normalized_addresses: false
  profiling_config:
    path_prefix: /admin
    pprof_config:
      memory: {enabled: true, path: /debug/pprof/allocs, keep_sample_type: [{type: inuse_space, unit: bytes}]}
      goroutine: {path: /debug/pprof/goroutine}
      block: {path: /debug/pprof/block}
      mutex: {enabled: false, path: /debug/pprof/mutex}
      process_cpu: {path: /debug/pprof/profile, delta: true, seconds: 10}
      fgprof: {enabled: true, path: /debug/pprof/fgprof, delta: true}
  static_configs: [{targets: ["127.0.0.1:6060"], labels: {env: dev, shard: 3}}]
`;

test("what Parca reads", () => {
  const { jobs, remarks } = decode(PARCA);
  expect(jobs).toHaveLength(1);
  expect(jobs[0]).toMatchObject({
    name: "api",
    interval: 10,
    timeout: 13,
    scheme: "https",
    pprofPath: "/admin/debug/pprof/",
    heap: true,
    goroutines: true,
    params: { tenant: ["a", "b"] },
    sources: [
      {
        kind: "static",
        groups: [{ targets: ["127.0.0.1:6060"], labels: { env: "dev", shard: "3" } }],
      },
    ],
  });
  expect(remarks.map((remark) => remark.split(" ")[0])).toEqual([
    "keep_sample_type",
    "block",
    "process_cpu",
    "fgprof",
    "normalized_addresses",
    "object_storage",
  ]);
  expect(remarks.at(-1)).toMatch(/: it is ignored\.$/);
});

test("what Prometheus reads", () => {
  const { jobs } = decode(`
global: {scrape_interval: 1m, scrape_timeout: 20s, external_labels: {dc: x}}
scrape_configs:
- job_name: files
  metrics_path: /prom
  body_size_limit: 8MiB
  file_sd_configs: [{files: [targets/*.json, /abs/one.yml], refresh_interval: 1m30s}]
  authorization: {credentials_file: token}
  tls_config: {ca_file: ca.pem, cert_file: /c.pem, key_file: k.pem, server_name: api, insecure_skip_verify: true}
- job_name: others
  scrape_interval: 5s
  http_sd_configs: [{url: "http://sd.example/targets?x=1", basic_auth: {username: u, password: p}}]
  dns_sd_configs:
  - names: [_pprof._tcp.example.org]
  - {names: [a.example.org], type: A, port: 6060, refresh_interval: 10s}
  bearer_token: secret
  relabel_configs:
  - source_labels: [__meta_filepath]
    regex: .*prod.*
    action: keep
  - {source_labels: [a, b], separator: "-", target_label: "\${1}_x", regex: (.+)-(.*), replacement: $2}
  - {action: HashMod, source_labels: [__address__], modulus: 4, target_label: shard}
`);
  expect(jobs[0]).toMatchObject({
    interval: 60,
    timeout: 20,
    metricsPath: "/prom",
    maxBytes: 8 * MiB,
    sources: [{ kind: "file", files: ["/etc/targets/*.json", "/abs/one.yml"], refresh: 90 }],
    client: {
      authorization: { type: "Bearer", credentials: { file: "/etc/token" } },
      tls: {
        ca: { file: "/etc/ca.pem" },
        cert: { file: "/c.pem" },
        key: { file: "/etc/k.pem" },
        serverName: "api",
        insecure: true,
      },
    },
  });
  expect(jobs[1]).toMatchObject({
    interval: 5,
    // Of the rest of the interval none is left for a longer one that nobody asked for.
    timeout: 5,
    client: { authorization: { type: "Bearer", credentials: { text: "secret" } } },
    sources: [
      {
        kind: "http",
        url: "http://sd.example/targets?x=1",
        refresh: 60,
        client: { basic: { user: { text: "u" }, password: { text: "p" } } },
      },
      { kind: "dns", names: ["_pprof._tcp.example.org"], type: "SRV", refresh: 30 },
      { kind: "dns", names: ["a.example.org"], type: "A", port: 6060, refresh: 10 },
    ],
  });
  const [keep, replace, hash] = jobs[1]!.relabeling;
  expect(keep).toMatchObject({ action: "keep", sourceLabels: ["__meta_filepath"], separator: ";" });
  expect(keep!.regex.test("x-prod-y")).toBe(true);
  expect(replace).toMatchObject({ action: "replace", separator: "-", replacement: "$2" });
  expect(replace!.regex.test("a-b\n")).toBe(true);
  expect(replace!.regex.test("-b")).toBe(false);
  expect(hash).toMatchObject({ action: "hashmod", modulus: 4n, targetLabel: "shard" });
});

test("Resident's own settings", () => {
  const { resident, jobs } = decode(`
resident:
  data: store
  listen: 0.0.0.0:8080
  token_file: /run/token
  source_roots: [src, /go/src]
  allow_adding_targets: true
  processes: [blahdo, 4817]
  retention: {max_age: 90d, max_size: 20GiB, thin_after: 1w, thin_to: 10m}
`);
  expect(jobs).toEqual([]);
  expect(resident).toEqual({
    data: "/etc/store",
    listen: { host: "0.0.0.0", port: 8080 },
    tokenFile: "/run/token",
    sourceRoots: ["/etc/src", "/go/src"],
    allowAddingTargets: true,
    processes: ["blahdo", "4817"],
    retention: {
      maxAge: 90 * 86_400,
      maxBytes: 20 * GiB,
      thinAfter: 7 * 86_400,
      thinTo: 600,
    },
  });
});

describe("how targets are reached", () => {
  const clientOf = (body: string) => decode(job(body)).jobs[0]!.client;

  test("client credentials, with the ways of their own server", () => {
    expect(
      clientOf(`
oauth2:
  client_id: resident
  client_secret_file: secret
  token_url: https://login/token?tenant=1
  scopes: [read, all]
  endpoint_params: {audience: pprof, version: 2}
  tls_config: {ca_file: login.pem}
  proxy_url: http://outer:3128
tls_config: {ca_file: app.pem}`),
    ).toEqual({
      oauth2: {
        clientId: "resident",
        clientSecret: { file: "/etc/secret" },
        tokenUrl: "https://login/token?tenant=1",
        scopes: ["read", "all"],
        params: { audience: "pprof", version: "2" },
        tls: { ca: { file: "/etc/login.pem" }, insecure: false },
        proxy: { url: "http://outer:3128", except: "" },
      },
      tls: { ca: { file: "/etc/app.pem" }, insecure: false },
    });
  });

  test.each([
    ["", undefined],
    [
      "proxy_url: http://u:p@proxy:3128\nno_proxy: a,10.0.0.0/8",
      { url: "http://u:p@proxy:3128", except: "a,10.0.0.0/8" },
    ],
    ["proxy_url: https://proxy", { url: "https://proxy", except: "" }],
    ["proxy_from_environment: true", undefined],
    ["proxy_from_environment: false", "none"],
    ["proxy_url: ''", undefined],
  ])("%j", (body, proxy) => expect(clientOf(body).proxy).toEqual(proxy));

  test("discovery has its own", () => {
    const body = `http_sd_configs: [{url: "http://d/t", proxy_url: "http://p:1", oauth2: {client_id: a, token_url: "http://t"}}]`;
    const { client, sources } = decode(job(body)).jobs[0]!;
    expect(client).toEqual({ tls: { insecure: false } });
    expect(sources[0]).toMatchObject({
      client: {
        proxy: { url: "http://p:1" },
        oauth2: { clientId: "a", clientSecret: { text: "" } },
      },
    });
  });
});

test("defaults are those of the documents", () => {
  const [only] = decode(job("static_configs: [{targets: [a:1]}]")).jobs;
  expect(only).toMatchObject({
    interval: 15,
    timeout: 10,
    scheme: "http",
    pprofPath: "/debug/pprof/",
    heap: true,
    goroutines: true,
    relabeling: [],
  });
});

describe("slips", () => {
  const SLIPS: readonly (readonly [string, string, string, string?])[] = [
    ["a key that is not known", "scrape_config: []", "1: file: expected one of", "scrape_configs"],
    ["in a job", job("scrape_intervall: 10s"), "3: scrape_configs[0]: ", "scrape_interval"],
    ["deep inside", job("tls_config: {\n  ca_fille: x}"), "tls_config: expected", "ca_file"],
    ["a bare number", job("scrape_interval: 10"), "3: scrape_configs[0].scrape_interval: "],
    ["a bad duration", job("scrape_interval: 10 sec"), "a duration of 1s or more"],
    ["too often", job("scrape_interval: 100ms"), "a duration of 1s or more"],
    ["a bad pattern", job("relabel_configs: [{regex: '(', target_label: a}]"), "missing closing )"],
    ["no target label", job("relabel_configs: [{source_labels: [a]}]"), "target_label: expected"],
    [
      "a modulus",
      job("relabel_configs: [{action: hashmod, target_label: a}]"),
      "modulus: expected",
    ],
    ["an action", job("relabel_configs: [{action: remove}]"), "expected one of replace, keep"],
    ["labeldrop", job("relabel_configs: [{action: labeldrop, target_label: a}]"), "only regex"],
    ["a URL as target", job("static_configs: [{targets: ['http://a:1/']}]"), "host:port, without"],
    ["a label's name", job("static_configs: [{targets: [], labels: {a-b: c}}]"), "a label's name"],
    ["an unknown discovery", job("kubernetes_sd_configs: []"), "file_sd_configs or http_sd"],
    ["oauth2 without a client", job("oauth2: {}"), "oauth2.client_id: expected"],
    ["oauth2 without a server", job("oauth2: {client_id: a}"), "oauth2.token_url: expected"],
    ["a token's address", job("oauth2: {client_id: a, token_url: 'a:1'}"), "an address with http"],
    [
      "a key of oauth2",
      job(`oauth2:\n  client_id: a\n  token_url: "http://a"\n  scope: [x]`),
      "6: scrape_configs[0].oauth2: expected one of",
      "scopes",
    ],
    [
      "two secrets of it",
      job(`oauth2: {client_id: a, client_secret: b, client_secret_file: c}`),
      "both",
    ],
    [
      "oauth2 beside others",
      job(`oauth2: {client_id: a, token_url: "http://a"}\nbearer_token: a`),
      "one of basic_auth, authorization and oauth2",
    ],
    ["a proxy of another kind", job("proxy_url: 'socks5://u:pw@a:1'"), "found something else"],
    ["a proxy with a path", job("proxy_url: 'http://a:1/x'"), "http:// or https://, a host"],
    ["two proxies", job("proxy_url: 'http://a:1'\nproxy_from_environment: true"), "both"],
    ["no_proxy alone", job("no_proxy: a"), "proxy_url beside it"],
    ["a number as password", job("basic_auth: {password: 4711}"), "in quotes where it is a number"],
    ["both secrets", job("basic_auth: {password: a, password_file: b}"), "both"],
    ["two credentials", job("basic_auth: {}\nbearer_token: a"), "basic_auth or authorization"],
    ["seconds", job("params: {seconds: ['5']}"), "Resident decides"],
    ["no gc", job("params: {gc: ['1']}"), "Resident decides"],
    ["a glob in a folder", job("file_sd_configs: [{files: ['*/a.json']}]"), "at most one *"],
    ["not a url", job("http_sd_configs: [{url: 'ftp://a'}]"), "begins with http://"],
    ["a port is missing", job("dns_sd_configs: [{names: [a], type: A}]"), "port: expected a port"],
    [
      "two folders",
      job(
        `profiling_config: {pprof_config: {memory: {path: /a/heap}, goroutine: {path: /b/goroutine}}}`,
      ),
      "both profiles in one folder",
    ],
    ["an alias", "object_storage: &x {}\nglobal: *x", "2: global: expected a map, found an alias"],
    ["twice the same key", "global: {}\nglobal: {}", "2: file: expected YAML"],
    ["no map", "- a", "1: file: expected a map"],
    ["no YAML", "a: [", "expected YAML"],
    ["a bad address", "resident: {listen: here}", "1: resident.listen: expected an address"],
    ["a bad size", "resident: {retention: {max_size: lots}}", "resident.retention.max_size"],
    ["an unknown setting", "resident: {dat: x}", "1: resident: ", "data"],
  ];
  for (const [what, text, message, meant] of SLIPS) {
    test(what, () => {
      const error = errorOf(() => decode(text));
      expect(error.code).toBe("RES_CONFIG");
      expect(error.message).toMatch(/^\/etc\/resident\.yaml:\d+: /);
      expect(error.message).toContain(message);
      if (meant !== undefined) expect(error.hint).toContain(`Did you mean ${meant}?`);
      else expect(error.hint).toContain("docs/serve.md");
    });
  }

  test.each([
    job("basic_auth: {password: 4711}"),
    job("proxy_url: 'socks5://u:4711@a:1'"),
    job("oauth2: {client_id: a, client_secret: 4711, token_url: 'http://a'}"),
    job("oauth2: {client_id: a, token_url: 'ftp://a?key=4711'}"),
  ])("no secret is repeated: %s", (text) => {
    const { message, hint } = errorOf(() => decode(text));
    expect(message + hint).not.toContain("4711");
  });

  test("a job's name a second time is said at the second", () => {
    const text = "scrape_configs:\n- job_name: a\n- job_name: b\n- job_name: a\n";
    const { message } = errorOf(() => decode(text));
    expect(message).toContain(
      ":4: scrape_configs[2].job_name: expected a name that no other job has",
    );
  });
});

describe("target groups", () => {
  test("JSON and YAML", () => {
    const groups = [{ targets: ["a:1", "b:2"], labels: { env: "x" } }];
    expect(decodeTargetGroups(JSON.stringify(groups), "f")).toEqual(groups);
    expect(decodeTargetGroups("- targets: [a:1]\n", "f")).toEqual([
      { targets: ["a:1"], labels: {} },
    ]);
  });
  test("what is none says where", () => {
    const error = errorOf(() => decodeTargetGroups("- targets: [a:1]\n- target: [b]\n", "f.yml"));
    expect(error.message).toMatch(
      /^f\.yml:2: \[1\]: expected one of targets, labels, found target/,
    );
  });
});
