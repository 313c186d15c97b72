/**
 * /proc/PID/maps: the mappings without their residency, for where smaps can't be read. Every
 * line opens a mapping; everything that smaps adds is 0 and `hasResidency` says so.
 */
import type { AddressSpace } from "../../model/address-space.ts";
import { AddressSpaceBuilder } from "./address-space-builder.ts";
import { ByteCursor } from "./byte-cursor.ts";
import { readMappingHeader } from "./read-mapping-header.ts";

/** Fails with DecodeError, also on an empty file: a process that can be explained has mappings. */
export function decodeMaps(bytes: Uint8Array): AddressSpace {
  const cursor = new ByteCursor(bytes, "maps");
  const builder = new AddressSpaceBuilder(false);
  let name = "";
  do {
    const header = readMappingHeader(cursor, name);
    name = header.name;
    builder.add(header);
  } while (!cursor.atEnd);
  return builder.finish();
}
