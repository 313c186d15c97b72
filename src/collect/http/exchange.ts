/**
 * One HTTP request and its answer, on node:http and node:https: fetch() can do neither unix sockets
 * nor client certificates. Everything is bounded: bytes, silence, total time. A proxy that the
 * environment or a configuration names is gone through.
 */
import * as http from "node:http";
import * as https from "node:https";
import { isIP, type Socket } from "node:net";
import { type ConnectionOptions, connect as connectTls } from "node:tls";
import { ResidentError } from "../../base/errors.ts";
import { connectError } from "./connect-error.ts";
import { displayUrl, type Endpoint, originOf } from "./endpoint.ts";
import { DEFAULT_IDLE_MS, type HttpOptions } from "./http-options.ts";
import { type HttpProxy, proxyFor } from "./proxy.ts";
import { type HttpResponse, ResponseReceiver } from "./response-receiver.ts";
import { openTunnel } from "./tunnel.ts";

export interface ExchangeOptions extends HttpOptions {
  /** Sent as a POST; a GET without it. */
  readonly post?: string;
}

/** An agent that keeps one connection open, for several requests in a row. To be destroyed. */
export function openConnection({ scheme }: Endpoint): http.Agent {
  const options = { keepAlive: true, maxSockets: 1 };
  return scheme === "https" ? new https.Agent(options) : new http.Agent(options);
}

/**
 * Sends one request and reads the whole answer, whatever its status; the body is as sent.
 * `deadline` is on the clock of performance.now(). Throws RES_CONNECT or RES_TOO_LARGE.
 */
export async function exchange(
  endpoint: Endpoint,
  path: string,
  options: ExchangeOptions,
  deadline: number,
): Promise<HttpResponse> {
  const first = await attempt(endpoint, path, options, deadline);
  // A server may close a kept connection at the very moment it is used again: that is no failure.
  const answer = first === "stale" ? await attempt(endpoint, path, options, deadline) : first;
  if (answer !== "stale") return answer;
  throw connectError(displayUrl(endpoint, path), { code: "ECONNRESET" });
}

/** How to reach a host: straight away, or through a proxy, by a tunnel where it speaks TLS. */
interface Route {
  readonly proxy?: HttpProxy;
  readonly tunnel?: Socket;
}

async function routeTo(
  endpoint: Endpoint,
  { idleMs, proxy: choice }: ExchangeOptions,
  url: string,
): Promise<Route> {
  const proxy = proxyFor(endpoint, process.env, choice);
  if (proxy === undefined) return {};
  if (endpoint.scheme === "http") return { proxy };
  try {
    return { proxy, tunnel: await openTunnel(proxy, endpoint, idleMs ?? DEFAULT_IDLE_MS) };
  } catch (error) {
    throw connectError(`${url} (through the proxy of ${proxy.name})`, error);
  }
}

function throughText({ proxy }: Route): string {
  if (proxy === undefined) return "";
  const its = proxy.name === "proxy_url" ? "the proxy of proxy_url" : "a proxy of the environment";
  return ` (through ${its})`;
}

async function attempt(
  endpoint: Endpoint,
  path: string,
  options: ExchangeOptions,
  deadline: number,
): Promise<HttpResponse | "stale"> {
  const url = displayUrl(endpoint, path);
  const route = await routeTo(endpoint, options, url);
  return new Promise((resolve, reject) => {
    const request = send(endpoint, path, options, route);
    const receiver = new ResponseReceiver(url + throughText(route), options, deadline);
    const settle = (finish: () => void) => {
      receiver.stop();
      finish();
    };
    const fail = (error: unknown) =>
      settle(() => {
        reject(connectError(receiver.url, error, receiver.received));
        request.destroy();
      });
    receiver.onTimeout = fail;
    request.on("error", (error: NodeJS.ErrnoException) => {
      const stale = request.reusedSocket && error.code === "ECONNRESET" && !receiver.started;
      if (stale) settle(() => resolve("stale"));
      else fail(error);
    });
    request.on("response", (response) => {
      receiver.receive(response, fail, (answer) => settle(() => resolve(answer)));
    });
    request.end(options.post);
  });
}

