/**
 * What every app of Resident begins with: who may ask, the page and its two files, and a sentence
 * for whatever goes wrong. No path of a request ever becomes a path of a file.
 */
import { Hono } from "hono";
import { compress } from "hono/compress";
import { type GuardOptions, guard } from "./guard.ts";
import { problem, problemOf } from "./problem.ts";
import type { WebFiles } from "./web-files.ts";

export interface GuardedAppOptions extends GuardOptions {
  readonly web: WebFiles;
  /** Told of errors that nobody foresaw. */
  readonly onFault?: (error: unknown) => void;
}

const READS = ["GET", "HEAD"];

/** @param changes methods beside GET and HEAD that some route takes */
export function guardedApp(options: GuardedAppOptions, changes: readonly string[] = []): Hono {
  const { web, onFault } = options;
  const app = new Hono();
  app.use("*", guard(options, [...READS, ...changes]));
  app.use("*", compress());
  app.get("/", (context) => context.html(web.html));
  app.get("/app.js", (context) => context.body(web.script, 200, typed("text/javascript")));
  app.get("/app.css", (context) => context.body(web.style, 200, typed("text/css")));
  app.notFound((context) => problem(context, 404, "There is nothing here."));
  app.onError((error, context) => {
    const { status, message } = problemOf(error);
    if (status === 500) onFault?.(error);
    return problem(context, status, message);
  });
  return app;
}

function typed(type: string): { "content-type": string } {
  return { "content-type": `${type}; charset=utf-8` };
}
