/** The next commands after a report lead to source only where a line matters. */
import { expect, it } from "vitest";
import { MiB } from "../../src/base/units.ts";
import { findLine } from "../../src/model/ledger.ts";
import type { CodeLine } from "../../src/model/report.ts";
import { hintLines } from "../../src/report/text/report/hints.ts";
import { CLASSIC_REPORT } from "./classic-report.ts";

const LIVE = findLine(CLASSIC_REPORT.ledger, "live")!.bytes!;

function line(name: string, bytes: number, resolvable = true): CodeLine {
  const [objectsRange, bytesRange] = [[1, 9] as const, [bytes / 2, bytes * 2] as const];
  const place = { function: name, file: "/src/a.go", line: 7 };
  return {
    ...place,
    bytes,
    bytesRange,
    objects: 3,
    objectsRange,
    samples: 3,
    resolvable,
    callers: [],
  };
}

function commands(...code: CodeLine[]): string[] {
  const lines = hintLines({ ...CLASSIC_REPORT, code }, 200);
  return lines.map((spans) => spans.map(({ text }) => text).join(""));
}

function listed(...code: CodeLine[]): string | undefined {
  return commands(...code).find((text) => text.includes("resident list"));
}

it("offers the source of a line that holds a notable share of what is live", () => {
  expect(listed(line("main.keep", LIVE / 2))).toContain("resident list 'main\\.keep'");
});

it("offers no source of a line that is small, of few samples or the runtime's", () => {
  expect(listed(line("net.IP.String", Math.min(LIVE / 20, MiB)))).toBeUndefined();
  expect(listed(line("main.keep", LIVE / 2, false))).toBeUndefined();
  expect(listed(line("runtime.(*scavengerState).init", LIVE / 2))).toBeUndefined();
});

it("passes over the runtime's line to the program's", () => {
  const found = listed(line("runtime.makeProfStackFP", LIVE / 2), line("main.keep", LIVE / 4));
  expect(found).toContain("main\\.keep");
});

it("still offers the table of all lines", () => {
  expect(commands(line("net.IP.String", 1)).join()).toContain("resident top");
});
