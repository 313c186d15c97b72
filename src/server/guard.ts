/**
 * Who may ask. A browser must not hand the answers to another site: requests that come from another
 * origin are refused, and so are those for a host name that is not ours (a name that someone made
 * point to this machine). The page itself may load nothing but its own two files.
 */
import type { Context, MiddlewareHandler } from "hono";
import { problem } from "./problem.ts";
import { tokenNeeded } from "./token-page.ts";
import { tokensMatch } from "./tokens-match.ts";

export interface GuardOptions {
  /** Host names (without port) that a request may be for; null: any, as a token is asked for. */
  readonly hosts: ReadonlySet<string> | null;
  /** Asked for in `Authorization: Bearer` or `?token=`, where one is set. */
  readonly token: string | null;
}

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** @param methods that are answered at all; GET and HEAD read, any other changes something */
export function guard(options: GuardOptions, methods: readonly string[]): MiddlewareHandler {
  return async (context, next) => {
    const refused = await refusalOf(context, options, methods);
    if (refused !== undefined) {
      setHeaders(refused.headers);
      return refused;
    }
    await next();
    setHeaders(context.res.headers);
    return undefined;
  };
}

function refusalOf(
  context: Context,
  { hosts, token }: GuardOptions,
  methods: readonly string[],
): Response | Promise<Response> | undefined {
  const { req } = context;
  if (!methods.includes(req.method)) return problem(context, 405, "Only GET is answered.");
  if (hosts !== null && !hosts.has(hostName(req.header("host") ?? ""))) {
    return problem(context, 403, "This host name is not served here.");
  }
  if (isOfAnotherSite(context)) return problem(context, 403, "Another site may not ask for this.");
  if (token !== null && !hasToken(context, token)) return tokenNeeded(context);
  return undefined;
}

/** A link from elsewhere may open the page, and do no more. Browsers say where a request is from. */
function isOfAnotherSite({ req }: Context): boolean {
  const site = req.header("sec-fetch-site");
  const isFromElsewhere = site !== undefined && !["same-origin", "none"].includes(site);
  if (isRead(req.method)) {
    return isFromElsewhere && req.header("sec-fetch-mode") !== "navigate";
  }
  return isFromElsewhere || !isOwnOrigin(req.header("origin"), req.header("host"));
}

function isRead(method: string): boolean {
  return method === "GET" || method === "HEAD";
}

/** What is no browser has no origin. */
function isOwnOrigin(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase();
}

/** The page and its two files hold nothing of the target; what does, asks for the token. */
function hasToken({ req }: Context, token: string): boolean {
  if (["/app.js", "/app.css", "/healthz"].includes(req.path)) return true;
  const bearer = /^Bearer (.+)$/.exec(req.header("authorization") ?? "")?.[1];
  return tokensMatch(bearer ?? req.query("token") ?? "", token);
}

/** `[::1]:7070` → `[::1]`, `localhost:7070` → `localhost`. */
function hostName(host: string): string {
  return host.replace(/:\d+$/, "").toLowerCase();
}

function setHeaders(headers: Headers): void {
  headers.set("content-security-policy", POLICY);
  headers.set("x-content-type-options", "nosniff");
  headers.set("referrer-policy", "no-referrer");
  headers.set("cross-origin-resource-policy", "same-origin");
  headers.set("cross-origin-opener-policy", "same-origin");
  headers.set("cache-control", "no-store");
}
