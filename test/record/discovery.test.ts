/** Finding targets with real files, a real web server and a real DNS server. */
import { createSocket, type Socket } from "node:dgram";
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { decodeScrapeConfig } from "../../src/decode/scrape-config/decode-scrape-config.ts";
import { ConfiguredTargets } from "../../src/record/discovery/configured-targets.ts";
import type { Discovery, FoundLabels } from "../../src/record/discovery/discovery.ts";
import { discoverByDns } from "../../src/record/discovery/dns-discovery.ts";
import { specOfTarget } from "../../src/record/discovery/spec-of-target.ts";
import type { TargetSpec } from "../../src/record/looks/target-spec.ts";
import { addressOf } from "../../src/record/looks/target-spec.ts";
import { dnsAnswer } from "./dns-answer.ts";

let folder: string;
const ends: (() => void)[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "resident-discovery-"));
});
afterEach(() => {
  for (const end of ends.splice(0)) end();
  rmSync(folder, { recursive: true });
});

async function until(what: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    if (what()) return;
    await sleep(20);
  }
  throw new Error(`not within 10 s: ${what}`);
}

/** A configuration's targets as they are named, by job. */
function configured(text: string) {
  const named = new Map<string, readonly TargetSpec[]>();
  const problems: string[] = [];
  const targets = new ConfiguredTargets({
    name: (job, specs) => named.set(job, specs),
    problem: (reason) => problems.push(reason),
  });
  ends.push(() => targets.stop());
  const apply = (yaml: string) =>
    targets.apply(decodeScrapeConfig(yaml, join(folder, "resident.yaml")));
  apply(text);
  const instances = (job = "a") => (named.get(job) ?? []).map(({ labels }) => labels["instance"]);
  return { named, problems, apply, instances };
}

const write = (name: string, value: unknown) =>
  writeFileSync(join(folder, name), typeof value === "string" ? value : JSON.stringify(value));

describe("by file", () => {
  const CONFIG =
    "scrape_configs: [{job_name: a, file_sd_configs: [{files: ['t-*.json', one.yml]}]}]";

  test("files are read, and again when they change, come and go", async () => {
    write("t-1.json", [{ targets: ["a:1"], labels: { env: "x" } }]);
    write("other.json", [{ targets: ["no:1"] }]);
    const { instances, named } = configured(CONFIG);
    expect(instances()).toEqual(["a:1"]);
    expect(named.get("a")![0]!.labels).toEqual({ instance: "a:1", job: "a", env: "x" });
    write("t-2.json", [{ targets: ["b:1", "b:2"] }]);
    await until(() => instances().length === 3);
    write("new.tmp", "- targets: [c:1]\n");
    renameSync(join(folder, "new.tmp"), join(folder, "one.yml"));
    await until(() => instances().includes("c:1"));
    rmSync(join(folder, "t-2.json"));
    await until(() => !instances().includes("b:1"));
    expect(instances()).toEqual(["a:1", "c:1"]);
  });

  test("one that is wrong is told, and keeps what it said before", async () => {
    write("t-1.json", [{ targets: ["a:1"] }]);
    const { instances, problems } = configured(CONFIG);
    expect(problems).toEqual([expect.stringMatching(/one\.yml/)]);
    write("t-1.json", '[{"targets": ["b');
    await until(() => problems.length === 2);
    expect(problems[1]).toMatch(/t-1\.json:\d+: .*\.$/);
    expect(instances()).toEqual(["a:1"]);
  });
});

