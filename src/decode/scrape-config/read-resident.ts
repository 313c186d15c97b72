/** The key `resident`: what other recorders have no word for. */
import type { ResidentSettings, RetentionSettings } from "../../model/scrape-config.ts";
import { type ConfigFields, pathFrom } from "./config-fields.ts";

export function readResident(fields: ConfigFields | undefined, folder: string): ResidentSettings {
  if (fields === undefined) return { sourceRoots: [], processes: [], retention: {} };
  const data = fields.optional("data", (key) => fields.path(key, folder));
  const listen = fields.optional("listen", (key) => readListen(fields, key));
  const tokenFile = fields.optional("token_file", (key) => fields.path(key, folder));
  const allowAddingTargets = fields.optional("allow_adding_targets", (key) => fields.flag(key));
  const roots = fields.has("source_roots") ? fields.texts("source_roots") : [];
  const settings = {
    ...(data === undefined ? {} : { data }),
    ...(listen === undefined ? {} : { listen }),
    ...(tokenFile === undefined ? {} : { tokenFile }),
    ...(allowAddingTargets === undefined ? {} : { allowAddingTargets }),
    sourceRoots: roots.map((root) => pathFrom(folder, root)),
    processes: fields.has("processes") ? fields.words("processes") : [],
    retention: readRetention(fields.optional("retention", (key) => fields.map(key))),
  };
  fields.done();
  return settings;
}

function readListen(fields: ConfigFields, key: string): NonNullable<ResidentSettings["listen"]> {
  const text = fields.text(key);
  const match = /^(\[[0-9a-fA-F:.]+\]|[\w.-]*):(\d{1,5})$/.exec(text);
  const port = Number(match?.[2]);
  if (match === null || port < 1 || port > 65_535) {
    throw fields.wrong(key, "an address such as 127.0.0.1:7070", JSON.stringify(text));
  }
  return { host: (match[1] || "127.0.0.1").replace(/^\[|\]$/g, ""), port };
}

function readRetention(fields: ConfigFields | undefined): RetentionSettings {
  if (fields === undefined) return {};
  const maxAge = fields.optional("max_age", (key) => fields.seconds(key));
  const maxBytes = fields.optional("max_size", (key) => fields.bytes(key));
  const thinAfter = fields.optional("thin_after", (key) => fields.seconds(key));
  const thinTo = fields.optional("thin_to", (key) => fields.seconds(key));
  fields.done();
  return {
    ...(maxAge === undefined ? {} : { maxAge }),
    ...(maxBytes === undefined ? {} : { maxBytes }),
    ...(thinAfter === undefined ? {} : { thinAfter }),
    ...(thinTo === undefined ? {} : { thinTo }),
  };
}
