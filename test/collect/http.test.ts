// fetchBytes against real servers on loopback: every way a server can misbehave is one typed error,
// in bounded time, without a secret in it.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as http from "node:http";
import * as https from "node:https";
import * as net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { ResidentError } from "../../src/base/errors.ts";
import { type Endpoint, parseEndpoint } from "../../src/collect/http/endpoint.ts";
import { openConnection } from "../../src/collect/http/exchange.ts";
import { type FetchOptions, fetchBytes } from "../../src/collect/http/fetch-bytes.ts";

const folder = mkdtempSync(join(tmpdir(), "resident-http-"));
const open: { close(): void }[] = [];
const sockets = new Set<net.Socket>();

afterEach(() => {
  for (const server of open.splice(0)) server.close();
  for (const socket of sockets) socket.destroy();
  sockets.clear();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function listen(server: net.Server, at: number | string = 0): Promise<number> {
  server.on("connection", (socket) => sockets.add(socket));
  open.push(server);
  const where = typeof at === "string" ? { path: at } : { port: at, host: "127.0.0.1" };
  await new Promise<void>((resolve) => server.listen(where, resolve));
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function serve(handler: http.RequestListener): Promise<Endpoint> {
  return at(await listen(http.createServer(handler)));
}

/** A server that sends these bytes to whoever connects, then does as told. */
async function serveRaw(text: string, then: "hold" | "end" = "end"): Promise<Endpoint> {
  const server = net.createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => (then === "end" ? socket.end(text) : socket.write(text)));
  });
  return at(await listen(server));
}

const at = (port: number, user = "") => parseEndpoint(`http://${user}127.0.0.1:${port}`)!;

/** The error of a fetch that must fail. Where it only came late, the test would have ended before. */
async function failure(endpoint: Endpoint, options: FetchOptions = {}, path = "/debug/pprof/heap") {
  const outcome = await fetchBytes(endpoint, path, options).catch((error: unknown) => error);
  expect(outcome).toBeInstanceOf(ResidentError);
  const error = outcome as ResidentError;
  expect(error.message).toMatch(/127\.0\.0\.1|unix:|localhost|nowhere/);
  expect(error.hint).toMatch(/\.$/);
  return { code: error.code, message: error.message, error };
}

describe("good answers", () => {
  test("bytes come as they are, a gzip file too", async () => {
    const file = gzipSync("profile");
    const endpoint = await serve((_, response) => response.end(file));
    const { status, body } = await fetchBytes(endpoint, "/debug/pprof/heap");
    expect([status, Buffer.from(body)]).toEqual([200, file]);
  });

  test("Content-Encoding: gzip is unpacked", async () => {
    const endpoint = await serve((_, response) =>
      response.setHeader("content-encoding", "gzip").end(gzipSync("hello")),
    );
    expect(Buffer.from((await fetchBytes(endpoint, "/x")).body).toString()).toBe("hello");
  });

  test("a POST sends its body", async () => {
    const endpoint = await serve((request, response) => request.pipe(response));
    const { body } = await fetchBytes(endpoint, "/debug/pprof/symbol", { post: "0x1+0x2" });
    expect(Buffer.from(body).toString()).toBe("0x1+0x2");
  });

  test("redirects on the same host are followed three times", async () => {
    const endpoint = await serve((request, response) => {
      const n = Number(request.url!.slice(1));
      if (n === 0) response.end("here");
      else response.writeHead(302, { location: `/${n - 1}` }).end();
    });
    expect(Buffer.from((await fetchBytes(endpoint, "/3")).body).toString()).toBe("here");
    const { error } = await failure(endpoint, {}, "/4");
    expect(error.hint).not.toContain("credentials"); // it left no host
  });

  test("one connection serves several requests, and one that was closed meanwhile is no failure", async () => {
    let connections = 0;
    const server = http.createServer((_, response) => response.end("ok"));
    server.on("connection", () => connections++);
    const endpoint = at(await listen(server));
    const agent = openConnection(endpoint);
    for (let i = 0; i < 5; i++) await fetchBytes(endpoint, "/", { agent });
    expect(connections).toBe(1);
    for (const socket of sockets) socket.destroy();
    expect((await fetchBytes(endpoint, "/", { agent })).status).toBe(200);
    agent.destroy();
  });
});

