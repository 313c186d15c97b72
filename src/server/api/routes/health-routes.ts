/** How Resident itself does, for what watches it. */
import { Refusal } from "../../problem.ts";
import { metricsText } from "../metrics.ts";
import { type Route, route } from "../route.ts";

export const HEALTH_ROUTES: readonly Route[] = [
  route({
    method: "get",
    path: "/metrics",
    summary: "Resident's own numbers, as Prometheus reads them",
    parameters: {},
    body: null,
    answer: { about: "Prometheus text.", type: "text/plain; version=0.0.4", schema: null },
    refusals: [],
    run: async (fleet, _, context) =>
      context.body(await metricsText(fleet), 200, {
        "content-type": "text/plain; version=0.0.4; charset=utf-8",
      }),
  }),
  route({
    method: "get",
    path: "/healthz",
    summary: "Whether it records; asks for no token",
    parameters: {},
    body: null,
    answer: { about: "ok", type: "text/plain", schema: null },
    refusals: [503],
    run: ({ recorder }, _, context) => {
      const error = recorder.storeError();
      if (error !== null) throw new Refusal(503, error);
      return context.text("ok\n");
    },
  }),
];
