/** `proxy_url`, `no_proxy`, `proxy_from_environment`, with the rules of Prometheus on which go together. */
import type { ProxyChoice } from "../../model/scrape-config.ts";
import type { ConfigFields } from "./config-fields.ts";
import { isUrl } from "./is-url.ts";

const PATHLESS = /^https?:\/\/[^/?#]*\/?$/i;

/** Undefined: as the environment says. */
export function readProxy(fields: ConfigFields): ProxyChoice | undefined {
  const url = fields.optional("proxy_url", (key) => fields.text(key)) ?? "";
  const except = fields.optional("no_proxy", (key) => fields.text(key)) ?? "";
  const isFromEnvironment = fields.optional("proxy_from_environment", (key) => fields.flag(key));
  if (isFromEnvironment === true && url !== "") {
    throw fields.wrong("proxy_url", "proxy_url or proxy_from_environment", "both");
  }
  if (url === "") {
    if (except !== "") throw fields.wrong("no_proxy", "proxy_url beside it", "none");
    return isFromEnvironment === false ? "none" : undefined;
  }
  // It may hold a password, so it is not said what was found.
  if (!isUrl(url) || !PATHLESS.test(url)) {
    throw fields.wrong("proxy_url", "http:// or https://, a host and a port", "something else");
  }
  return { url, except };
}
