/** What the docs list is what the code has. UPDATE_DOCS=1 writes the lists anew. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { LINE_DOCS } from "../src/analyze/ledger/line-docs.ts";
import { RULES } from "../src/analyze/verdicts/rules.ts";

const DOCS = join(import.meta.dirname, "../docs");

function check(file: string, list: string, body: string): void {
  const path = join(DOCS, file);
  const text = readFileSync(path, "utf8");
  const marked = new RegExp(`(<!-- ${list}:[^>]*-->\n)[\\s\\S]*?(<!-- end -->)`);
  expect(text).toMatch(marked);
  const wanted = text.replace(marked, (_, start, end) => `${start}\n${body}\n${end}`);
  if (process.env["UPDATE_DOCS"] !== undefined) writeFileSync(path, wanted);
  else expect(text).toBe(wanted);
}

test("docs/ledger.md lists every line", () => {
  const entries = Object.entries(LINE_DOCS).map(([id, doc]) => {
    const formula = doc.formula === undefined ? "" : `\n\n\`${doc.formula}\``;
    return `### ${doc.title} (\`${id}\`)\n\n${doc.paragraph}${formula}\n`;
  });
  check("ledger.md", "lines", entries.join("\n"));
});

test("docs/verdicts.md lists every rule in its order", () => {
  const rows = RULES.map((rule) => `| \`${rule.id}\` | ${rule.says} | ${rule.mendable ? "yes" : "no"} |`);
  const table = ["| id | says | can be mended in code |", "|---|---|---|", ...rows, ""];
  check("verdicts.md", "rules", table.join("\n"));
});
