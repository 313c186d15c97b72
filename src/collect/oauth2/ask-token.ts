/**
 * Asks for a token by client credentials (RFC 6749, 4.4). Who asks is said in the header, as the RFC wants it; a server
 * that refuses that is asked once more with it in the body, as Go's oauth2 does it, since many know only one of the two.
 */
import { ResidentError } from "../../base/errors.ts";
import { displayUrl } from "../http/endpoint.ts";
import { type FetchOptions, fetchBytes } from "../http/fetch-bytes.ts";
import type { HttpOptions } from "../http/http-options.ts";
import { placeOfUrl } from "../http/place-of-url.ts";
import { readTokenAnswer, refusalIn, type TokenAnswer } from "./token-answer.ts";

export interface TokenRequest {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: readonly string[];
  /** Sent beside them. */
  readonly params: Readonly<Record<string, string>>;
  readonly insecure: boolean;
  /** Certificates, the proxy, and how long it may take. */
  readonly http: HttpOptions;
}

const MAX_BYTES = 1 << 20;
const HINT = "Check client_id, client_secret, scopes and token_url of oauth2.";
const STYLES = ["header", "body"] as const;
type Style = (typeof STYLES)[number];

/** Throws RES_CONNECT, RES_HTTP, or RES_USAGE where the URL is none; no message has a secret. */
export async function askToken(request: TokenRequest): Promise<TokenAnswer> {
  let refusal: ResidentError | undefined;
  for (const style of STYLES) {
    const answer = await ask(request, style);
    if (!(answer instanceof ResidentError)) return answer;
    // Of two refusals the one that says more than who is asking.
    if (refusal === undefined || /invalid_client/.test(refusal.message)) refusal = answer;
  }
  throw refusal;
}

/** Returns the refusal of a server that answers so; throws where none answers. */
async function ask(request: TokenRequest, style: Style): Promise<TokenAnswer | ResidentError> {
  const { endpoint, path, query } = placeOfUrl(request.url, "token_url", request.insecure);
  const options = { ...optionsOf(request, style), query };
  const { status, body } = await fetchBytes(endpoint, path, options);
  const shown = displayUrl(endpoint, path);
  const isGood = status >= 200 && status <= 299;
  const answer = isGood ? readTokenAnswer(body) : undefined;
  if (answer !== undefined) return answer;
  const why = refusalIn(body, request.clientSecret);
  const said = isGood ? "gave no token" : `refuses a token (${status})`;
  const message = `${shown} ${said}${why === undefined ? "" : `: ${why}`}`;
  return new ResidentError("RES_HTTP", message, { hint: HINT });
}

function optionsOf(request: TokenRequest, style: Style): FetchOptions {
  const { clientId, clientSecret, scopes, params, http } = request;
  const form = new URLSearchParams({ grant_type: "client_credentials" });
  if (scopes.length > 0) form.set("scope", scopes.join(" "));
  for (const [name, value] of Object.entries(params)) form.set(name, value);
  if (style === "body") {
    form.set("client_id", clientId);
    if (clientSecret !== "") form.set("client_secret", clientSecret);
  }
  return {
    ...http,
    ...(style === "header" ? { user: `${formText(clientId)}:${formText(clientSecret)}` } : {}),
    headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
    post: form.toString(),
    maxBytes: MAX_BYTES,
    anyStatus: true,
    html: true,
  };
}

/** As in a form, which is what the RFC has for the header, too. */
function formText(text: string): string {
  return new URLSearchParams({ "": text }).toString().slice(1);
}
