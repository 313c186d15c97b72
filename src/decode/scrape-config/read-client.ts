/**
 * How a server is asked: `basic_auth`, `authorization`, `bearer_token`, `oauth2`, `tls_config`, and the proxy.
 */
import type { ClientSettings } from "../../model/scrape-config.ts";
import type { ConfigFields } from "./config-fields.ts";
import type { Ignored } from "./ignored.ts";
import { readOAuth2 } from "./read-oauth2.ts";
import { readProxy } from "./read-proxy.ts";

export function readClient(fields: ConfigFields, folder: string, ignored: Ignored): ClientSettings {
  const basic = fields.optional("basic_auth", (key) => readBasic(fields.map(key), folder));
  const authorization = readAuthorization(fields, folder);
  if (basic !== undefined && authorization !== undefined) {
    throw fields.wrong("basic_auth", "basic_auth or authorization", "both");
  }
  const transport = (one: ConfigFields) => readTransport(one, folder, ignored);
  const oauth2 = fields.optional("oauth2", (key) => readOAuth2(fields.map(key), folder, transport));
  if (oauth2 !== undefined && (basic ?? authorization) !== undefined) {
    throw fields.wrong("oauth2", "one of basic_auth, authorization and oauth2", "two");
  }
  // Redirects within the host are followed, others would take the credentials along.
  ignored.take(fields, "follow_redirects");
  ignored.take(fields, "enable_http2");
  return {
    ...(basic === undefined ? {} : { basic }),
    ...(authorization === undefined ? {} : { authorization }),
    ...(oauth2 === undefined ? {} : { oauth2 }),
    ...transport(fields),
  };
}

function readTransport(
  fields: ConfigFields,
  folder: string,
  ignored: Ignored,
): Pick<ClientSettings, "tls" | "proxy"> {
  const tls = fields.optional("tls_config", (key) => readTls(fields.map(key), folder, ignored));
  const proxy = readProxy(fields);
  return { tls: tls ?? { insecure: false }, ...(proxy === undefined ? {} : { proxy }) };
}

function readBasic(fields: ConfigFields, folder: string): ClientSettings["basic"] {
  const user = fields.secret("username", folder) ?? { text: "" };
  const password = fields.secret("password", folder) ?? { text: "" };
  fields.done();
  return { user, password };
}

function readAuthorization(fields: ConfigFields, folder: string): ClientSettings["authorization"] {
  const own = fields.optional("authorization", (key) => {
    const inner = fields.map(key);
    const type = inner.text("type", "Bearer");
    const credentials = inner.secret("credentials", folder);
    inner.done();
    if (credentials !== undefined) return { type, credentials };
    throw fields.wrong(key, "credentials or credentials_file", "neither");
  });
  const token = fields.secret("bearer_token", folder);
  if (own !== undefined && token !== undefined) {
    throw fields.wrong("authorization", "authorization or bearer_token", "both");
  }
  return own ?? (token === undefined ? undefined : { type: "Bearer", credentials: token });
}

function readTls(fields: ConfigFields, folder: string, ignored: Ignored): ClientSettings["tls"] {
  const [ca, cert, key] = (["ca", "cert", "key"] as const).map((name) =>
    fields.secret(name, folder),
  );
  const serverName = fields.optional("server_name", (name) => fields.text(name));
  const insecure = fields.flag("insecure_skip_verify");
  for (const name of ["min_version", "max_version"]) ignored.take(fields, name);
  fields.done();
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(serverName === undefined || serverName === "" ? {} : { serverName }),
    insecure,
  };
}