function send(
  endpoint: Endpoint,
  path: string,
  options: ExchangeOptions,
  { proxy, tunnel }: Route,
): http.ClientRequest {
  const tls = {
    ...(options.cert === undefined ? {} : { cert: Buffer.from(options.cert) }),
    ...(options.key === undefined ? {} : { key: Buffer.from(options.key) }),
    ...(options.ca === undefined ? {} : { ca: Buffer.from(options.ca) }),
    ...(options.serverName === undefined ? {} : { servername: options.serverName }),
    rejectUnauthorized: !endpoint.insecure,
  };
  const request = {
    host: endpoint.host,
    port: endpoint.port,
    ...(endpoint.socketPath === undefined ? {} : { socketPath: endpoint.socketPath }),
    path: withQuery(path, options.query),
    method: options.post === undefined ? "GET" : "POST",
    headers: headersFor(endpoint, options),
    agent: options.agent ?? false,
  } as const;
  try {
    if (tunnel !== undefined) return https.request(throughTunnel(request, tls, tunnel));
    if (proxy !== undefined) return throughProxy(endpoint, request, proxy);
    return endpoint.scheme === "https"
      ? https.request({ ...request, ...tls })
      : http.request(request);
  } catch (cause) {
    // Node's own message may quote a header, and with it a secret.
    const code = (cause as NodeJS.ErrnoException).code ?? "unknown";
    throw new ResidentError("RES_USAGE", `${displayUrl(endpoint, path)} can't be asked (${code})`, {
      hint: "Check the headers, the credentials and the certificate files.",
    });
  }
}

function withQuery(path: string, query: string | undefined): string {
  if (query === undefined || query === "") return path;
  return `${path}${path.includes("?") ? "&" : "?"}${query}`;
}

/** A tunnel serves one request, and no agent keeps it. */
function throughTunnel(
  { agent: _, ...request }: https.RequestOptions,
  tls: ConnectionOptions,
  socket: Socket,
): https.RequestOptions {
  // Not to connect to, but to compare with the certificate.
  const host = request.host!;
  const servername = isIP(host) === 0 ? { servername: host } : {};
  const createConnection = () => connectTls({ host, ...servername, ...tls, socket });
  return { ...request, createConnection };
}

/** The proxy is told the whole URL. */
function throughProxy(
  endpoint: Endpoint,
  request: http.RequestOptions,
  { scheme, host, port, authorization }: HttpProxy,
): http.ClientRequest {
  const origin = originOf(endpoint);
  const headers = {
    ...(request.headers as Record<string, string>),
    host: origin.replace(/^http:\/\//, ""),
    ...(authorization === undefined ? {} : { "proxy-authorization": authorization }),
  };
  const asked = { ...request, host, port, path: origin + request.path, headers };
  return scheme === "https" ? https.request({ ...asked, agent: false }) : http.request(asked);
}

function headersFor(endpoint: Endpoint, options: ExchangeOptions): Record<string, string> {
  const user = options.user ?? endpoint.user;
  const authorization =
    options.bearerToken !== undefined
      ? { authorization: `Bearer ${options.bearerToken}` }
      : user !== undefined
        ? { authorization: `Basic ${Buffer.from(user).toString("base64")}` }
        : {};
  const given = Object.entries(options.headers ?? {});
  return {
    "user-agent": "resident",
    accept: "*/*",
    "accept-encoding": "identity",
    ...(options.post === undefined
      ? {}
      : { "content-length": String(Buffer.byteLength(options.post)) }),
    ...authorization,
    ...Object.fromEntries(given.map(([name, value]) => [name.toLowerCase(), value])),
  };
}
