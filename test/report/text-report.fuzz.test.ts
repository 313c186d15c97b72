/** Whatever a report holds, its text keeps to the width and lets no control character through. */
import fc from "fast-check";
import { test } from "vitest";
import type { LedgerLine } from "../../src/model/ledger.ts";
import type { CodeLine, Report } from "../../src/model/report.ts";
import type { Verdict } from "../../src/model/verdict.ts";
import { displayWidth } from "../../src/report/text/display-width.ts";
import { PLAIN_TEXT } from "../../src/report/text/options.ts";
import { renderText } from "../../src/report/text/render-text.ts";
import { CLASSIC_REPORT } from "./classic-report.ts";

const numRuns = Number(process.env["FUZZ_RUNS"] ?? 500);
const bytes = fc.oneof(fc.integer({ min: -(2 ** 31), max: 2 ** 31 }), fc.nat(2 ** 47));
const change = fc.record({ bytes, perSecond: bytes }, { requiredKeys: ["bytes"] });
const text = fc.string({ unit: "binary", maxLength: 60 });
const place = fc.record({ function: text, file: text, line: fc.nat(99999) });

const { line } = fc.letrec<{ line: LedgerLine }>((tie) => ({
  line: fc.record(
    {
      id: fc.string({ maxLength: 8 }),
      title: text,
      bytes: fc.option(bytes),
      basis: fc.constantFrom("counted", "derived", "estimated"),
      source: text,
      range: fc.tuple(bytes, bytes),
      change,
      place,
      missing: fc.record({ reason: text, remedy: text }),
      children: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        fc.constant<LedgerLine[]>([]),
        fc.array(tie("line"), { maxLength: 4 }),
      ),
    },
    { requiredKeys: ["id", "title", "bytes", "basis", "source", "children"] },
  ) as fc.Arbitrary<LedgerLine>,
}));

const code = fc.record({
  function: text,
  file: text,
  line: fc.nat(99999),
  bytes,
  bytesRange: fc.tuple(bytes, bytes),
  objects: bytes,
  objectsRange: fc.tuple(bytes, bytes),
  samples: fc.nat(),
  resolvable: fc.boolean(),
  callers: fc.array(place, { maxLength: 5 }),
}) as fc.Arbitrary<CodeLine>;

const verdict = fc.record({
  id: fc.string({ maxLength: 30 }),
  headline: text,
  bytes: fc.option(bytes),
  share: fc.option(fc.double({ min: 0, max: 2, noNaN: true })),
  evidence: fc.array(fc.record({ what: text, value: text, source: text }), { maxLength: 3 }),
  actions: fc.array(fc.record({ text }), { maxLength: 3 }),
  confidence: fc.constantFrom("high", "low"),
  severity: fc.constantFrom("critical", "info"),
  owns: fc.array(fc.string({ maxLength: 8 }), { maxLength: 2 }),
  forecast: fc.array(
    fc.record({
      what: fc.constantFrom("falls", "reaches", "stays"),
      bytes,
      earliest: fc.nat(),
      latest: fc.option(fc.nat()),
      waitsFor: text,
    }),
    { maxLength: 2 },
  ),
}) as fc.Arbitrary<Verdict>;

const report = fc.record({
  name: fc.option(text),
  ledger: line,
  verdicts: fc.array(verdict, { maxLength: 4 }),
  code: fc.array(code, { maxLength: 12 }),
  remarks: fc.array(text, { maxLength: 2 }),
});

test("text keeps to its width, whatever the report holds", { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(report, fc.integer({ min: 60, max: 200 }), fc.boolean(), (parts, width, all) => {
      const whole: Report = { ...CLASSIC_REPORT, target: "t", ...parts };
      const lines = renderText(whole, { ...PLAIN_TEXT, width, all }).split("\n");
      for (const one of lines) {
        if (/[\p{Cc}\u202a-\u202e]/u.test(one)) throw new Error(`control: ${JSON.stringify(one)}`);
        if (displayWidth(one) > width && !one.startsWith("  resident"))
          throw new Error(`${displayWidth(one)} > ${width}: ${one}`);
      }
    }),
    { numRuns },
  );
});
