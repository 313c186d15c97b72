/**
 * The web page and its API for one recording, as a hono app: no sockets here, so a test asks it
 * directly. It answers GET only, from memory, but for the sources of the code that the page shows.
 */
import type { Hono } from "hono";
import type { SourceOptions } from "../collect/source/find-source.ts";
import type { Page } from "../model/page.ts";
import { downloadHeaders } from "./download-headers.ts";
import { type GuardedAppOptions, guardedApp } from "./guarded-app.ts";
import { problem } from "./problem.ts";
import type { ServedProfile } from "./served-profiles.ts";
import { sourceText } from "./source-text.ts";

export interface PageAppOptions extends GuardedAppOptions {
  readonly page: Page;
  readonly profiles: readonly ServedProfile[];
  /** Where sources are looked for; only those that the page names are given. */
  readonly source: SourceOptions;
}

export function pageApp(options: PageAppOptions): Hono {
  const { page, profiles, source } = options;
  const app = guardedApp(options);
  const json = JSON.stringify(page);
  const named = new Set(page.code.flatMap(({ strings }) => strings));
  app.get("/healthz", (context) => context.text("ok\n"));
  app.get("/api/v1/page", (context) =>
    context.body(json, 200, { "content-type": "application/json" }),
  );
  // A recorder has a list of processes here; this is one page, and the page asks which it is.
  app.get("/api/v1/processes", (context) => context.body(null, 204));
  app.get("/api/v1/source", async (context) => {
    const file = context.req.query("file") ?? "";
    if (named.has(file)) return context.json(await sourceText(file, source));
    return problem(context, 404, "The profile has no such file.");
  });
  app.get("/api/v1/report", (context) =>
    page.report === null
      ? problem(context, 404, "This profile is not of memory: there is no report.")
      : context.json(page.report),
  );
  app.get("/api/v1/profiles/:snapshot/:kind", (context) => {
    const { snapshot, kind } = context.req.param();
    const profile = profiles.find((one) => one.snapshot === snapshot && one.kind === kind);
    if (profile === undefined) return problem(context, 404, "There is no such profile.");
    return context.body(new Uint8Array(profile.bytes), 200, downloadHeaders(profile.name));
  });
  return app;
}
