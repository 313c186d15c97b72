/**
 * Where a program's pprof lies: parsed from what people type. Pure text work; whether anything
 * listens there is not asked here. Credentials stay in the object and never in a displayed URL.
 */
import { ResidentError } from "../../base/errors.ts";

export interface Endpoint {
  readonly scheme: "http" | "https";
  /** Name or address, IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  /** The path of pprof's index, with a slash at both ends: `/debug/pprof/`. */
  readonly pprofPath: string;
  /** Connect to this unix socket instead of host and port. */
  readonly socketPath?: string;
  /** Accept any certificate. */
  readonly insecure?: boolean;
  /** `user:password`, from the URL. */
  readonly user?: string;
}

export type EndpointHost = Pick<Endpoint, "scheme" | "host" | "port" | "user">;

export interface EndpointOptions {
  /** Where pprof lies: `/admin`, `/admin/debug` or `/admin/debug/pprof`. The URL's own path wins. */
  readonly prefix?: string;
  /** Path of a unix socket that the program listens on. */
  readonly socket?: string;
  readonly insecure?: boolean;
}

const DEFAULT_PORTS = { http: 80, https: 443 } as const;
const HOST_AND_PORT = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]*):(\d+)(\/.*)?$/i;
const URL_SCHEME = /^(https?|https\+insecure):\/\//i;

/**
 * `:6060`, `host:6060`, `host:6060/path`, `http://…`, `https://…`, `https+insecure://…`, or with
 * `socket` an empty text or a path. Undefined if the text has none of these forms (a PID, a name, a
 * file); throws RES_USAGE if it has one and is wrong in it.
 */
export function parseEndpoint(text: string, options: EndpointOptions = {}): Endpoint | undefined {
  if (URL_SCHEME.test(text)) return fromUrl(text, options);
  if (options.socket !== undefined && (text === "" || text.startsWith("/"))) {
    return withPath({ scheme: "http", host: "localhost", port: 80 }, text, options);
  }
  const match = HOST_AND_PORT.exec(text);
  if (match === null) return undefined;
  const host = (match[1] || "localhost").replace(/^\[|\]$/g, "");
  const base = { scheme: "http", host, port: portOf(match[2]!, text) } as const;
  return withPath(base, match[3] ?? "", options);
}

/** `http://host:6060/debug/pprof/heap` without credentials, for messages and reports. */
export function displayUrl(endpoint: Endpoint, path: string = endpoint.pprofPath): string {
  if (endpoint.socketPath !== undefined) return `unix:${endpoint.socketPath}${path}`;
  return originOf(endpoint) + path;
}

/** `http://host:6060`, the port left out where the scheme implies it. */
export function originOf({ scheme, host, port }: Endpoint): string {
  const name = host.includes(":") ? `[${host}]` : host;
  return `${scheme}://${name}${port === DEFAULT_PORTS[scheme] ? "" : `:${port}`}`;
}

/** The path of a page beside pprof's folder: `vars` → `/debug/vars`. */
export function besidePprof(endpoint: Endpoint, name: string): string {
  return endpoint.pprofPath.replace(/[^/]+\/$/, "") + name;
}

/** The path of a page at the root of the program, below the same prefix: `metrics` → `/metrics`. */
export function belowPrefix(endpoint: Endpoint, name: string): string {
  return `${endpoint.pprofPath.replace(/(?:\/debug)?\/[^/]+\/$/, "")}/${name}`;
}

function fromUrl(text: string, options: EndpointOptions): Endpoint {
  const lower = text.replace(URL_SCHEME, (scheme) => scheme.toLowerCase());
  const insecure = lower.startsWith("https+insecure:");
  const url = parseUrl(lower.replace(/^https\+insecure:/, "https:"));
  return withPath(hostOfUrl(url)!, url.pathname, insecure ? { ...options, insecure } : options);
}

/** The text itself stays out of the message: it may hold a password. */
function parseUrl(text: string): URL {
  try {
    return new URL(text);
  } catch (cause) {
    throw new ResidentError("RES_USAGE", "the URL can't be understood", {
      cause,
      hint: "Write it as http://host:6060/debug/pprof/.",
    });
  }
}

/** The host that a URL names, and as whom to ask it; undefined where it is not asked over HTTP. */
export function hostOfUrl(url: URL): EndpointHost | undefined {
  const scheme = url.protocol.slice(0, -1);
  if (scheme !== "http" && scheme !== "https") return undefined;
  return {
    scheme,
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? DEFAULT_PORTS[scheme] : Number(url.port),
    ...userOf(url),
  };
}

function userOf(url: URL): { user?: string } {
  if (url.username === "" && url.password === "") return {};
  return { user: `${decode(url.username)}:${decode(url.password)}` };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function withPath(base: EndpointHost, path: string, options: EndpointOptions): Endpoint {
  const given = /^\/*$/.test(path) ? (options.prefix ?? "") : path;
  return {
    ...base,
    pprofPath: pprofPathOf(given),
    ...(options.socket === undefined ? {} : { socketPath: options.socket }),
    ...(options.insecure ? { insecure: true } : {}),
  };
}

/** Completes as much of `/debug/pprof/` as the path does not say; a profile's name is cut off. */
function pprofPathOf(path: string): string {
  const segments = path
    .replace(/[?#].*$/s, "")
    .split("/")
    .filter((segment) => segment !== "");
  const at = segments.lastIndexOf("pprof");
  if (at >= 0 && at >= segments.length - 2) segments.length = at + 1;
  else segments.push(...missingPart(segments));
  return `/${segments.join("/")}/`;
}

/** What is missing after a prefix; takes `vars` and `metrics`, pages beside pprof, off its end. */
function missingPart(segments: string[]): string[] {
  const last = segments.at(-1);
  if (last === "metrics" || (last === "vars" && segments.at(-2) === "debug")) segments.pop();
  return segments.at(-1) === "debug" ? ["pprof"] : ["debug", "pprof"];
}

function portOf(digits: string, text: string): number {
  const port = Number(digits);
  if (port >= 1 && port <= 65_535) return port;
  throw new ResidentError("RES_USAGE", `${text}: there is no port ${digits}`, {
    hint: "Ports go from 1 to 65535.",
  });
}
