/**
 * One HTTP request and its answer, on node:http and node:https: fetch() can do neither unix sockets
 * nor client certificates. Everything is bounded: bytes, silence, total time.
 */
import * as http from "node:http";
import * as https from "node:https";
import { ResidentError } from "../../base/errors.ts";
import { connectError } from "./connect-error.ts";
import { displayUrl, type Endpoint } from "./endpoint.ts";
import type { HttpOptions } from "./http-options.ts";
import { type HttpResponse, ResponseReceiver } from "./response-receiver.ts";

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

function attempt(
  endpoint: Endpoint,
  path: string,
  options: ExchangeOptions,
  deadline: number,
): Promise<HttpResponse | "stale"> {
  return new Promise((resolve, reject) => {
    const request = send(endpoint, path, options);
    const receiver = new ResponseReceiver(displayUrl(endpoint, path), options, deadline);
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

function send(endpoint: Endpoint, path: string, options: ExchangeOptions): http.ClientRequest {
  const tls = {
    ...(options.cert === undefined ? {} : { cert: Buffer.from(options.cert) }),
    ...(options.key === undefined ? {} : { key: Buffer.from(options.key) }),
    ...(options.ca === undefined ? {} : { ca: Buffer.from(options.ca) }),
    rejectUnauthorized: !endpoint.insecure,
  };
  const request = {
    host: endpoint.host,
    port: endpoint.port,
    ...(endpoint.socketPath === undefined ? {} : { socketPath: endpoint.socketPath }),
    path,
    method: options.post === undefined ? "GET" : "POST",
    headers: headersFor(endpoint, options),
    agent: options.agent ?? false,
  } as const;
  try {
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
