/**
 * One request for a profile, and for the names of addresses: within bounds of size and time, and
 * with the words of `go tool pprof` where a server refuses. What fails before there is an answer is
 * said in ours, which come with what can be done.
 */
import { STATUS_CODES } from "node:http";
import { ResidentError } from "../../base/errors.ts";
import { type Endpoint, hostOfUrl } from "../http/endpoint.ts";
import { fetchBytes } from "../http/fetch-bytes.ts";
import { htmlError, isHtml } from "../http/http-error.ts";
import type { HttpOptions } from "../http/http-options.ts";
import type { HttpResponse } from "../http/response-receiver.ts";

export interface FetchProfileOptions {
  readonly http?: HttpOptions;
  /** Seconds. */
  readonly timeout: number;
  /** Sent as a POST. */
  readonly post?: string;
}

/** Any answer but 200. */
export class RefusedError extends ResidentError {
  readonly status: number;

  constructor(status: number, message: string) {
    super("RES_HTTP", message);
    this.status = status;
  }
}

/** Seconds beyond the timeout, as pprof gives them. */
const GRACE = 5;
/** An answer that goes on coming may take so many seconds longer. */
const TRANSFER = 600;

/** The body of the answer. Throws ResidentErrors. */
export async function fetchProfile(url: string, options: FetchProfileOptions): Promise<Uint8Array> {
  const { endpoint, path } = addressOf(url);
  const silence = (options.timeout + GRACE) * 1000;
  const answer = await fetchBytes(endpoint, path, {
    ...options.http,
    ...(options.post === undefined ? {} : { post: options.post }),
    idleMs: silence,
    timeoutMs: silence + TRANSFER * 1000,
    anyStatus: true,
    html: true,
  });
  if (answer.status !== 200) throw refused(answer);
  if (isHtml(answer.headers["content-type"], answer.body)) throw htmlError(url, answer.status);
  return answer.body;
}

function addressOf(url: string): { endpoint: Endpoint; path: string } {
  const isInsecure = url.startsWith("https+insecure:");
  // Without a name it is this machine: http://:6060.
  const named = url.replace(/^([^/]*\/\/(?:[^/@]*@)?)(?=:\d*(?:[/?#]|$))/, "$1localhost");
  const parsed = new URL(isInsecure ? named.replace("https+insecure:", "https:") : named);
  const host = hostOfUrl(parsed);
  if (host === undefined) {
    const scheme = parsed.protocol.slice(0, -1);
    const message = `Get "${url}": unsupported protocol scheme "${scheme}"`;
    throw new ResidentError("RES_USAGE", message);
  }
  const endpoint = { ...host, pprofPath: "/", ...(isInsecure ? { insecure: true } : {}) };
  return { endpoint, path: parsed.pathname + parsed.search };
}

/** Go's own handlers say why; what others say may be a whole page. */
function refused({ status, headers, body }: HttpResponse): ResidentError {
  const name = `${status} ${STATUS_CODES[status] ?? ""}`.trimEnd();
  const isGo = headers["x-go-pprof"] !== undefined;
  const isText = /text\/plain/.test(headers["content-type"] ?? "");
  const says = isGo && isText ? ` - ${new TextDecoder().decode(body.subarray(0, 4096))}` : "";
  return new RefusedError(status, `server response: ${name}${says}`);
}
