// The local time as Go prints it. The expected zones were printed by Go; where Go is there, the
// reference is asked for a whole report as well.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { DecodeError } from "../../src/base/errors.ts";
import { localZone } from "../../src/collect/time-zone.ts";
import { decodeTimeZone } from "../../src/decode/tzif/decode-time-zone.ts";
import { parsePosixRule, ruleTimeAt } from "../../src/decode/tzif/posix-rule.ts";
import { CAPTURES } from "../support/captures.ts";
import { runOwn } from "../support/own-pprof.ts";
import { referencePath } from "../support/reference-pprof.ts";

const FOLDER = "/usr/share/zoneinfo";
const at = (date: string) => BigInt(Date.parse(date)) * 1_000_000n;
const hasZones = spawnSync("test", ["-f", join(FOLDER, "Europe/Berlin")]).status === 0;

describe.skipIf(!hasZones)("localZone", () => {
  test.each([
    ["Europe/Berlin", "2026-11-24T00:00:00Z", "CET", 3600],
    ["Europe/Berlin", "2026-07-01T00:00:00Z", "CEST", 7200],
    ["Europe/Berlin", "2095-07-01T00:00:00Z", "CEST", 7200],
    ["Europe/Berlin", "1880-01-01T00:00:00Z", "LMT", 3208],
    ["America/Sao_Paulo", "2026-11-24T00:00:00Z", "-03", -10_800],
    ["America/New_York", "2026-03-08T06:59:59Z", "EST", -18_000],
    ["America/New_York", "2026-03-08T07:00:00Z", "EDT", -14_400],
    ["Australia/Lord_Howe", "2060-01-15T00:00:00Z", "+11", 39_600],
    ["Europe/Dublin", "2060-07-15T00:00:00Z", "IST", 3600],
    ["Asia/Kathmandu", "2026-11-24T00:00:00Z", "+0545", 20_700],
    ["Etc/GMT+5", "2026-11-24T00:00:00Z", "-05", -18_000],
    [`${FOLDER}/Asia/Tokyo`, "2026-11-24T00:00:00Z", "JST", 32_400],
    [":Asia/Tokyo", "2026-11-24T00:00:00Z", "JST", 32_400],
    ["", "2026-11-24T00:00:00Z", "UTC", 0],
    ["UTC", "2026-11-24T00:00:00Z", "UTC", 0],
    ["No/Where", "2026-11-24T00:00:00Z", "UTC", 0],
    ["../../../etc/passwd", "2026-11-24T00:00:00Z", "UTC", 0],
  ])("TZ=%s at %s is %s", (TZ, date, zone, offset) => {
    const { zone: foundZone, offset: foundOffset } = localZone({ TZ })(at(date));
    expect([foundZone, foundOffset]).toEqual([zone, offset]);
  });

  test("a file that is cut or none is refused", () => {
    const bytes = readFileSync(join(FOLDER, "Europe/Berlin"));
    for (let length = 0; length < bytes.length - 40; length += 7) {
      expect(() => decodeTimeZone(bytes.subarray(0, length))).toThrow(DecodeError);
    }
    expect(() => decodeTimeZone(Buffer.from("no zone at all"))).toThrow(DecodeError);
  });
});

describe.skipIf(referencePath === undefined || !hasZones)("the reference", () => {
  const profile = join(CAPTURES, "probe/go1.26/0001/pprof/heap");
  test.each(["Europe/Berlin", "America/Sao_Paulo", "Asia/Kolkata", "Pacific/Apia", "nonsense"])(
    "prints the same in %s",
    async (TZ) => {
      const env = { ...process.env, TZ };
      const theirs = spawnSync(referencePath!, ["-top", profile], { env, encoding: "utf8" });
      expect((await runOwn(["-top", profile], { zone: TZ })).stdout).toBe(theirs.stdout);
    },
  );
});

describe("rules of POSIX", () => {
  const seconds = (date: string) => Date.parse(date) / 1000;

  test("of the southern half, where summer lasts over the new year", () => {
    const rule = parsePosixRule("AEST-10AEDT,M10.1.0,M4.1.0/3")!;
    expect(ruleTimeAt(rule, seconds("2040-01-01T00:00:00Z"))).toEqual({
      offset: 39_600,
      zone: "AEDT",
    });
    expect(ruleTimeAt(rule, seconds("2040-06-01T00:00:00Z")).zone).toBe("AEST");
  });

  test("days of the year, quoted names, and times before midnight", () => {
    const rule = parsePosixRule("<-02>2<-01>,J60/-1,300/25")!;
    expect(ruleTimeAt(rule, seconds("2040-03-01T00:59:59Z")).zone).toBe("-02");
    expect(ruleTimeAt(rule, seconds("2040-03-01T01:00:00Z")).zone).toBe("-01");
  });

  test.each(["", "X", "CET", "CET-1CEST,M3", "CET-1CEST,M3.5.0,", "CET-1CEST,a,b"])(
    "%j is none",
    (text) => {
      expect(parsePosixRule(text)).toBeUndefined();
    },
  );
});
