/** The OpenAPI document: valid, complete, and true of what the server takes and answers. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openApiDocument } from "../../src/server/api/open-api.ts";
import { ROUTES } from "../../src/server/api/routes.ts";
import { schemaErrors } from "../support/json-schemas.ts";
import { recordingOf } from "../web/support/page-of.ts";
import { type RecordedFleet, record, recordedFleet } from "./support/recorded-fleet.ts";

const ROOT = join(import.meta.dirname, "../..");
const DOCUMENT = openApiDocument(ROUTES);

let fleet: RecordedFleet;

beforeAll(async () => {
  fleet = await recordedFleet({ canAdd: true });
  const leak = await recordingOf("test/fixtures/live/leak.tgz");
  await record(fleet.store, leak, { instance: "a:1" }, "shop");
});

afterAll(() => fleet.close());

/** An address with all that it must be given. */
function addressOf(path: string): string {
  const filled = path.replace("{id}", "0").replace("{name}", "page.schema.json");
  if (path.endsWith("/source")) return `${filled}?file=main.go`;
  return path === "/api/v1/code" ? `${filled}?process=0` : filled;
}

const withQuery = (path: string, name: string, value: string) => {
  const address = addressOf(path).replace(new RegExp(`[?&]${name}=[^&]*`), "");
  return `${address}${address.includes("?") ? "&" : "?"}${name}=${encodeURIComponent(value)}`;
};

test("is valid by the schema of OpenAPI 3.1", () => {
  const schema = JSON.parse(
    readFileSync(join(ROOT, "test/fixtures/openapi/oas-3.1.schema.json"), "utf8"),
  );
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
  expect(validate(DOCUMENT) ? [] : validate.errors).toEqual([]);
  expect(validate({ ...DOCUMENT, info: {} })).toBe(false);
});

test("has every address of the app, and no other", () => {
  const pages = ["/", "/app.js", "/app.css", "/*"];
  const served = fleet.app.routes
    .filter(({ path }) => !pages.includes(path))
    .map(({ method, path }) => `${method.toLowerCase()} ${path.replace(/:(\w+)/g, "{$1}")}`);
  const described = Object.entries(DOCUMENT["paths"] as Record<string, object>).flatMap(
    ([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`),
  );
  expect(described.sort()).toEqual([...new Set(served)].sort());
});

test("names each operation once, and each parameter of a path", () => {
  const operations = Object.entries(
    DOCUMENT["paths"] as Record<string, Record<string, { operationId: string }>>,
  ).flatMap(([, methods]) => Object.values(methods).map(({ operationId }) => operationId));
  expect(new Set(operations).size).toBe(operations.length);
  for (const { path, parameters } of ROUTES) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const described = Object.keys(parameters).filter((name) => parameters[name]!.in === "path");
    expect(described).toEqual(named);
  }
});

test("is served, and so is each schema that it refers to, to the byte", async () => {
  const served = await fleet.ask("/api/v1/openapi.json");
  expect(await served.json()).toEqual(JSON.parse(JSON.stringify(DOCUMENT)));
  const refs = [...JSON.stringify(DOCUMENT).matchAll(/"(schema\/[\w.]+)"/g)].map(([, ref]) => ref!);
  expect(refs.length).toBeGreaterThan(5);
  const waiting = [...new Set(refs)];
  const seen = new Set(waiting);
  for (const ref of waiting) {
    const response = await fleet.ask(`/api/v1/${ref}`);
    const text = await response.text();
    expect([ref, response.status]).toEqual([ref, 200]);
    expect(text).toBe(readFileSync(join(ROOT, "docs", ref), "utf8"));
    for (const [, file] of text.matchAll(/"\$ref": "(\w+\.schema\.json)/g)) {
      if (seen.has(`schema/${file}`)) continue;
      seen.add(`schema/${file}`);
      waiting.push(`schema/${file}`);
    }
  }
});

describe.each(
  ROUTES.filter(({ method }) => method === "get").map((route) => [route.path, route] as const),
)("GET %s", (path, { answer, parameters }) => {
  test("answers in the form that is described", async () => {
    const response = await fleet.ask(addressOf(path));
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")!.startsWith(answer.type.split(";")[0]!)).toBe(true);
    if (answer.schema === null) {
      await response.body!.cancel();
      return;
    }
    const result = (await response.json()) as { readonly format: string };
    expect(result.format).toBe(`resident.${answer.schema}/1`);
    expect(schemaErrors(result)).toEqual([]);
  });

  test("refuses what is out of the bounds that are described", async () => {
    for (const [name, parameter] of Object.entries(parameters)) {
      if (parameter.in === "path") continue;
      for (const value of outOf(parameter.schema)) {
        const { status } = await fleet.ask(withQuery(path, name, value));
        expect(status, `${name}=${value}`).toBe(400);
      }
    }
    expect((await fleet.ask(withQuery(path, "no_such", "1"))).status).toBe(400);
  });
});

/** Values that a schema does not allow. */
function outOf(schema: Readonly<Record<string, unknown>>): string[] {
  const { type, minimum, maximum, maxLength, items } = schema as Record<string, number | object>;
  if (items !== undefined) return outOf(items as Readonly<Record<string, unknown>>);
  if (schema["enum"] !== undefined) return ["", "zzz"];
  if ((type as unknown) === "string") return ["", "x".repeat(Number(maxLength) + 1)];
  return ["", "x", "NaN", String(Number(minimum) - 1), String(Number(maximum) + 1)];
}
