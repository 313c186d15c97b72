/**
 * The OpenAPI document of the recorder's API, made from the routes that answer. Schemas are those of
 * docs/schema, which the tests hold every answer to.
 */
import type { Parameter, Parameters } from "./parameter.ts";
import type { Route } from "./route.ts";

type Json = Readonly<Record<string, unknown>>;

const REASONS: Readonly<Record<number, string>> = {
  400: "A parameter is none, or out of its bounds; the sentence says what was expected.",
  401: "A token is asked for.",
  403: "Another site, a foreign host name, or not allowed.",
  404: "There is no such process, or nothing of it.",
  413: "The body is too large.",
  503: "It can't be done now; the sentence says why.",
};

/** Any address can refuse whom it does not know. */
const ALWAYS = [401, 403];

export function openApiDocument(routes: readonly Route[]): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    const path = paths[route.path] ?? {};
    paths[route.path] = path;
    path[route.method] = operationOf(route);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Resident",
      version: "1",
      summary: "What the recorder knows of the Go processes that it looks at.",
      license: { name: "MIT", identifier: "MIT" },
    },
    jsonSchemaDialect: "http://json-schema.org/draft-07/schema#",
    servers: [{ url: "http://127.0.0.1:7070" }],
    security: [{}, { bearer: [] }, { token: [] }],
    paths,
    components: {
      schemas: {
        Problem: {
          type: "object",
          required: ["error"],
          properties: { error: { type: "string", description: "One sentence." } },
        },
      },
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer" },
        token: { type: "apiKey", in: "query", name: "token" },
      },
    },
  };
}

function operationOf(route: Route): Json {
  const { method, summary, parameters, body, answer, refusals } = route;
  const hasParameters = Object.keys(parameters).length > 0;
  const refused = [
    ...new Set([...ALWAYS, ...(hasParameters || body !== null ? [400] : []), ...refusals]),
  ];
  return {
    operationId: operationId(route),
    summary,
    ...(hasParameters ? { parameters: describe(parameters) } : {}),
    ...(body === null
      ? {}
      : { requestBody: { required: true, content: { "application/json": { schema: body } } } }),
    responses: {
      [method === "post" ? "201" : "200"]: {
        description: answer.about,
        content: { [answer.type]: contentOf(answer.schema) },
      },
      ...Object.fromEntries(refused.sort().map((status) => [status, problemOf(status)])),
    },
  };
}

/** `get /api/v1/processes/{id}/page` → getProcessesPage */
function operationId({ method, path }: Route): string {
  const words = path
    .replace("/api/v1", "")
    .split(/[/.]/)
    .filter((word) => word !== "" && !word.startsWith("{"));
  return method + words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join("");
}

function describe(parameters: Parameters): Json[] {
  return Object.entries(parameters).map(([name, parameter]: [string, Parameter<unknown>]) => ({
    name,
    in: parameter.in,
    required: parameter.isRequired,
    description: parameter.about,
    schema: parameter.schema,
  }));
}

function contentOf(schema: string | null): Json {
  return schema === null ? {} : { schema: { $ref: `schema/${schema}.schema.json` } };
}

function problemOf(status: number): Json {
  return {
    description: REASONS[status] ?? "",
    content: { "application/json": { schema: { $ref: "#/components/schemas/Problem" } } },
  };
}
