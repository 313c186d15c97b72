/**
 * The proxy for an address. Of the environment by the rules of Go's net/http: HTTP_PROXY, HTTPS_PROXY and
 * NO_PROXY, upper case first, and never for this machine itself. Of a configuration by those of Prometheus: for
 * this machine too, unless it has a list of exceptions, whatever is in it.
 */
import { BlockList, isIP } from "node:net";
import { ResidentError } from "../../base/errors.ts";
import type { ProxyChoice } from "../../model/scrape-config.ts";
import { type Endpoint, hostOfUrl } from "./endpoint.ts";

export interface HttpProxy {
  readonly scheme: "http" | "https";
  readonly host: string;
  readonly port: number;
  /** What named it: "HTTP_PROXY", "HTTPS_PROXY", "proxy_url". */
  readonly name: string;
  /** The value of Proxy-Authorization, where the URL has a user. */
  readonly authorization?: string;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Undefined: ask the host itself. Throws RES_USAGE for a URL that names no proxy. */
export function proxyFor(
  endpoint: Endpoint,
  env: Env,
  choice?: ProxyChoice,
): HttpProxy | undefined {
  if (choice === undefined) return proxyOfEnvironment(endpoint, env);
  if (choice === "none" || endpoint.socketPath !== undefined) return undefined;
  const host = endpoint.host.toLowerCase();
  const { url, except } = choice;
  const isOut = except !== "" && (isThisMachine(host) || isExcepted(host, endpoint.port, except));
  return isOut ? undefined : parseProxy("proxy_url", url);
}

function proxyOfEnvironment(endpoint: Endpoint, env: Env): HttpProxy | undefined {
  const name = endpoint.scheme === "https" ? "HTTPS_PROXY" : "HTTP_PROXY";
  const value = variable(env, name);
  if (value === "" || endpoint.socketPath !== undefined) return undefined;
  const host = endpoint.host.toLowerCase();
  if (isThisMachine(host) || isExcepted(host, endpoint.port, variable(env, "NO_PROXY"))) {
    return undefined;
  }
  return parseProxy(name, value);
}

function variable(env: Env, name: string): string {
  return env[name] || env[name.toLowerCase()] || "";
}

/** A host and port alone are of an HTTP proxy. */
function parseProxy(name: string, value: string): HttpProxy {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  const named = URL.canParse(text) ? hostOfUrl(new URL(text)) : undefined;
  // The value may hold a password, so it is not shown.
  if (named === undefined || named.host === "") {
    throw new ResidentError("RES_USAGE", `${name} names no HTTP proxy`, {
      hint: `Write it as http://host:port; ${exceptionHint({ name })}`,
    });
  }
  const { user, ...host } = named;
  if (user === undefined) return { ...host, name };
  return { ...host, name, authorization: `Basic ${Buffer.from(user).toString("base64")}` };
}

/** How to do without it. */
export function exceptionHint({ name }: Pick<HttpProxy, "name">): string {
  const list = name === "proxy_url" ? "no_proxy: host beside it" : "NO_PROXY=host";
  return `${list} asks a host without it.`;
}

function isThisMachine(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

/** `list`: `*`, addresses, ranges and domains between commas; all but ranges with a port or without. */
function isExcepted(host: string, port: number, list: string): boolean {
  const entries = list.toLowerCase().split(",");
  return entries.some((entry) => matches(entry.trim(), host, port));
}

function matches(entry: string, host: string, port: number): boolean {
  if (entry === "") return false;
  if (entry === "*") return true;
  const range = /^([\d.:a-f]+)\/(\d+)$/.exec(entry);
  if (range !== null) return isInRange(host, range[1]!, Number(range[2]));
  const [, name, bracketed, ownPort] = /^(?:([^[\]:]*)|\[(.*)\]|.*):(\d+)$/.exec(entry) ?? [];
  const wanted = isIP(entry) > 0 ? entry : (name ?? bracketed ?? entry.replace(/^\[(.*)\]$/, "$1"));
  if (wanted === "" || (isIP(entry) === 0 && ownPort !== undefined && Number(ownPort) !== port)) {
    return false;
  }
  if (isIP(wanted) > 0)
    return isIP(host) > 0 && isInRange(host, wanted, isIP(wanted) === 4 ? 32 : 128);
  // `.example.com` and `*.example.com` are what is below it, `example.com` is it, too.
  const domain = wanted.replace(/^\*\./, ".");
  return domain.startsWith(".")
    ? host.endsWith(domain)
    : host === domain || host.endsWith(`.${domain}`);
}

function isInRange(host: string, network: string, bits: number): boolean {
  const [family, own] = [isIP(network), isIP(host)];
  if (family === 0 || own === 0 || bits > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(network, bits, family === 4 ? "ipv4" : "ipv6");
  return list.check(host, own === 4 ? "ipv4" : "ipv6");
}
