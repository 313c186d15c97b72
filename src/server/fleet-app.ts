/**
 * The web page and the API of `resident serve` as a hono app: no sockets here, so a test asks it
 * directly. What it answers at which address is one table (api/routes.ts).
 */
import type { Context, Hono } from "hono";
import type { Recorder } from "../record/recorder.ts";
import type { Store } from "../store/store.ts";
import { EventStream } from "./api/events.ts";
import type { Fleet } from "./api/fleet.ts";
import { ProcessLister } from "./api/process-list.ts";
import { ROUTES } from "./api/routes.ts";
import { Turnstile } from "./api/turnstile.ts";
import { type GuardedAppOptions, guardedApp } from "./guarded-app.ts";
import { problem } from "./problem.ts";

export interface FleetAppOptions extends GuardedAppOptions {
  readonly store: Store;
  readonly recorder: Recorder;
  /** Folders that sources may be read from; without any none is. */
  readonly sourceRoots: readonly string[];
  /** Whether a request may make it look at further targets (--allow-adding-targets). */
  readonly canAdd: boolean;
}

export function fleetApp(options: FleetAppOptions): Hono {
  const { store, recorder, sourceRoots, canAdd } = options;
  const lister = new ProcessLister();
  const events = new EventStream(recorder);
  const fleet: Fleet = {
    store,
    recorder,
    sourceRoots,
    canAdd,
    processes: () => lister.list(store, recorder, canAdd),
    events: (context) => events.answer(context),
  };
  const app = guardedApp(options, ["POST"]);
  const turnstile = new Turnstile();
  for (const route of ROUTES) {
    const answer = (context: Context) => route.answerTo(fleet, context);
    app.on(route.method, honoPath(route.path), (context) =>
      route.isHeavy === true ? turnstile.pass(() => answer(context)) : answer(context),
    );
  }
  app.on(["POST"], "*", (context) => problem(context, 405, "Only GET is answered here."));
  return app;
}

/** `/processes/{id}` → `/processes/:id` */
function honoPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ":$1");
}
