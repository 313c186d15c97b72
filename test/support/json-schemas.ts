/**
 * The published schemas of docs/schema, made strict: a field that no schema names is an error, so
 * that the documentation can't fall behind.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv, type SchemaObject } from "ajv";

const FOLDER = join(import.meta.dirname, "../../docs/schema");

const ajv = new Ajv({
  strict: true,
  strictRequired: false,
  allowUnionTypes: true,
  allErrors: true,
});
for (const name of readdirSync(FOLDER)) {
  ajv.addSchema(strict(JSON.parse(readFileSync(join(FOLDER, name), "utf8"))));
}

/** What is wrong with a result by the schema of its format; [] where nothing is. */
export function schemaErrors(result: { readonly format: string }): string[] {
  const name = /^resident\.(\w+)\/1$/.exec(result.format)?.[1];
  const validate = ajv.getSchema(`${name}.schema.json`);
  if (validate === undefined) return [`there is no schema for ${result.format}`];
  validate(result);
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

function strict(schema: SchemaObject): SchemaObject {
  const entries = Object.entries(schema).map(([key, value]) => [
    key,
    typeof value !== "object" || value === null ? value : strictValue(value),
  ]);
  const closed = Object.fromEntries(entries) as SchemaObject;
  return schema["properties"] === undefined ? closed : { ...closed, additionalProperties: false };
}

function strictValue(value: SchemaObject | readonly unknown[]): unknown {
  return Array.isArray(value)
    ? value.map((one) => (typeof one === "object" && one !== null ? strict(one) : one))
    : strict(value as SchemaObject);
}
