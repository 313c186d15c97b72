/** How a server is asked: credentials, certificates, bounds. Plain values, so that two can be compared. */
import type { HttpOptions } from "../../collect/http/http-options.ts";
import { readTextFile } from "../../collect/read-text-file.ts";
import type { ClientSettings, Secret } from "../../model/scrape-config.ts";

export interface Access {
  /** As the command line has it. */
  readonly given: HttpOptions;
  readonly client: ClientSettings;
  /** Added to the query of every page, `a=1&b=2`. */
  readonly query: string;
  /** Of one page, packed and unpacked. */
  readonly maxBytes: number;
}

/** Secrets in files are read anew each time, as they may be replaced. Throws RES_FILE. */
export function httpOptionsOf({ given, client, query, maxBytes }: Access): HttpOptions {
  return { maxBytes, ...(query === "" ? {} : { query }), ...given, ...clientOptions(client) };
}

function clientOptions({ basic, authorization, tls }: ClientSettings): HttpOptions {
  return {
    ...(basic === undefined ? {} : { user: `${read(basic.user)}:${read(basic.password)}` }),
    ...(authorization === undefined
      ? {}
      : { headers: { authorization: `${authorization.type} ${read(authorization.credentials)}` } }),
    ...(tls.ca === undefined ? {} : { ca: read(tls.ca) }),
    ...(tls.cert === undefined ? {} : { cert: read(tls.cert) }),
    ...(tls.key === undefined ? {} : { key: read(tls.key) }),
    ...(tls.serverName === undefined ? {} : { serverName: tls.serverName }),
  };
}

function read(secret: Secret): string {
  if ("text" in secret) return secret.text;
  return readTextFile(secret.file).trim();
}