describe("credentials", () => {
  async function sent(user: string, options: FetchOptions) {
    let headers: http.IncomingHttpHeaders = {};
    const server = http.createServer((request, response) => {
      headers = request.headers;
      response.end();
    });
    await fetchBytes(at(await listen(server), user), "/x", options);
    return headers;
  }

  test("basic, from the URL and from the options", async () => {
    const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;
    expect((await sent("me:p%40ss@", {})).authorization).toBe(basic("me:p@ss"));
    expect((await sent("", { user: "you:word" })).authorization).toBe(basic("you:word"));
  });

  test("bearer token and headers", async () => {
    const headers = await sent("", { bearerToken: "t0ken", headers: { "X-Scope-OrgID": "7" } });
    expect(headers).toMatchObject({ authorization: "Bearer t0ken", "x-scope-orgid": "7" });
    expect((await sent("", { headers: { Authorization: "Custom z" } })).authorization).toBe(
      "Custom z",
    );
  });

  test("no error shows them, and a redirect elsewhere does not get them", async () => {
    let asked = 0;
    const other = await listen(http.createServer((_, response) => response.end(String(asked++))));
    const endpoint = await serve((request, response) => {
      if (request.url === "/away") {
        response.writeHead(302, { location: `http://127.0.0.1:${other}/login?token=hunter2` });
      } else if (request.url === "/reset") request.socket.destroy();
      else response.writeHead(401);
      response.end("no");
    });
    const secret = { ...endpoint, user: "me:hunter2" };
    const options = { bearerToken: "hunter2", headers: { "x-key": "hunter2" } };
    for (const path of ["/away", "/reset", "/401"]) {
      const { error } = await failure(secret, options, path);
      expect(JSON.stringify([error.message, error.hint, error.stack])).not.toContain("hunter2");
    }
    const bad = await failure(secret, { headers: { "x-key": "hunter2\n" } });
    expect(bad.code).toBe("RES_USAGE");
    expect(bad.message).not.toContain("hunter2");
    expect(asked).toBe(0);
    expect((await failure(secret, {}, "/away")).message).toMatch(/another host/);
  });
});

describe("answers that are wrong", () => {
  test("HTML by its type or its look", async () => {
    const typed = await serve((_, r) => r.setHeader("content-type", "text/html; x").end("hello"));
    const looks = await serve((_, r) => r.end("\n <!DOCTYPE html><title>Log in</title>"));
    for (const endpoint of [typed, looks]) {
      expect(await failure(endpoint)).toMatchObject({
        code: "RES_HTTP",
        message: expect.stringMatching(/HTML page/),
      });
      await fetchBytes(endpoint, "/", { html: true });
    }
  });

  test.each([404, 401, 403, 500, 503])("status %i", async (status) => {
    const endpoint = await serve((_, r) => r.writeHead(status).end("Unknown profile\n"));
    const { code, message, error } = await failure(endpoint);
    expect([code, (error as unknown as { status: number }).status]).toEqual(["RES_HTTP", status]);
    expect(message).toContain(`${status} ${http.STATUS_CODES[status]}: “Unknown profile”`);
  });

  test("an error page can't write to the terminal", async () => {
    const endpoint = await serve((_, r) => r.writeHead(500).end("\u001b]0;owned\u0007 x"));
    expect((await failure(endpoint)).message).toMatch(/500 Internal Server Error$/);
  });

  test("a redirect to another port, host or scheme", async () => {
    for (const location of ["http://127.0.0.1:1/x", "https://127.0.0.1/", "http://nowhere/", ""]) {
      const endpoint = await serve((_, r) => r.writeHead(301, { location }).end());
      expect(await failure(endpoint)).toMatchObject({ code: "RES_HTTP" });
    }
  });

  test("gzip that is cut or corrupt, or an encoding nobody asked for", async () => {
    const whole = gzipSync(Buffer.alloc(50_000, "profile "));
    const broken = Buffer.from(whole);
    broken[whole.length - 6]! ^= 0xff;
    for (const body of [whole.subarray(0, 40), broken]) {
      const endpoint = await serve((_, r) => r.setHeader("content-encoding", "gzip").end(body));
      expect(await failure(endpoint)).toMatchObject({ code: "RES_DECODE" });
    }
    const endpoint = await serve((_, r) => r.setHeader("content-encoding", "br").end("x"));
    expect(await failure(endpoint)).toMatchObject({ code: "RES_HTTP" });
  });
});

