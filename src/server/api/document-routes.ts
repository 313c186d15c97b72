/** The description of the API, where the API itself is, so that a client needs no other place. */
import { readdirSync, readFileSync } from "node:fs";
import { packageRoot } from "../../collect/package-root.ts";
import { Refusal } from "../problem.ts";
import { openApiDocument } from "./open-api.ts";
import type { Parameter } from "./parameter.ts";
import { type Route, route } from "./route.ts";

const SCHEMA_NAME: Parameter<string> = {
  in: "path",
  about: "File name of a schema: page.schema.json.",
  isRequired: true,
  schema: { type: "string", maxLength: 64 },
  read: ([name = ""]) => name,
};

/** @param all routes that are described; these two are among them */
export function documentRoutes(all: () => readonly Route[]): Route[] {
  const document = once(() => openApiDocument(all()));
  const schemas = once(readSchemas);
  return [
    route({
      method: "get",
      path: "/api/v1/openapi.json",
      summary: "This description, as OpenAPI 3.1",
      parameters: {},
      body: null,
      answer: { about: "The document.", type: "application/json", schema: null },
      refusals: [],
      run: (_, __, context) => context.json(document()),
    }),
    route({
      method: "get",
      path: "/api/v1/schema/{name}",
      summary: "A JSON Schema that the description refers to",
      parameters: { name: SCHEMA_NAME },
      body: null,
      answer: { about: "The schema.", type: "application/schema+json", schema: null },
      refusals: [404],
      run: (_, { name }, context) => {
        const schema = schemas().get(name);
        if (schema === undefined) throw new Refusal(404, "There is no such schema.");
        return context.body(schema, 200, { "content-type": "application/schema+json" });
      },
    }),
  ];
}

/** By file name: what a request names is looked up here and not on the disk. */
function readSchemas(): Map<string, string> {
  const folder = new URL("docs/schema/", packageRoot());
  return new Map(
    readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), "utf8")]),
  );
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
