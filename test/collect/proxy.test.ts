// Proxies of the environment: chosen as by Go's net/http, gone through by both kinds of requests.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import * as http from "node:http";
import * as https from "node:https";
import * as net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { parseEndpoint } from "../../src/collect/http/endpoint.ts";
import { fetchBytes } from "../../src/collect/http/fetch-bytes.ts";
import { proxyFor } from "../../src/collect/http/proxy.ts";

const PROXY = { HTTP_PROXY: "http://proxy:3128", HTTPS_PROXY: "http://proxy:3128" };

const URLS = [
  "http://app.example.com:6060/",
  "http://example.com/",
  "https://app.example.com/",
  "http://10.1.2.3:6060/",
  "http://[fd00::1]:6060/",
  "http://localhost:6060/",
  "http://127.0.0.5/",
  "http://[::1]/",
];

/** NO_PROXY, and for each of the URLs 1 where Go 1.26 goes through the proxy. */
const EXCEPTIONS = [
  ["", "11111000"],
  ["*", "00000000"],
  ["example.com", "00011000"],
  [".example.com", "01011000"],
  ["*.example.com", "01011000"],
  ["example.com:6060", "01111000"],
  ["app.example.com:80", "11111000"],
  [" APP.Example.com , x", "01011000"],
  ["10.0.0.0/8", "11101000"],
  ["10.1.2.3", "11101000"],
  ["10.1.2.3:6060", "11101000"],
  ["10.1.2.3:80", "11111000"],
  ["fd00::/8", "11110000"],
  ["fd00::1", "11110000"],
  ["[fd00::1]:6060", "11110000"],
  ["[fd00::1]:80", "11111000"],
  [":6060", "11111000"],
  ["xample.com", "11111000"],
  ["10.1.2.0/33", "11111000"],
  ["com", "00011000"],
] as const;

test.each(EXCEPTIONS)("NO_PROXY=%s goes by the rules of Go", (exceptions, expected) => {
  const env = { ...PROXY, NO_PROXY: exceptions };
  const used = URLS.map((url) => (proxyFor(parseEndpoint(url)!, env) === undefined ? 0 : 1));
  expect(used.join("")).toBe(expected);
});

test("the proxy is read as by Go; what it would not be is an error without the value", () => {
  const of = (env: Record<string, string>) => proxyFor(parseEndpoint(URLS[0]!)!, env);
  expect(of({ http_proxy: "proxy" })).toEqual({
    ...{ name: "HTTP_PROXY", scheme: "http", host: "proxy", port: 80 },
  });
  expect(of({ HTTP_PROXY: "a:1", http_proxy: "b:2" })).toMatchObject({ host: "a", port: 1 });
  expect(of({ HTTP_PROXY: "", http_proxy: "b:2" })).toMatchObject({ host: "b", port: 2 });
  expect(of({ HTTP_PROXY: "https://u:p%40@proxy" })).toEqual({
    name: "HTTP_PROXY",
    scheme: "https",
    host: "proxy",
    port: 443,
    authorization: `Basic ${Buffer.from("u:p@").toString("base64")}`,
  });
  // Go refuses what is wrongly escaped; taken as it is written, it may be the password all the same.
  expect(of({ HTTP_PROXY: "http://u:100%@proxy" })).toMatchObject({
    authorization: `Basic ${Buffer.from("u:100%").toString("base64")}`,
  });
  expect(of({ HTTPS_PROXY: "a:1" })).toBeUndefined();
  expect(of({ ALL_PROXY: "a:1" })).toBeUndefined();
  for (const bad of ["socks5://u:secret@a", "http://", "http://[::1"]) {
    expect(() => of({ HTTP_PROXY: bad })).toThrow(/^HTTP_PROXY names no HTTP proxy$/);
  }
});

describe("a proxy of a configuration", () => {
  const used = (except: string) =>
    URLS.map((url) => proxyFor(parseEndpoint(url)!, PROXY, { url: "http://own:1", except }));

  test("is for all hosts, this machine too", () => {
    expect(used("").map((proxy) => `${proxy?.name} ${proxy?.host}`)).toEqual(
      Array(URLS.length).fill("proxy_url own"),
    );
  });

  test.each(EXCEPTIONS.slice(1))("no_proxy: %s goes by the rules of Go", (except, expected) => {
    expect(
      used(except)
        .map((proxy) => (proxy === undefined ? 0 : 1))
        .join(""),
    ).toBe(expected);
  });

  test("none is none, whatever the environment says", () => {
    for (const url of URLS) expect(proxyFor(parseEndpoint(url)!, PROXY, "none")).toBeUndefined();
  });
});

