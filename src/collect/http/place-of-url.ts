/** A page anywhere, as a URL of a configuration names it: whom to ask, and for what. */
import { ResidentError } from "../../base/errors.ts";
import { type Endpoint, hostOfUrl } from "./endpoint.ts";

export interface UrlPlace {
  readonly endpoint: Endpoint;
  readonly path: string;
  /** Apart, as it may hold a secret, and no message shows it: `a=1&b=2`. */
  readonly query: string;
}

/**
 * @param key of the configuration, for the message
 * @throws ResidentError RES_USAGE for what looked like one and is none, as http://1.2.3.999/ does
 */
export function placeOfUrl(text: string, key: string, insecure: boolean): UrlPlace {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const host = url === undefined ? undefined : hostOfUrl(url);
  if (url === undefined || host === undefined) {
    // The text itself may hold a password.
    throw new ResidentError("RES_USAGE", `${key} can't be understood`, {
      hint: "Write it as http://host:port/path.",
    });
  }
  const endpoint = { ...host, pprofPath: "/", insecure };
  return { endpoint, path: url.pathname, query: url.search.slice(1) };
}
