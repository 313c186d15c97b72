/**
 * Asks a port whether net/http/pprof answers there, and which profiles it offers. One GET of the
 * index page, which every Go version has and which costs the program nothing; nothing else.
 */
import { ResidentError } from "../../base/errors.ts";
import { KiB } from "../../base/units.ts";
import { displayUrl, type Endpoint } from "../http/endpoint.ts";
import { fetchBytes } from "../http/fetch-bytes.ts";
import { HttpError } from "../http/http-error.ts";
import type { HttpOptions } from "../http/http-options.ts";

export interface PprofIndex {
  /** Number of entries by profile, as the page counts them; `goroutine` is their number. */
  readonly counts: ReadonlyMap<string, number>;
}

const INDEX_LIMIT = 512 * KiB;
const PROBE_TIME = { timeoutMs: 10_000, idleMs: 5_000 } as const;
/** A row of the table: Go 1.4–1.10 leave the cells open, later ones close them. */
const ROW = /<tr>\s*<td[^>]*>\s*(\d+)\s*(?:<\/td>)?\s*<td[^>]*>\s*<a href=[^>]*>([^<]+)<\/a>/g;
/** Some programs write the page themselves, so neither its title nor its words can be relied on. */
const EVERY_VERSION_HAS = ["goroutine", "heap", "threadcreate"] as const;
const HINT =
  "Import net/http/pprof and serve it; if it lies elsewhere, give --prefix or the whole URL.";

/**
 * The index of the pprof that answers at `endpoint`. Throws RES_NOT_PPROF for any other answer,
 * HttpError where credentials are asked for or the server fails, RES_CONNECT where none comes.
 */
export async function probePprof(
  endpoint: Endpoint,
  options: HttpOptions = {},
): Promise<PprofIndex> {
  const url = displayUrl(endpoint);
  const bounds = { ...PROBE_TIME, ...options, maxBytes: INDEX_LIMIT, html: true };
  const { headers, body } = await fetchBytes(endpoint, endpoint.pprofPath, bounds).catch(
    (error: unknown) => {
      throw isAbsent(error) ? notPprof(`${url} answers ${(error as HttpError).status}`) : error;
    },
  );
  const page = new TextDecoder().decode(body);
  const index = parsePprofIndex(page);
  if (index !== undefined) return index;
  throw notPprof(`${url} answers with ${describe(page, headers["content-type"])}`);
}

/** The index in the text of a page, or undefined if it is another page. Go 1.4 to 1.27. */
export function parsePprofIndex(page: string): PprofIndex | undefined {
  const rows = [...page.matchAll(ROW)];
  const counts = new Map(rows.map((row) => [unescapeHtml(row[2]!.trim()), Number(row[1])]));
  return EVERY_VERSION_HAS.every((name) => counts.has(name)) ? { counts } : undefined;
}

/** Statuses by which a server says that it has no such page; others are about who may see it. */
function isAbsent(error: unknown): boolean {
  return error instanceof HttpError && [404, 405, 410, 501].includes(error.status);
}

function notPprof(fact: string): ResidentError {
  return new ResidentError("RES_NOT_PPROF", `${fact}, so there is no pprof`, { hint: HINT });
}

function describe(page: string, type: string | undefined): string {
  const title = /<title>([^<]{1,80})<\/title>/i.exec(page)?.[1]?.trim();
  if (title !== undefined && /^[\x20-\x7e]+$/.test(title)) return `a page titled “${title}”`;
  const kind = /^[\w.+-]+\/[\w.+-]+/.exec(type ?? "")?.[0];
  return kind === undefined ? "something else" : `${kind} that is not its page`;
}

function unescapeHtml(text: string): string {
  return text
    .replace(/&#(\d{1,6});/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
