/** A configuration's ways to a program: a token from a real server, through a real proxy, in front of real answers. */
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { loadRegexps } from "../../src/base/regexp.ts";
import { decodeScrapeConfig } from "../../src/decode/scrape-config/decode-scrape-config.ts";
import { ConfiguredTargets } from "../../src/record/discovery/configured-targets.ts";
import { FleetRecorder } from "../../src/record/fleet-recorder.ts";
import type { RecorderEvent } from "../../src/record/recorder.ts";
import { TokenServer } from "../support/token-server.ts";
import { FakeProgram } from "./fake-program.ts";
import { MemoryStore } from "./memory-store.ts";

let program: FakeProgram;
let tokens: TokenServer;
const servers: http.Server[] = [];
let store: MemoryStore;
let recorder: FleetRecorder;
let targets: ConfiguredTargets;
const problems: string[] = [];
/** Requests to the proxy, and those that it let through without a good token. */
let proxied: string[] = [];
let refused = 0;

beforeAll(loadRegexps);

beforeEach(async () => {
  program = await new FakeProgram().start();
  tokens = await new TokenServer().start();
  store = new MemoryStore();
  recorder = new FleetRecorder(store, { interval: 1, timeout: 5, http: {}, resolve: {} });
  targets = new ConfiguredTargets({
    name: (job, specs) => void recorder.name(job, specs),
    problem: (reason) => problems.push(reason),
  });
  [proxied, refused] = [[], 0];
});

afterEach(async () => {
  targets.stop();
  await recorder.close();
  await program.stop();
  tokens.stop();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A proxy that knows where `app.test:6060` is: behind a guard who wants the token. */
async function forwardProxy(): Promise<number> {
  const server = http.createServer((request, response) => {
    const { url = "", headers } = request;
    proxied.push(`${url} ${headers["proxy-authorization"] ?? "-"}`);
    const path = url.replace("http://app.test:6060", "");
    if (path.startsWith("http:") || !tokens.isGood(headers.authorization)) {
      refused++;
      response.writeHead(401).end("no");
      return;
    }
    http.get(`http://127.0.0.1:${program.port}${path}`, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return (server.address() as AddressInfo).port;
}

async function until(what: () => boolean): Promise<void> {
  for (let tries = 0; tries < 1000 && !what(); tries++) await sleep(20);
  if (!what()) throw new Error(`not within 20 s: ${JSON.stringify(recorder.targets())}`);
}

const configOf = (port: number, secret = "s3cret") => `
scrape_configs:
- job_name: shop
  scrape_interval: 1s
  scrape_timeout: 1s
  static_configs: [{targets: ["app.test:6060"]}]
  proxy_url: http://me:pr0xy@127.0.0.1:${port}
  oauth2:
    client_id: resident
    client_secret: ${secret}
    token_url: ${tokens.url}
    scopes: [pprof]
`;

test("targets are recorded through the proxy with one token, until it expires", async () => {
  // Good for two seconds more than it is kept early.
  tokens.expiresIn = 12;
  targets.apply(decodeScrapeConfig(configOf(await forwardProxy()), "resident.yaml"));
  await until(() => store.scrapes.length >= 2);
  expect(store.scrapes[0]!.heap).toMatchObject({ law: "exponential" });
  expect(tokens.asked[0]!.form).toEqual({ grant_type: "client_credentials", scope: "pprof" });
  expect(tokens.asked.length).toBeLessThan(proxied.length / 4);
  const user = `Basic ${Buffer.from("me:pr0xy").toString("base64")}`;
  expect(
    proxied.every((line) => line.startsWith("http://app.test:6060/") && line.endsWith(user)),
  ).toBe(true);
  const before = tokens.asked.length;
  await until(() => tokens.asked.length > before);
  const scrapes = store.scrapes.length;
  await until(() => store.scrapes.length > scrapes);
  expect(refused).toBe(0);
});

test("a refusal is the target's error, without a secret in it", async () => {
  const events: RecorderEvent[] = [];
  recorder.listen((event) => events.push(event));
  targets.apply(decodeScrapeConfig(configOf(await forwardProxy(), "wr0ng"), "resident.yaml"));
  await until(() => recorder.targets()[0]?.error != null);
  const [status] = recorder.targets();
  expect(status).toMatchObject({
    state: "down",
    error: `${tokens.url} refuses a token (401): invalid_client: who are you.`,
  });
  expect(JSON.stringify([status, events, problems])).not.toMatch(/wr0ng|pr0xy|s3cret/);
  expect(proxied).toEqual([]);
});

test("a proxy that is not there is the target's error, without its password", async () => {
  targets.apply(decodeScrapeConfig(configOf(1), "resident.yaml"));
  await until(() => recorder.targets()[0]?.error != null);
  expect(recorder.targets()[0]!.error).toMatch(
    /^http:\/\/app\.test:6060\/debug\/\S* \(through the proxy of proxy_url\): nothing listens there\.$/,
  );
});
