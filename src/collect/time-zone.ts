/**
 * Offset and abbreviation of the local time zone as Go prints them: Intl has neither `CET` nor `-03`
 * for all zones, the system's own files (TZif, RFC 8536) have. TZ names a file of the zone database
 * or a path; without it /etc/localtime is read, and what can't be read is UTC.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeTimeZone, type TimeZone, zoneTimeAt } from "../decode/tzif/decode-time-zone.ts";
import type { ZoneTime } from "../decode/tzif/zone-time.ts";

const FOLDERS = [
  "/usr/share/zoneinfo/",
  "/usr/share/lib/zoneinfo/",
  "/usr/lib/locale/TZ/",
  "/etc/zoneinfo/",
];
const UTC: ZoneTime = { offset: 0, zone: "UTC" };

/** The zone of this machine. `env`: where TZ may be set. */
export function localZone(
  env: Readonly<Record<string, string | undefined>>,
): (nanos: bigint) => ZoneTime {
  let zone: TimeZone | undefined | "unread" = "unread";
  return (nanos) => {
    if (zone === "unread") zone = readZone(env);
    return zone === undefined ? UTC : zoneTimeAt(zone, floorSeconds(nanos));
  };
}

/** Undefined: UTC. */
function readZone(env: Readonly<Record<string, string | undefined>>): TimeZone | undefined {
  const { TZ } = env;
  if (TZ === undefined) return readFile("/etc/localtime");
  const name = TZ.startsWith(":") ? TZ.slice(1) : TZ;
  if (name === "" || name === "UTC") return undefined;
  if (name.startsWith("/")) return readFile(name);
  if (name.split("/").includes("..")) return undefined;
  for (const folder of FOLDERS) {
    const zone = readFile(join(folder, name));
    if (zone !== undefined) return zone;
  }
  return undefined;
}

function readFile(path: string): TimeZone | undefined {
  try {
    return decodeTimeZone(readFileSync(path));
  } catch {
    return undefined;
  }
}

function floorSeconds(nanos: bigint): number {
  const remainder = ((nanos % SECOND) + SECOND) % SECOND;
  return Number((nanos - remainder) / SECOND);
}

const SECOND = 1_000_000_000n;
