/** How a server is asked: credentials, certificates, bounds. Plain values, so that two can be compared. */
import type { HttpOptions } from "../../collect/http/http-options.ts";
import { TokenCache } from "../../collect/oauth2/token-cache.ts";
import { readTextFile } from "../../collect/read-text-file.ts";
import type { ClientSettings, OAuth2Settings, Secret } from "../../model/scrape-config.ts";

export interface Access {
  /** As the command line has it. */
  readonly given: HttpOptions;
  readonly client: ClientSettings;
  /** Added to the query of every page, `a=1&b=2`. */
  readonly query: string;
  /** Of one page, packed and unpacked. */
  readonly maxBytes: number;
}

const TOKENS = new TokenCache();
/** A token that takes longer is not worth the looks that wait for it. */
const TOKEN_MS = 10_000;

/**
 * Secrets in files are read anew each time, as they may be replaced. Asks for a token where there is none that is
 * good. Throws RES_FILE, RES_CONNECT, RES_HTTP.
 *
 * @param deadline for asking, on the clock of performance.now()
 */
export async function httpOptionsOf(access: Access, deadline?: number): Promise<HttpOptions> {
  const { given, client, query, maxBytes } = access;
  const { oauth2 } = client;
  return {
    maxBytes,
    ...(query === "" ? {} : { query }),
    ...given,
    ...transportOptions(client),
    ...credentialsOf(client),
    ...(oauth2 === undefined ? {} : headerOf(await tokenOf(oauth2, deadline))),
  };
}

function credentialsOf({ basic, authorization }: ClientSettings): HttpOptions {
  if (basic !== undefined) return { user: `${read(basic.user)}:${read(basic.password)}` };
  if (authorization === undefined) return {};
  return headerOf(`${authorization.type} ${read(authorization.credentials)}`);
}

function headerOf(authorization: string): HttpOptions {
  return { headers: { authorization } };
}

function tokenOf(settings: OAuth2Settings, deadline: number | undefined): Promise<string> {
  const { clientId, clientSecret, scopes, tokenUrl: url, params, tls } = settings;
  const time = { timeoutMs: TOKEN_MS, ...(deadline === undefined ? {} : { deadline }) };
  return TOKENS.header({
    ...{ url, clientId, scopes, params },
    clientSecret: read(clientSecret),
    insecure: tls.insecure,
    http: { ...transportOptions(settings), ...time },
  });
}

function transportOptions({ tls, proxy }: Pick<ClientSettings, "tls" | "proxy">): HttpOptions {
  return {
    ...(proxy === undefined ? {} : { proxy }),
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
