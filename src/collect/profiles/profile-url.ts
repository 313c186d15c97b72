/**
 * A word of the command line as the URL of a profile, by the rules of `go tool pprof`: `host:port`
 * is one too, no path means Go's CPU profile, and the query comes sorted. The text of a URL stays
 * as it was typed otherwise, since it is printed and scripts compare it.
 */

export interface ProfileUrl {
  readonly url: string;
  /** Seconds that the answer may take: a profile over time, and half of that to spare. */
  readonly timeout: number;
}

interface UrlParts {
  readonly scheme: string;
  readonly user: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}

const CPU_PROFILE = "/debug/pprof/profile";
const DEFAULT_TIMEOUT = 60;

/** `seconds` and `timeout`: as given, at most 0 where not. Undefined for what is no URL. */
export function profileUrl(
  source: string,
  seconds: number,
  timeout: number,
): ProfileUrl | undefined {
  const parts = parseUrl(source);
  if (parts === undefined) return undefined;
  const query = parseQuery(parts.query);
  if (seconds > 0) query.set("seconds", [String(seconds)]);
  const lasts = seconds > 0 ? seconds : secondsOf(query.get("seconds")?.[0]);
  const path = parts.path === "" || parts.path === "/" ? CPU_PROFILE : parts.path;
  return {
    url: printUrl({ ...parts, path, query: printQuery(query) }),
    timeout: timeout > 0 ? timeout : lasts > 0 ? lasts * 1.5 : DEFAULT_TIMEOUT,
  };
}

/** Where the program at a profile's URL tells names of addresses; undefined if it is no URL. */
export function symbolUrl(source: string): string | undefined {
  const parts = parseUrl(source);
  if (parts === undefined) return undefined;
  const isKnown = parts.path.includes("/debug/pprof/") || GPERFTOOLS_PATH.test(parts.path);
  const folder = parts.path.replace(/\/+$/, "").replace(/[^/]*$/, "");
  const path = `${folder === "" ? "/" : folder}${isKnown ? "symbol" : "symbolz"}`;
  return printUrl({ ...parts, path, query: "" });
}

const GPERFTOOLS_PATH = /\/pprof\/(?:heap|growth|profile|pmuprofile|contention)$/;

function secondsOf(text: string | undefined): number {
  return text !== undefined && /^[+-]?\d{1,9}$/.test(text) ? Number(text) : 0;
}

const SCHEME = /^([a-zA-Z][a-zA-Z0-9+.-]*):/;
const AUTHORITY =
  /^([a-zA-Z][a-zA-Z0-9+.-]*):\/\/(?:([^/?#]*)@)?(\[[0-9a-fA-F:.]+(?:%25[^\]/?#]*)?\]|[^/?#[\]@:]*)(:\d*)?(\/[^?#]*)?(?:\?([^#]*))?(?:#(.*))?$/s;

/** With a host in it: what names none is no address of a profile. */
function parseUrl(source: string): UrlParts | undefined {
  // Without a host, what stands before the colon may be one: localhost:6060.
  return withHost(source) ?? (hasOwnHost(source) ? undefined : withHost(`http://${source}`));
}

/** `file:/x` names no host, and neither does a path. */
function hasOwnHost(source: string): boolean {
  const scheme = SCHEME.exec(source)?.[1]?.toLowerCase();
  if (scheme !== undefined) return scheme === "file";
  // Go takes a path for a URL without a host, unless its first part has a colon.
  return !source.split(/[/?#]/)[0]!.includes(":") && !hasControls(source);
}

function withHost(text: string): UrlParts | undefined {
  if (hasControls(text)) return undefined;
  const match = AUTHORITY.exec(text);
  if (match === null) return undefined;
  const [, scheme, user = "", name = "", port = "", path = "", query = "", fragment = ""] = match;
  const host = name + port;
  if (host === "" || /[\s<>"\\^`{|}]/.test(host) || /%(?![0-9a-fA-F]{2})/.test(path)) {
    return undefined;
  }
  return { scheme: scheme!.toLowerCase(), user, host, path, query, fragment };
}

function hasControls(text: string): boolean {
  return [...text].some((character) => character < " " || character === "\x7f");
}

function printUrl({ scheme, user, host, path, query, fragment }: UrlParts): string {
  const tail = (query === "" ? "" : `?${query}`) + (fragment === "" ? "" : `#${fragment}`);
  return `${scheme}://${user === "" ? "" : `${user}@`}${host}${escapePath(path)}${tail}`;
}

/** What a path may not hold is escaped; what is escaped stays. */
function escapePath(path: string): string {
  return path.replace(/[^\w.~!$&'()*+,;=:@/%[\]-]/gu, (char) => encodeURIComponent(char));
}

/** Values by key, in the order given; what can't be unescaped is left out. */
function parseQuery(text: string): Map<string, string[]> {
  const query = new Map<string, string[]>();
  for (const pair of text.split("&")) {
    if (pair === "" || pair.includes(";")) continue;
    const equals = pair.indexOf("=");
    const key = unescaped(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? "" : unescaped(pair.slice(equals + 1));
    if (key === undefined || value === undefined) continue;
    const values = query.get(key);
    if (values === undefined) query.set(key, [value]);
    else values.push(value);
  }
  return query;
}

function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return undefined;
  }
}

function printQuery(query: ReadonlyMap<string, readonly string[]>): string {
  return [...query.keys()]
    .sort()
    .flatMap((key) => query.get(key)!.map((value) => `${escapeQuery(key)}=${escapeQuery(value)}`))
    .join("&");
}

function escapeQuery(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+");
}
