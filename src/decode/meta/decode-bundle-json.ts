/** bundle.json: the version of the bundle's layout, and what its writer says of the target. */
import type { BundleJson } from "../../model/bundle.ts";
import { JsonObject } from "./json-object.ts";

/** Fails with DecodeError, also on a layout that this version does not know. */
export function decodeBundleJson(bytes: Uint8Array): BundleJson {
  const json = JsonObject.parse(bytes, "bundle.json");
  if (json.number("format") !== 1) throw json.wrong("format", "1");
  const go = json.string("go");
  const target = json.string("target");
  const note = json.string("note");
  const peakRss = json.number("peakRss");
  return {
    format: 1,
    ...(go === undefined ? {} : { go }),
    ...(target === undefined ? {} : { target }),
    ...(note === undefined ? {} : { note }),
    ...(peakRss === undefined ? {} : { peakRss }),
  };
}
