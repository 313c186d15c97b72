/**
 * The bytes behind a URL, or a typed error that says what came instead. Sends credentials to the
 * host that was named and to no other: a redirect that leads elsewhere is an error.
 */
import { ResidentError } from "../../base/errors.ts";
import { gunzip } from "../gunzip.ts";
import { displayUrl, type Endpoint, originOf } from "./endpoint.ts";
import { type ExchangeOptions, exchange } from "./exchange.ts";
import { HttpError, htmlError, isHtml, statusError } from "./http-error.ts";
import { DEFAULT_MAX_BYTES, DEFAULT_TIMEOUT_MS } from "./http-options.ts";
import type { HttpResponse } from "./response-receiver.ts";

export interface FetchOptions extends ExchangeOptions {
  /** Take an HTML page for an answer like any other. */
  readonly html?: boolean;
  /** Return an answer that is no success, too. */
  readonly anyStatus?: boolean;
}

const MAX_REDIRECTS = 3;
const ELSEWHERE_HINT =
  "It is not followed, as credentials would go along: give the right URL yourself.";
const ENDLESS_HINT = "Give the URL that it leads to at last; a login page often redirects so.";
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * GET (or POST, with `post`) `path` at `endpoint`; the body comes unpacked.
 * Throws RES_CONNECT (no or no complete answer), HttpError (RES_HTTP: a status other than 2xx, a
 * redirect elsewhere, HTML), RES_TOO_LARGE (beyond `maxBytes`), RES_DECODE (broken gzip).
 */
export async function fetchBytes(
  endpoint: Endpoint,
  path: string,
  options: FetchOptions = {},
): Promise<HttpResponse> {
  const own = performance.now() + (options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  const deadline = Math.min(own, options.deadline ?? own);
  let at = path;
  for (let followed = 0; ; followed++) {
    const answer = await exchange(endpoint, at, options, deadline);
    if (!isRedirect(answer)) return accept(displayUrl(endpoint, at), answer, options);
    if (followed === MAX_REDIRECTS || options.post !== undefined) {
      throw redirected(displayUrl(endpoint, path), answer, "goes on redirecting", ENDLESS_HINT);
    }
    at = followedPath(endpoint, at, answer);
  }
}

/** Without a place to go to, it is an answer like any other. */
function isRedirect({ status, headers }: HttpResponse): boolean {
  return REDIRECTS.has(status) && headers.location !== undefined;
}

function accept(url: string, answer: HttpResponse, options: FetchOptions): HttpResponse {
  const body = unpack(url, answer, options.maxBytes ?? DEFAULT_MAX_BYTES);
  const { status, headers } = answer;
  if (!options.anyStatus && (status < 200 || status > 299)) throw statusError(url, status, body);
  if (!options.html && isHtml(headers["content-type"], body)) throw htmlError(url, status);
  return { status, headers, body };
}

/** Only what the server says is encoded: a profile is gzip of itself, and stays as it is. */
function unpack(url: string, { status, headers, body }: HttpResponse, limit: number): Uint8Array {
  const encoding = (headers["content-encoding"] ?? "identity").trim().toLowerCase();
  if (encoding === "identity" || encoding === "" || body.length === 0) return body;
  if (encoding !== "gzip" && encoding !== "x-gzip") {
    const hint = "Something between here and the program encodes the answer: go around it.";
    throw new HttpError(status, `${url} answered in the encoding ${encoding}, unasked`, hint);
  }
  try {
    return gunzip(body, { limit });
  } catch (error) {
    const { code, message, hint } = error as ResidentError;
    throw new ResidentError(code, `${url}: ${message}`, {
      ...(hint ? { hint } : {}),
      cause: error,
    });
  }
}

/** The path to go on with, or the error for a redirect that leaves the host. */
function followedPath(endpoint: Endpoint, path: string, answer: HttpResponse): string {
  const origin = originOf(endpoint);
  const location = answer.headers.location ?? "";
  const next = URL.canParse(location, origin + path) ? new URL(location, origin + path) : undefined;
  const stays = next !== undefined && next.origin === new URL(origin).origin;
  if (stays) return next.pathname + next.search;
  // The query is left out: it may hold a token of the login page that it leads to.
  const what =
    next === undefined
      ? "redirects to what is no URL"
      : `redirects to ${next.origin}${next.pathname}, which is another host`;
  throw redirected(displayUrl(endpoint, path), answer, what);
}

function redirected(
  url: string,
  answer: HttpResponse,
  what: string,
  hint = ELSEWHERE_HINT,
): HttpError {
  return new HttpError(answer.status, `${url} ${what}`, hint);
}
