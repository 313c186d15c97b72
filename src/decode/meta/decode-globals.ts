/** globals.json of a snapshot: the program's largest variables, as its symbol table names them. */
import type { GlobalVariable, GlobalVariables } from "../../model/global-variables.ts";
import { JsonObject } from "./json-object.ts";

/** Fails with DecodeError on a key that is missing or of another type; unknown keys are ignored. */
export function decodeGlobals(bytes: Uint8Array): GlobalVariables {
  const json = JsonObject.parse(bytes, "globals.json");
  const stripped = json.boolean("stripped");
  if (stripped === undefined) throw json.wrong("stripped", "true or false");
  const variables = json.objects("variables");
  if (variables === undefined) throw json.wrong("variables", "an array");
  const relocated = json.number("relocated");
  return {
    size: requireNumber(json, "size"),
    ...writtenOf(json),
    ...(relocated === undefined ? {} : { relocated }),
    stripped,
    variables: variables.map(readVariable),
  };
}

function readVariable(json: JsonObject): GlobalVariable {
  return {
    name: requireString(json, "name"),
    ...(json.boolean("behind") ? { behind: true } : {}),
    section: requireString(json, "section"),
    size: requireNumber(json, "size"),
    ...writtenOf(json),
  };
}

function writtenOf(json: JsonObject): { written?: number } {
  const written = json.number("written");
  return written === undefined ? {} : { written };
}

function requireNumber(json: JsonObject, key: string): number {
  const value = json.number(key);
  if (value === undefined) throw json.wrong(key, "a number of at least 0");
  return value;
}

function requireString(json: JsonObject, key: string): string {
  const value = json.string(key);
  if (value === undefined) throw json.wrong(key, "a string");
  return value;
}
