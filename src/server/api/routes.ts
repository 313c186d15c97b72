/** Every address of the recorder's API, in the order in which its document lists them. */
import { documentRoutes } from "./document-routes.ts";
import type { Route } from "./route.ts";
import { FLEET_ROUTES } from "./routes/fleet-routes.ts";
import { HEALTH_ROUTES } from "./routes/health-routes.ts";
import { PROCESS_ROUTES } from "./routes/process-routes.ts";
import { PROFILE_ROUTES } from "./routes/profile-routes.ts";

const ANSWERING = [...FLEET_ROUTES, ...PROCESS_ROUTES, ...PROFILE_ROUTES, ...HEALTH_ROUTES];

export const ROUTES: readonly Route[] = [...ANSWERING, ...documentRoutes(() => ROUTES)];
