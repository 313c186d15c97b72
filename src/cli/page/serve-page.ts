/** Serves a page until Ctrl-C, and says where. */
import type { SourceOptions } from "../../collect/source/find-source.ts";
import type { Page } from "../../model/page.ts";
import { listen } from "../../server/listen.ts";
import { pageApp } from "../../server/page-app.ts";
import type { ServedProfile } from "../../server/served-profiles.ts";
import { readWebFiles } from "../../server/web-files.ts";
import type { ServeFlags } from "../options/serve-options.ts";
import {
  isThisMachine,
  openInBrowser,
  pageGuard,
  pageUrl,
  randomToken,
  tokenOf,
  untilEnded,
} from "./page-access.ts";

export interface ServeOptions {
  readonly page: Page;
  readonly profiles: readonly ServedProfile[];
  readonly flags: ServeFlags;
  readonly source: SourceOptions;
  /** What the page shows first, as the end of its address. */
  readonly hash?: string;
  readonly say: (text: string) => void;
}

/** Resolves when the user ends it. */
export async function servePage(options: ServeOptions): Promise<void> {
  const { page, profiles, flags, source, say, hash = "" } = options;
  const host = flags.host ?? "127.0.0.1";
  const token = tokenFor(host, flags);
  const guard = pageGuard(host, token);
  const app = pageApp({ page, web: await readWebFiles(), profiles, source, ...guard });
  const server = await listen(app, host, flags.port ?? 0);
  const url = pageUrl(host, server.port, token) + hash;
  say(`${url}\nCtrl-C ends it.\n`);
  const ended = untilEnded();
  if (flags.open === true) await openInBrowser(url, say);
  await ended;
  await server.close();
}

function tokenFor(host: string, { pageToken }: ServeFlags): string | null {
  if (pageToken !== undefined) return tokenOf(pageToken);
  return isThisMachine(host) ? null : randomToken();
}
