/** `oauth2`: client credentials, for which a server gives the token that targets are asked with. */
import type { ClientSettings, OAuth2Settings } from "../../model/scrape-config.ts";
import type { ConfigFields } from "./config-fields.ts";
import { isUrl } from "./is-url.ts";

/** @param transport reads how the token's server is reached: its own certificates and proxy */
export function readOAuth2(
  fields: ConfigFields,
  folder: string,
  transport: (fields: ConfigFields) => Pick<ClientSettings, "tls" | "proxy">,
): OAuth2Settings {
  const settings = {
    clientId: fields.nonEmpty("client_id"),
    clientSecret: fields.secret("client_secret", folder) ?? { text: "" },
    scopes: fields.has("scopes") ? fields.texts("scopes") : [],
    tokenUrl: readTokenUrl(fields),
    params: fields.has("endpoint_params") ? readParams(fields.map("endpoint_params")) : {},
    ...transport(fields),
  };
  fields.done();
  return settings;
}

function readTokenUrl(fields: ConfigFields): string {
  const url = fields.nonEmpty("token_url");
  if (isUrl(url)) return url;
  // A query may hold a secret.
  throw fields.wrong("token_url", "an address with http:// or https://", "something else");
}

function readParams(fields: ConfigFields): Readonly<Record<string, string>> {
  return Object.fromEntries(fields.keys().map((name) => [name, fields.word(name)]));
}