describe("answers without end", () => {
  test("larger than the bound: told, streamed, unpacked", async () => {
    const maxBytes = 100_000;
    const told = await serve((_, r) => r.writeHead(200, { "content-length": 5e9 }).flushHeaders());
    const streamed = await serve((_, response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(10_000)));
      };
      response.on("drain", more);
      more();
    });
    const bomb = await serve((_, r) =>
      r.setHeader("content-encoding", "gzip").end(gzipSync(Buffer.alloc(1e7))),
    );
    for (const endpoint of [told, streamed, bomb]) {
      const { code } = await failure(endpoint, { maxBytes });
      expect(code).toBe("RES_TOO_LARGE");
    }
  });

  test("a drip ends with the total time, silence with the idle time", async () => {
    const drip = await serve((_, response) => {
      const timer = setInterval(() => response.write("."), 20);
      response.on("close", () => clearInterval(timer));
    });
    const slow = await failure(drip, { timeoutMs: 300, idleMs: 200 });
    expect(slow.message).toMatch(/not finished/);
    const stalls = await serve((_, r) => void r.write("abc"));
    const stalled = await failure(stalls, { timeoutMs: 5000, idleMs: 100 });
    expect(stalled.message).toMatch(/silent for 0.1 s after 3 B/);
    const never = await failure(await serve(() => {}), { timeoutMs: 5000, idleMs: 100 });
    expect(never.message).toMatch(/no answer within 0.1 s/);
    const late = await failure(await serve(() => {}), { deadline: performance.now() - 1 });
    expect(late.message).toMatch(/no time was left to ask it/);
    for (const { code } of [slow, stalled, never, late]) {
      expect(code).toBe("RES_CONNECT");
    }
  });

  test("headers that drip", async () => {
    const server = net.createServer((socket) => {
      socket.on("error", () => {}).write("HTTP/1.1 200 OK\r\n");
      const timer = setInterval(() => socket.write("X-A: b\r\n"), 10);
      socket.on("close", () => clearInterval(timer));
    });
    const { code } = await failure(at(await listen(server)), { timeoutMs: 400 });
    expect(code).toBe("RES_CONNECT");
  });

  test("a redirect loop shares one total time", async () => {
    let asked = 0;
    const endpoint = await serve((_, response) => {
      asked++;
      setTimeout(() => response.writeHead(302, { location: "/x" }).end(), 150);
    });
    await failure(endpoint, { timeoutMs: 250 });
    expect(asked).toBeLessThanOrEqual(2);
  });
});

describe("connections that fail", () => {
  test("nothing listens", async () => {
    const server = net.createServer();
    const port = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    expect(await failure(at(port))).toMatchObject({
      code: "RES_CONNECT",
      message: expect.stringMatching(/nothing listens there/),
    });
  });

  test("a host name that does not exist", async () => {
    const endpoint = parseEndpoint("nowhere.invalid:6060")!;
    expect(await failure(endpoint, { timeoutMs: 4000 })).toMatchObject({ code: "RES_CONNECT" });
  });

  test.each([
    [
      "a content-length that lies",
      "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
      /broke off/,
    ],
    [
      "a chunk that is cut",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nab",
      /broke off/,
    ],
    ["no HTTP at all", "SSH-2.0-OpenSSH_9.2\r\n", /not HTTP/],
    ["nothing", "", /without an answer/],
    ["endless headers", `HTTP/1.1 200 OK\r\nX: ${"y".repeat(100_000)}`, /not HTTP/],
  ])("%s", async (_, text, message) => {
    expect(await failure(await serveRaw(text))).toMatchObject({
      code: "RES_CONNECT",
      message: expect.stringMatching(message),
    });
  });
});

