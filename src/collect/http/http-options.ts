/** How to ask a server: credentials, certificates, and the bounds on what it may answer. */
import type { Agent } from "node:http";
import { MiB } from "../../base/units.ts";
import type { ProxyChoice } from "../../model/scrape-config.ts";

export interface HttpOptions {
  /** For one whole request, redirects included. Default 60,000. */
  readonly timeoutMs?: number;
  /** No request goes on beyond it, whatever its own time: on the clock of performance.now(). */
  readonly deadline?: number;
  /** Without a single byte, connecting included. Default 20,000. */
  readonly idleMs?: number;
  /** Of a response, packed and unpacked. Default 256 MiB. */
  readonly maxBytes?: number;
  /** `user:password` for basic authentication; the URL's own is used when this is missing. */
  readonly user?: string;
  readonly bearerToken?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Added to the query of every page, as sent: `a=1&b=2`. Not shown in messages: it may hold a secret. */
  readonly query?: string;
  /** Client certificate and its key, and the authorities to trust, as PEM. */
  readonly cert?: string | Uint8Array;
  readonly key?: string | Uint8Array;
  readonly ca?: string | Uint8Array;
  /** The name that the server's certificate is for, where it is not the host's. */
  readonly serverName?: string;
  /** Left out: as the environment says. */
  readonly proxy?: ProxyChoice;
  /** Keeps the connection open between requests; see `openConnection`. */
  readonly agent?: Agent;
}

export const DEFAULT_TIMEOUT_MS = 60_000;
export const DEFAULT_IDLE_MS = 20_000;
export const DEFAULT_MAX_BYTES = 256 * MiB;
