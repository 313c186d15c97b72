/** A page anywhere, as a URL of a configuration names it: whom to ask, and for what. */
import { type Endpoint, hostOfUrl } from "./endpoint.ts";

export interface UrlPlace {
  readonly endpoint: Endpoint;
  readonly path: string;
  /** Apart, as it may hold a secret, and no message shows it: `a=1&b=2`. */
  readonly query: string;
}

/** @param text one of HTTP, as the configuration has been checked */
export function placeOfUrl(text: string, insecure: boolean): UrlPlace {
  const url = new URL(text);
  const endpoint = { ...hostOfUrl(url)!, pprofPath: "/", insecure };
  return { endpoint, path: url.pathname, query: url.search.slice(1) };
}