describe("unix sockets", () => {
  test("works, and says so when it is missing", async () => {
    const socket = join(folder, "app.sock");
    await listen(
      http.createServer((request, response) => response.end(request.headers.host)),
      socket,
    );
    const endpoint = parseEndpoint("", { socket })!;
    expect(Buffer.from((await fetchBytes(endpoint, "/x")).body).toString()).toBe("localhost");
    const missing = parseEndpoint("", { socket: join(folder, "none.sock") })!;
    expect(await failure(missing)).toMatchObject({
      code: "RES_CONNECT",
      message: expect.stringMatching(/^unix:.*no such socket/),
    });
    writeFileSync(join(folder, "file"), "");
    const notOne = parseEndpoint("", { socket: join(folder, "file") })!;
    expect(await failure(notOne)).toMatchObject({ code: "RES_CONNECT" });
  });
});

/** A key and certificate for 127.0.0.1, made by openssl; undefined where there is none. */
function makeCertificate(name: string, signer?: string): { key: string; cert: string } | undefined {
  const [key, cert] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
  const by =
    signer === undefined
      ? []
      : ["-CA", `${folder}/${signer}.pem`, "-CAkey", `${folder}/${signer}.key`];
  const args = [
    "req",
    "-x509",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-days",
    "2",
    "-subj",
    `/CN=${name}`,
  ];
  try {
    execFileSync(
      "openssl",
      [...args, "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", cert, ...by],
      { stdio: "pipe" },
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  return { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
}

const server = makeCertificate("server");
const client = makeCertificate("client");

describe.skipIf(server === undefined)("TLS (needs openssl)", () => {
  const secure = async (options: https.ServerOptions = {}) => {
    const port = await listen(
      https.createServer({ ...server, ...options }, (_, response) => response.end("ok")),
    );
    return parseEndpoint(`https://127.0.0.1:${port}`)!;
  };

  test("an unknown certificate is refused, a given or waived one taken", async () => {
    const endpoint = await secure();
    expect(await failure(endpoint)).toMatchObject({
      code: "RES_CONNECT",
      message: expect.stringMatching(/self-signed/),
      error: { hint: expect.stringMatching(/--insecure/) },
    });
    expect((await fetchBytes(endpoint, "/", { ca: server!.cert })).status).toBe(200);
    const insecure = parseEndpoint(`https+insecure://127.0.0.1:${endpoint.port}`)!;
    expect((await fetchBytes(insecure, "/")).status).toBe(200);
  });

  test("another host's certificate is refused", async () => {
    const { port } = await secure();
    const endpoint = parseEndpoint(`https://localhost:${port}`)!;
    expect(await failure(endpoint, { ca: server!.cert })).toMatchObject({
      message: expect.stringMatching(/another host name/),
    });
  });

  test("a client certificate is sent", async () => {
    const endpoint = await secure({ requestCert: true, ca: client!.cert });
    const ca = server!.cert;
    expect((await fetchBytes(endpoint, "/", { ca, ...client })).status).toBe(200);
    expect(await failure(endpoint, { ca })).toMatchObject({ code: "RES_CONNECT" });
  });

  test("http and https mixed up", async () => {
    const { port } = await secure();
    expect(await failure(at(port))).toMatchObject({ code: "RES_CONNECT" });
    const plain = await serve((_, response) => response.end());
    const wrong = parseEndpoint(`https://127.0.0.1:${plain.port}`)!;
    const message = expect.stringMatching(/does not speak TLS/);
    expect(await failure(wrong)).toMatchObject({ code: "RES_CONNECT", message });
  });
});
