/** What the program has written of itself is no page cache, and a finding of its own. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { explain } from "../../src/analyze/explain.ts";
import { readBundleFolder } from "../../src/collect/bundle/read-bundle-folder.ts";
import { gunzip } from "../../src/collect/gunzip.ts";
import { decodeBundle } from "../../src/decode/recording.ts";
import type { GlobalVariables } from "../../src/model/global-variables.ts";
import { findLine } from "../../src/model/ledger.ts";
import type { Report } from "../../src/model/report.ts";
import { schemaErrors } from "../support/json-schemas.ts";

const MiB = 2 ** 20;
const TABLE = 150 * MiB;

/** A real process, with a bss that is so much larger and written. */
function withTable(globals?: GlobalVariables): Report {
  const raw = readBundleFolder(join(import.meta.dirname, "../fixtures/captures/probe/go1.23"));
  const [decoded] = decodeBundle(raw, { gunzip }).snapshots;
  const { cgroup: _, rollup: __, ...rest } = decoded!;
  const space = rest.addressSpace!;
  const program = space.name.findIndex((name) => name.startsWith("/"));
  const bss = space.name.findIndex((name, i) => i > program && name === "");
  expect(space.start[bss]).toBe(space.end[bss - 1]);
  const more = (column: Float64Array) => column.map((bytes, i) => bytes + (i === bss ? TABLE : 0));
  const status = { ...rest.status!, vmRss: rest.status!.vmRss! + TABLE };
  const addressSpace = {
    ...space,
    size: more(space.size),
    rss: more(space.rss),
    anonymous: more(space.anonymous),
  };
  const snapshot = { ...rest, status, addressSpace, ...(globals && { globals }) };
  return explain({ target: "app", snapshots: [snapshot], remarks: [] });
}

test("come first, and are not said to be page cache", () => {
  const report = withTable();
  const [first] = report.verdicts;
  expect(first).toMatchObject({ id: "global-variables", owns: ["program-globals"] });
  expect(first!.bytes! - TABLE).toBeGreaterThanOrEqual(0);
  expect(first!.bytes! - TABLE).toBeLessThan(MiB);
  expect(report.verdicts.some(({ id }) => id === "mapped-files")).toBe(false);
});

test("are the part of the program that is anonymous; the two parts add up", () => {
  const { ledger } = withTable();
  const program = findLine(ledger, "program-file")!;
  const [code, globals] = ["program-code", "program-globals"].map((id) => findLine(program, id)!);
  expect(code!.bytes! + globals!.bytes!).toBe(program.bytes);
  expect(code!.bytes).toBeLessThan(10 * MiB);
});

const CACHE = { name: "example.com/shop/cache.slots", section: ".noptrbss", size: 256 * MiB };
const LUT = { name: "main.table", section: ".noptrdata", size: 64 * MiB };
const UNTOUCHED = { name: "main.later", section: ".noptrbss", size: 512 * MiB };
const COUNTED: GlobalVariables = {
  size: 832 * MiB,
  written: TABLE,
  stripped: false,
  variables: [
    { ...CACHE, written: 86 * MiB },
    { ...LUT, written: 64 * MiB },
    { ...UNTOUCHED, written: 0 },
  ],
};

function told(globals?: GlobalVariables) {
  const report = withTable(globals);
  expect(schemaErrors(report)).toEqual([]);
  const { headline, evidence, actions } = report.verdicts[0]!;
  return {
    report,
    headline,
    evidence: evidence.map(({ what, value }) => `${value} ${what}`),
    actions: actions.map(({ text }) => text),
    note: findLine(report.ledger, "program-globals")?.note,
  };
}

test("say which they are by what of each is in RAM, where the pages add up to what was written", () => {
  const { report, headline, evidence, actions, note } = told(COUNTED);
  expect(headline).toContain("were written, 86.0 MiB of it cache.slots: the program");
  expect(evidence.slice(1, 3)).toEqual([
    "86.0 MiB example.com/shop/cache.slots, of 256 MiB",
    "64.0 MiB main.table",
  ]);
  expect(evidence.join()).not.toContain("main.later");
  expect(actions[0]).toMatch(/^Declare cache\.slots as a slice or a pointer/);
  expect(actions.at(-1)).toMatch(/^main\.table has its values from the program's file/);
  expect(note).toBe(
    "the largest in RAM: example.com/shop/cache.slots 86.0 MiB of 256 MiB, main.table 64.0 MiB",
  );
  expect(report.globalVariables).toEqual(COUNTED);
});

test("say sizes only, and no more of them, where what is in RAM is not known", () => {
  const { written: _, ...uncounted } = COUNTED;
  const noPages = { ...uncounted, variables: [CACHE, LUT, UNTOUCHED] };
  const twice = { ...COUNTED, variables: [...COUNTED.variables, { ...CACHE, written: 86 * MiB }] };
  const wrong: GlobalVariables[] = [
    noPages,
    { ...COUNTED, written: TABLE / 2 },
    { ...COUNTED, written: TABLE * 1.1 },
    twice,
  ];
  for (const globals of wrong) {
    const { report, headline, evidence, actions, note } = told(globals);
    expect(headline).toContain("that were written: the program");
    expect(evidence[1]).toBe("512 MiB size of main.later, in RAM or not");
    expect(actions[0]).toMatch(/^Declare a slice or a pointer instead/);
    expect(note).toMatch(
      /^the largest by size, how much of it is in RAM is not known: main\.later/,
    );
    expect(JSON.stringify(report.globalVariables)).not.toContain("written");
  }
});

test("say whose it is what a declaration points to, and what to do instead of that", () => {
  const points = { ...CACHE, behind: true as const, size: 100 * MiB, written: 100 * MiB };
  const { headline, evidence, actions, note } = told({ ...COUNTED, variables: [points] });
  expect(headline).toContain(", 100 MiB of it what cache.slots points to: the program");
  expect(evidence[1]).toBe("100 MiB what example.com/shop/cache.slots points to");
  expect(actions[0]).toMatch(/^What cache\.slots points to is declared with it/);
  expect(note).toBe("the largest in RAM: what example.com/shop/cache.slots points to 100 MiB");
});

test("are told from the tables of a position-independent program", () => {
  const mostly = told({ ...COUNTED, relocated: 100 * MiB, variables: [] });
  expect(mostly.headline).toContain(", 100 MiB of it tables that the loader wrote: the program");
  expect(mostly.evidence[1]).toBe(
    "100 MiB tables that the loader wrote: the program is position-independent",
  );
  expect(mostly.actions[0]).toMatch(/not position-independent/);
  const [cache] = COUNTED.variables;
  const partly = told({ ...COUNTED, relocated: 64 * MiB, variables: [cache!] });
  expect(partly.headline).toContain(", 86.0 MiB of it cache.slots: the program");
  expect(partly.actions.map((text) => /not position-independent/.test(text))).toContain(true);
  expect(told({ ...COUNTED, relocated: MiB }).headline).toContain("were written: the program");
});

test("have no names where the program is stripped, which is said with what to do about it", () => {
  const { evidence, actions, note } = told({ ...COUNTED, stripped: true, variables: [] });
  expect(evidence[1]).toBe("no names the program is stripped");
  expect(actions[0]).toMatch(/^The program is stripped \(-ldflags=-s\)/);
  expect(note).toBe("the program is stripped: no names");
});

test("are asked for with Go's own tool where a bundle has none", () => {
  const { report, actions, note } = told();
  expect(actions[0]).toMatch(/^See which they are/);
  expect(note).toBeUndefined();
  expect(report).not.toHaveProperty("globalVariables");
});
