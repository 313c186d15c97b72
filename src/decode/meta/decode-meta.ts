/**
 * meta.json of a snapshot: when each file was read, why one is missing, and what is known of the
 * process and the machine that no file of the bundle says.
 */
import type { MetaJson } from "../../model/bundle.ts";
import { JsonObject } from "./json-object.ts";

type Draft = { -readonly [Key in keyof MetaJson]: MetaJson[Key] };
type FileNote = NonNullable<MetaJson["files"]>[string];
type CgroupNote = NonNullable<MetaJson["cgroup"]>;

const STRINGS = ["goVersion", "buildId", "executable", "hugePages"] as const;

/** Fails with DecodeError on a key of another type; unknown keys are ignored. */
export function decodeMeta(bytes: Uint8Array): MetaJson {
  const json = JsonObject.parse(bytes, "meta.json");
  const meta: Draft = {};
  for (const key of STRINGS) setIfKnown(meta, key, json.string(key));
  setIfKnown(meta, "goVersionIsApproximate", json.boolean("goVersionIsApproximate"));
  setIfKnown(meta, "pageSize", readPageSize(json));
  setIfKnown(meta, "processStart", json.number("processStart"));
  setIfKnown(meta, "collections", json.number("collections"));
  setIfKnown(meta, "files", readFiles(json.object("files")));
  setIfKnown(meta, "cgroup", readCgroup(json.object("cgroup")));
  return meta;
}

function setIfKnown<K extends keyof Draft>(meta: Draft, key: K, value: Draft[K] | undefined): void {
  if (value !== undefined) meta[key] = value;
}

/** 4 to 64 KiB on the machines that Go runs on; any power of two from 4 KiB is taken. */
function readPageSize(json: JsonObject): number | undefined {
  const pageSize = json.number("pageSize");
  if (pageSize === undefined) return undefined;
  const isPower = pageSize >= 4096 && pageSize <= 2 ** 30 && Number.isInteger(Math.log2(pageSize));
  if (!isPower) throw json.wrong("pageSize", "a power of two from 4096");
  return pageSize;
}

function readFiles(json: JsonObject | undefined): MetaJson["files"] {
  if (json === undefined) return undefined;
  return Object.fromEntries(json.keys().map((name) => [name, readFileNote(json.object(name)!)]));
}

function readFileNote(json: JsonObject): FileNote {
  const readAt = json.number("readAt");
  const reason = json.string("reason");
  const remedy = json.string("remedy");
  return {
    ...(readAt === undefined ? {} : { readAt }),
    ...(reason === undefined ? {} : { reason }),
    ...(remedy === undefined ? {} : { remedy }),
  };
}

function readCgroup(json: JsonObject | undefined): CgroupNote | undefined {
  if (json === undefined) return undefined;
  const version = json.number("version");
  if (version !== 1 && version !== 2) throw json.wrong("version", "1 or 2");
  const levels = json.objects("levels");
  if (levels === undefined) throw json.wrong("levels", "an array");
  return { version, levels: levels.map(readLevel) };
}

function readLevel(json: JsonObject): CgroupNote["levels"][number] {
  const path = json.string("path");
  if (path === undefined) throw json.wrong("path", "a string");
  const files = json.object("files");
  const texts = (files?.keys() ?? []).map((name) => [name, files!.string(name)!] as const);
  return { path, files: Object.fromEntries(texts) };
}