describe("through a proxy", () => {
  const asked: string[] = [];
  const open: net.Server[] = [];

  afterEach(() => {
    for (const name of ["HTTP_PROXY", "HTTPS_PROXY"]) delete process.env[name];
    for (const server of open.splice(0)) server.close();
    asked.length = 0;
  });

  async function listen(server: net.Server): Promise<number> {
    open.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return (server.address() as net.AddressInfo).port;
  }

  /** Answers for every host itself; CONNECT leads to `goal`, or is refused. */
  function proxyServer(goal?: number): http.Server {
    const server = http.createServer((request, response) => {
      const { host, "proxy-authorization": user = "-" } = request.headers;
      asked.push(`${request.method} ${request.url} ${host} ${user}`);
      response.end("by the proxy");
    });
    server.on("connect", (request, socket: net.Socket) => {
      asked.push(`CONNECT ${request.url}`);
      if (goal === undefined) {
        socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
        return;
      }
      const further = net.connect(goal, "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        further.pipe(socket).pipe(further);
      });
      for (const end of [socket, further]) end.on("error", () => end.destroy());
    });
    return server;
  }

  test("HTTP: the proxy gets the whole URL, the host's name, and its own user only", async () => {
    const port = await listen(proxyServer());
    process.env["HTTP_PROXY"] = `http://me:pw@127.0.0.1:${port}`;
    const { body } = await fetchBytes(parseEndpoint("http://app.test:6060")!, "/debug/pprof/heap");
    expect(Buffer.from(body).toString()).toBe("by the proxy");
    const user = `Basic ${Buffer.from("me:pw").toString("base64")}`;
    expect(asked).toEqual([`GET http://app.test:6060/debug/pprof/heap app.test:6060 ${user}`]);
  });

  test("one of a configuration in place of the environment's", async () => {
    process.env["HTTP_PROXY"] = "127.0.0.1:1";
    const port = await listen(proxyServer());
    const url = `http://me:pw@127.0.0.1:${port}`;
    const proxy = { url, except: "other.test" };
    const { body } = await fetchBytes(parseEndpoint("http://app.test:6060")!, "/x", { proxy });
    expect(Buffer.from(body).toString()).toBe("by the proxy");
    expect(asked[0]).toMatch(/^GET http:\/\/app\.test:6060\/x app\.test:6060 Basic /);
    const gone = { proxy: { url: "http://me:pw@127.0.0.1:1", except: "" } };
    const fetched = fetchBytes(parseEndpoint("http://app.test:6060")!, "/x", gone);
    await expect(fetched).rejects.toThrow(
      /^http:\/\/app\.test:6060\/x \(through the proxy of proxy_url\): nothing listens there$/,
    );
    const tunnel = fetchBytes(parseEndpoint("https://app.test")!, "/x", gone);
    await expect(tunnel).rejects.toThrow(
      /^https:\/\/app\.test\/x \(through the proxy of proxy_url\): /,
    );
  });

  test("a proxy that is not there is named as the cause", async () => {
    process.env["HTTP_PROXY"] = "127.0.0.1:1";
    const fetched = fetchBytes(parseEndpoint("http://app.test:6060")!, "/x");
    await expect(fetched).rejects.toThrow(
      /^http:\/\/app\.test:6060\/x \(through a proxy of the environment\): nothing listens there$/,
    );
  });

  test("HTTPS: a tunnel, and the certificate is that of the host", async () => {
    const folder = mkdtempSync(join(tmpdir(), "resident-proxy-"));
    const [key, cert] = ["key.pem", "cert.pem"].map((name) => join(folder, name)) as [
      string,
      string,
    ];
    try {
      execFileSync("openssl", [
        ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"],
        ...["-subj", "/CN=app.test", "-addext", "subjectAltName=DNS:app.test,IP:10.9.8.7"],
        ...["-keyout", key, "-out", cert, "-days", "2"],
      ]);
    } catch {
      return; // no openssl
    }
    const server = https.createServer(
      { key: readFileSync(key), cert: readFileSync(cert) },
      (request, response) => response.end(`${request.headers.host}${request.url}`),
    );
    const ca = readFileSync(cert, "utf8");
    rmSync(folder, { recursive: true });
    const port = await listen(proxyServer(await listen(server)));
    process.env["HTTPS_PROXY"] = `127.0.0.1:${port}`;
    for (const host of ["app.test", "10.9.8.7"]) {
      const { body } = await fetchBytes(parseEndpoint(`https://${host}:8443`)!, "/heap", { ca });
      expect(Buffer.from(body).toString()).toBe(`${host}:8443/heap`);
    }
    expect(asked).toEqual(["CONNECT app.test:8443", "CONNECT 10.9.8.7:8443"]);
    const other = fetchBytes(parseEndpoint("https://other.test")!, "/heap", { ca });
    await expect(other).rejects.toThrow(/certificate is for another host name/);
  });

  test("a tunnel that is refused says what to do", async () => {
    const port = await listen(proxyServer());
    process.env["HTTPS_PROXY"] = `127.0.0.1:${port}`;
    const fetched = fetchBytes(parseEndpoint("https://app.test")!, "/heap");
    await expect(fetched).rejects.toMatchObject({
      code: "RES_CONNECT",
      message: `the proxy 127.0.0.1:${port} refuses app.test:443 (407)`,
      hint: "It asks for a user: http://user:password@host:port.",
    });
  });
});
