/**
 * /debug/vars of package expvar: one JSON object with `memstats` (all of runtime.MemStats), the
 * command line, and whatever the program published. In every Go version it has GCSys, OtherSys and
 * BySize, which makes it the best source for Go ≤ 1.7.
 *
 * A program can publish values that are not JSON (an expvar.Float that is NaN), so that where the
 * whole does not parse, the two parts that matter are cut out of it.
 */
import { DecodeError } from "../../base/errors.ts";
import type { BySize, MemStats } from "../../model/mem-stats.ts";
import { buildMemStats } from "./build-mem-stats.ts";
import { cutJsonValue } from "./cut-json-value.ts";

const FORMAT = "/debug/vars";
const NANOSECONDS = 1e9;
const PAUSES = 256;

export interface Vars {
  readonly memStats?: MemStats;
  readonly commandLine?: readonly string[];
}

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Numbers are read as doubles, which is exact for every level below 2^53; LastGC and PauseEnd
 * (nanoseconds) lose their last digits. Fails with DecodeError.
 */
export function decodeVars(bytes: Uint8Array): Vars {
  const vars = parseVars(new TextDecoder().decode(bytes));
  const memstats = vars["memstats"];
  const cmdline = vars["cmdline"];
  return {
    ...(memstats === undefined ? {} : { memStats: memStatsOf(memstats) }),
    ...(isStringArray(cmdline) ? { commandLine: cmdline } : {}),
  };
}

function parseVars(text: string): JsonObject {
  const whole = parseJson(text) ?? {
    memstats: parseJson(cutJsonValue(text, "memstats")),
    cmdline: parseJson(cutJsonValue(text, "cmdline")),
  };
  if (isObject(whole) && Object.values(whole).some((value) => value !== undefined)) return whole;
  throw problem("$", "a JSON object as package expvar writes it", excerpt(text));
}

function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function memStatsOf(memstats: unknown): MemStats {
  if (!isObject(memstats)) throw problem("memstats", "an object", excerpt(String(memstats)));
  const numbers = new Map<string, number>();
  for (const [name, value] of Object.entries(memstats)) {
    if (typeof value === "number") numbers.set(name, value);
  }
  const lastGC = numbers.get("LastGC");
  if (lastGC !== undefined) numbers.set("LastGC", lastGC / NANOSECONDS);
  return buildMemStats({
    source: "/debug/vars",
    format: FORMAT,
    at: { offset: 0 },
    numbers,
    lists: listsOf(memstats),
  });
}

function listsOf(memstats: JsonObject): Pick<MemStats, "PauseNs" | "PauseEnd" | "BySize"> {
  const { PauseNs, PauseEnd, BySize } = memstats;
  return {
    ...(isRing(PauseNs) ? { PauseNs } : {}),
    ...(isRing(PauseEnd) ? { PauseEnd } : {}),
    ...(isBySize(BySize) ? { BySize } : {}),
  };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isRing(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length === PAUSES && value.every(Number.isFinite);
}

function isStringArray(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function isBySize(value: unknown): value is readonly BySize[] {
  return Array.isArray(value) && value.every(isSizeClass);
}

function isSizeClass(value: unknown): value is BySize {
  if (!isObject(value)) return false;
  return [value["Size"], value["Mallocs"], value["Frees"]].every(Number.isFinite);
}

function excerpt(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}

function problem(field: string, expected: string, found: string): DecodeError {
  return new DecodeError({ format: FORMAT, at: { offset: 0 }, field, expected, found });
}
