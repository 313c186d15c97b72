/** What is printed in a report can be asked for, as it is printed. */
import { describe, expect, it } from "vitest";
import { ResidentError } from "../../src/base/errors.ts";
import { MiB } from "../../src/base/units.ts";
import { explainPart } from "../../src/cli/explain-part.ts";
import { eachLine } from "../../src/model/ledger.ts";
import type { CodeLine, Report } from "../../src/model/report.ts";
import { placeText } from "../../src/report/text/place.ts";
import { renderText } from "../../src/report/text/render-text.ts";
import { CLASSIC_REPORT } from "../report/classic-report.ts";
import { schemaErrors } from "../support/json-schemas.ts";

const PUT: CodeLine = {
  function: "github.com/acme/shop/cache.(*Cache[go.shape.int]).Put",
  file: "/src/cache/cache.go",
  line: 41,
  bytes: 2 * MiB,
  bytesRange: [MiB, 4 * MiB],
  objects: 4,
  objectsRange: [2, 8],
  samples: 4,
  resolvable: true,
  callers: [{ function: "main.serve", file: "/src/main.go", line: 9 }],
};
const REPORT: Report = { ...CLASSIC_REPORT, code: [...CLASSIC_REPORT.code, PUT] };

/** Title of a line, or id of a finding. */
function explained(words: string): string {
  const found = explainPart(REPORT, words);
  return found.format === "resident.line/1" ? found.title : found.verdict.id;
}

function refusal(words: string): { message: string; hint: string | undefined } {
  try {
    return { message: `it is ${explained(words)}`, hint: undefined };
  } catch (error) {
    if (!(error instanceof ResidentError)) throw error;
    return { message: error.message, hint: error.hint };
  }
}

describe("--explain finds", () => {
  it("every line by its id, and by its title where no other has it", () => {
    const lines = [...eachLine(REPORT.ledger)];
    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines) {
      const title = line.place === undefined ? line.title : placeText(line.place);
      expect(explained(line.id)).toBe(title);
      if (lines.filter((one) => one.title === line.title).length > 1) continue;
      expect(explained(line.title.toUpperCase())).toBe(title);
    }
  });

  it("every finding by its id and its number", () => {
    for (const [at, { id }] of REPORT.verdicts.entries()) {
      for (const words of [id, `[${at + 1}]`, `${at + 1}`]) expect(explained(words)).toBe(id);
    }
  });

  it.each([
    "cache.go:41 cache.(*Cache[…]).Put",
    "cache.go:41 …(*Cache[…]).P…",
    "cache.go:41",
    ":41",
    "41",
    "/src/cache/cache.go:41",
    "cache.(*Cache[go.shape.int]).Put",
    "github.com/acme/shop/cache.(*Cache[go.shape.int]).Put",
    "(*cache",
    "…Put",
    "…(*Cache[…]).P…",
    "cache.go",
  ])("a line of code that the ledger does not show: %s", (words) =>
    expect(explained(words)).toBe("cache.go:41 cache.(*Cache[…]).Put"),
  );

  it.each([
    ["main.main", "main.go:31 main.main"],
    ["live ob", "live objects"],
    ["collectible slices", "live-heap"],
    ["swapped out", "swapped out"],
  ])("%s", (words, wanted) => {
    const report = { ...REPORT.verdicts[0]!, headline: "Two collectible slices." };
    const found = explainPart({ ...REPORT, verdicts: [report] }, words);
    expect(found.format === "resident.line/1" ? found.title : found.verdict.id).toBe(wanted);
  });

  it("who owns a line of code", () =>
    expect(explainPart(REPORT, "main.go:31")).toMatchObject({
      verdict: "live-heap",
    }));
});

describe("--explain falls back to what the documentation says of", () => {
  it.each([
    ["near-limit", "near-limit", /limit/],
    ["GOGC", "GOGC", /how far the heap may grow/],
    ["anonymous mappings", "anonymous mappings", /./],
  ])("%s, which this report does not have", (words, title, what) => {
    const found = explainPart(REPORT, words);
    expect(found).toMatchObject({ format: "resident.line/1", title, line: { bytes: null } });
    const text = renderText(found, { width: 80, color: false, unicode: true, all: false });
    expect(text).toMatch(
      /^here +(not in this report|a word that reports use, not a line with a figure)$/m,
    );
    expect(text).toMatch(what);
    expect(text).not.toMatch(/^(basis|read from)/m);
  });
});

describe("--explain of an id that a line and a finding share", () => {
  const [first] = REPORT.verdicts;
  const shared = { ...first!, id: "go-heap" as typeof first.id, headline: "Of that heap." };
  const report = { ...REPORT, verdicts: [...REPORT.verdicts, shared] };

  it("explains both, the line first", () => {
    const found = explainPart(report, "go-heap");
    expect(found).toMatchObject({
      format: "resident.line/1",
      id: "go-heap",
      finding: { number: report.verdicts.length, verdict: { headline: "Of that heap." } },
    });
    expect(schemaErrors(JSON.parse(JSON.stringify(found)))).toEqual([]);
    const text = renderText(found, { width: 100, color: false, unicode: true, all: false });
    expect(text).toMatch(/^Go heap \(go-heap\)[\s\S]*Of that heap\./);
  });
});

describe("--explain refuses", () => {
  it("what may be several things, and names them", () =>
    expect(refusal("go")).toEqual({
      message: '--explain: "go" may mean several',
      hint: expect.stringContaining("Go heap (go-heap)"),
    }));

  it("a fold, and says how to open it", () =>
    expect(refusal("… 7 smaller lines").hint).toBe("--all shows them one by one."));

  it.each(["nothing such", "", "…"])("what is not there: %j", (words) => {
    const { message, hint } = refusal(words);
    expect(message).toBe(`--explain: nothing in this report is called "${words}"`);
    expect(hint).toMatch(/RSS; Go heap; .*cache\.go:41 .*; live-heap/);
  });
});
