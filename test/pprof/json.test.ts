/** The JSON of pprof's reports: by its schema, and with the numbers of the text. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { decodePprof } from "../../src/decode/pprof/decode-pprof.ts";
import { findCommand } from "../../src/pprof/commands.ts";
import { makeReport } from "../../src/pprof/make-report.ts";
import { percentage, scaledLabel } from "../../src/pprof/measure/label.ts";
import { DEFAULT_SETTINGS, type Settings } from "../../src/pprof/settings.ts";
import { schemaErrors } from "../support/json-schemas.ts";
import { readUnpacked } from "../support/unpacked.ts";

const FOLDER = join(import.meta.dirname, "../fixtures/pprof");
/** Of those that have functions at all: threadcreate has none. */
const FILES = readdirSync(FOLDER).filter((name) => /^(?!thread).*\.pb\.gz$/.test(name));
/** Bytes and nanoseconds as they are: text in this unit has nothing rounded. */
const BASE_UNITS: Readonly<Record<string, string>> = { bytes: "B", nanoseconds: "ns" };

for (const file of FILES) {
  describe(file, () => {
    for (const [name, argument] of [
      ["top"],
      ["tree"],
      ["peek", "."],
      ["list", "."],
      ["traces"],
      ["tags"],
    ] as const) {
      test(`-${name} is what its schema says`, () => {
        expect(schemaErrors(JSON.parse(report(file, name, { argument, json: true })))).toEqual([]);
      });
    }

    test("-top has the numbers of the text, in its order", () => {
      const json = JSON.parse(report(file, "top", { json: true }));
      const unit = BASE_UNITS[json.unit] ?? "";
      const text = report(file, "top", { settings: { unit: unit === "" ? "minimum" : unit } });
      const rows = text
        .slice(text.indexOf("cum%\n") + 5)
        .trimEnd()
        .split("\n");
      const notes = { none: "", some: " (partial-inline)", all: " (inline)" };
      const own = json.nodes.map((node: (typeof json.nodes)[number]) => [
        scaledLabel(node.flat, json.unit, unit || "minimum"),
        percentage(node.cum, json.total).trim(),
        node.name + notes[node.inline as keyof typeof notes],
      ]);
      const printed = rows.map((row) => {
        const [flat, , , , share, ...name] = row.trim().split(/\s+/);
        return [flat, share, name.join(" ")];
      });
      expect(own).toEqual(printed);
    });

    test("-traces adds up to the total", () => {
      const { samples, total } = JSON.parse(report(file, "traces", { json: true }));
      const sum = samples.reduce((all: number, { value }: { value: number }) => all + value, 0);
      expect(sum).toBe(total);
    });
  });
}

test("a report without JSON says which have it", () => {
  expect(() => report("heap.pb.gz", "raw", { json: true })).toThrow("-raw has no JSON");
});

interface Options {
  readonly argument?: string | undefined;
  readonly json?: boolean;
  readonly settings?: Partial<Settings>;
}

function report(file: string, name: string, { argument, json, settings }: Options): string {
  const pieces = makeReport({
    profile: decodePprof(readUnpacked(join(FOLDER, file))),
    command: findCommand(name)!,
    ...(argument === undefined ? {} : { argument }),
    ...(json === undefined ? {} : { json }),
    settings: { ...DEFAULT_SETTINGS, ...settings },
    host: {
      localTime: () => ({ offset: 0, zone: "UTC" }),
      readSource: () => ({ error: "there are no sources here" }),
      openObject: () => undefined as never,
      workingFolder: () => "/",
    },
    warn: () => {},
  });
  return [...pieces].join("");
}