describe("by HTTP", () => {
  let server: Server;
  let answer: { status: number; body: string };
  let asked: (string | undefined)[];

  beforeEach(async () => {
    answer = { status: 200, body: JSON.stringify([{ targets: ["a:1"] }]) };
    asked = [];
    server = createServer((request, response) => {
      asked.push(request.headers.authorization);
      response.writeHead(answer.status, { "content-type": "application/json" }).end(answer.body);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    ends.push(() => {
      server.closeAllConnections();
      server.close();
    });
  });

  const config = () => {
    const { port } = server.address() as AddressInfo;
    return `scrape_configs: [{job_name: a, http_sd_configs: [{url: "http://127.0.0.1:${port}/t", refresh_interval: 1s, authorization: {credentials: secret}}]}]`;
  };

  test("a list is asked for again, and stays when no answer comes", async () => {
    const { instances, problems } = configured(config());
    await until(() => instances().length === 1);
    expect(asked[0]).toBe("Bearer secret");
    answer = { status: 200, body: JSON.stringify([{ targets: ["a:1", "b:1"] }]) };
    await until(() => instances().length === 2);
    answer = { status: 500, body: "no" };
    await until(() => problems.length === 1);
    answer = { status: 200, body: "<html>" };
    await until(() => problems.length === 2);
    expect(instances()).toEqual(["a:1", "b:1"]);
    expect(problems.join()).not.toContain("secret");
  });

  test.each([
    ["1.2.3.999/t", /^The url of http_sd_configs can't be understood\.$/],
    ["127.0.0.1:1/t", /^http:\/\/127\.0\.0\.1:1\/t: nothing listens there\.$/],
  ])("what can't be asked is a problem that shows no secret: %s", async (place, said) => {
    const { problems } = configured(
      `scrape_configs: [{job_name: a, http_sd_configs: [{url: "http://u:hidden@${place}?key=hidden"}]}]`,
    );
    await until(() => problems.length === 1);
    expect(problems[0]).toMatch(said);
  });

  test("a user in the URL is taken as it is written", async () => {
    const { port } = server.address() as AddressInfo;
    const { instances } = configured(
      `scrape_configs: [{job_name: a, http_sd_configs: [{url: "http://u:100%@127.0.0.1:${port}/t"}]}]`,
    );
    await until(() => instances().length === 1);
    expect(asked).toEqual([`Basic ${Buffer.from("u:100%").toString("base64")}`]);
  });
});

describe("by DNS", () => {
  let dns: Socket;
  let hosts: Record<string, readonly string[]>;

  beforeEach(async () => {
    hosts = {};
    dns = createSocket("udp4");
    dns.on("message", (query, { port }) => dns.send(dnsAnswer(query, hosts), port, "127.0.0.1"));
    await new Promise<void>((done) => dns.bind(0, "127.0.0.1", done));
    ends.push(() => dns.close());
  });

  function discover(type: "A" | "AAAA" | "SRV", names: readonly string[]) {
    const found: (readonly FoundLabels[])[] = [];
    const problems: string[] = [];
    const source = { kind: "dns", names, type, port: 6060, refresh: 0.2 } as const;
    const ports = {
      found: (targets: readonly FoundLabels[]) => found.push(targets),
      problem: (reason: string) => problems.push(reason),
    };
    const discovery: Discovery = discoverByDns(source, ports, [`127.0.0.1:${dns.address().port}`]);
    ends.push(() => discovery.stop());
    const addresses = () => found.at(-1)?.map((labels) => labels["__address__"]);
    return { found, problems, addresses };
  }

  test("addresses of a host, and when they change", async () => {
    hosts = { "api.test A": ["10.0.0.2", "10.0.0.1"] };
    const { found, addresses } = discover("A", ["api.test"]);
    await until(() => found.length > 0);
    expect(addresses()).toEqual(["10.0.0.1:6060", "10.0.0.2:6060"]);
    expect(found[0]![0]).toMatchObject({ __meta_dns_name: "api.test" });
    hosts = { "api.test A": ["10.0.0.3"] };
    await until(() => addresses()?.[0] === "10.0.0.3:6060");
    hosts = {};
    await until(() => addresses()?.length === 0);
  });

  test("IPv6", async () => {
    hosts = { "api.test AAAA": ["fd00::1"] };
    const { addresses } = discover("AAAA", ["api.test"]);
    await until(() => addresses() !== undefined);
    expect(addresses()).toEqual(["[fd00::1]:6060"]);
  });

  test("a service has its own ports", async () => {
    hosts = { "_pprof._tcp.test SRV": ["a.test:6061", "b.test:6062"] };
    const { found, addresses } = discover("SRV", ["_pprof._tcp.test", "none.test"]);
    await until(() => addresses() !== undefined);
    expect(addresses()!.toSorted()).toEqual(["a.test:6061", "b.test:6062"]);
    expect(found[0]!.find((one) => one["__address__"] === "a.test:6061")).toMatchObject({
      __meta_dns_srv_record_target: "a.test",
      __meta_dns_srv_record_port: "6061",
    });
  });
});

describe("a configuration that changes", () => {
  const jobs = (...texts: readonly string[]) => `scrape_configs: [${texts.join(", ")}]`;
  const fixed = (name: string, target: string) =>
    `{job_name: ${name}, static_configs: [{targets: ["${target}"]}]}`;

  test("a job that is as it was goes on; others come and go", () => {
    const { apply, named, instances } = configured(jobs(fixed("a", "a:1"), fixed("b", "b:1")));
    const before = named.get("a");
    apply(jobs(fixed("a", "a:1"), fixed("c", "c:1")));
    expect(named.get("a")).toBe(before);
    expect(instances("b")).toEqual([]);
    expect(instances("c")).toEqual(["c:1"]);
    apply(jobs(fixed("a", "a:2")));
    expect(instances("a")).toEqual(["a:2"]);
  });

  test("until a job's new sources have spoken it keeps its targets", async () => {
    const { apply, instances } = configured(jobs(fixed("a", "a:1")));
    // Nothing listens there, which is known at once; until then the old ones stay.
    const sd = `http_sd_configs: [{url: "http://127.0.0.1:1/"}]`;
    apply(jobs(`{job_name: a, static_configs: [{targets: ["a:2"]}], ${sd}}`));
    expect(instances()).toEqual(["a:1"]);
    await until(() => instances()[0] === "a:2");
  });

  test("two targets with the same labels are one", () => {
    const twice = '{job_name: a, static_configs: [{targets: ["a:1"]}, {targets: ["a:1"]}]}';
    expect(configured(jobs(twice)).instances()).toEqual(["a:1"]);
  });
});

describe("a target's labels say how it is asked", () => {
  const spec = (job: string, found: FoundLabels) => {
    const text = `scrape_configs: [{job_name: a, ${job}}]`;
    return specOfTarget(decodeScrapeConfig(text, "f").jobs[0]!, found);
  };

  test("scheme, path, parameters and times, also after relabelling", () => {
    const found = spec(
      `scheme: https, params: {tenant: [x, y]}, tls_config: {insecure_skip_verify: true},
       profiling_config: {path_prefix: /admin},
       relabel_configs: [
         {target_label: __param_tenant, replacement: z},
         {target_label: __scrape_interval__, replacement: 1m},
         {source_labels: [__address__], regex: "([^:]+):.*", target_label: instance}]`,
      { __address__: "h:1", __meta_x: "y", zone: "b" },
    );
    expect(found).toMatchObject({
      kind: "target",
      spec: {
        labels: { job: "a", instance: "h", zone: "b" },
        interval: 60,
        timeout: 10,
        access: { query: "tenant=z&tenant=y" },
      },
    });
    if (found.kind !== "target") throw new Error("no target");
    expect(addressOf(found.spec)).toBe("https://h:1/admin/debug/pprof/");
    expect(found.spec.words[0]).toMatchObject({ endpoint: { insecure: true } });
  });

  test("a parameter may be called like what every object has", () => {
    const found = spec("scheme: http", { __address__: "h:1", __param_constructor: "x" });
    expect(found).toMatchObject({ spec: { access: { query: "constructor=x" } } });
  });

  test("what is left without an address is told", () => {
    const relabeling = "relabel_configs: [{target_label: __address__, replacement: ''}]";
    expect(spec(relabeling, { __address__: "h:1" })).toEqual({
      kind: "wrong",
      reason: "Job a: a target has no address after relabelling.",
    });
    expect(spec("scheme: http", { __address__: "h:99999" })).toMatchObject({ kind: "wrong" });
    const drop = "relabel_configs: [{action: drop}]";
    expect(spec(drop, { __address__: "h:1" })).toEqual({ kind: "dropped" });
  });
});
