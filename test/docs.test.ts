/** What the docs list is what the code has. UPDATE_DOCS=1 writes the lists anew. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { explain } from "../src/analyze/explain.ts";
import { LINE_DOCS } from "../src/analyze/ledger/line-docs.ts";
import { RULES } from "../src/analyze/verdicts/rules.ts";
import { readBundleFolder } from "../src/collect/bundle/read-bundle-folder.ts";
import { gunzip } from "../src/collect/gunzip.ts";
import { decodeBundle } from "../src/decode/recording.ts";
import { renderText } from "../src/report/text/render-text.ts";
import { openApiDocument } from "../src/server/api/open-api.ts";
import { ROUTES } from "../src/server/api/routes.ts";

const ROOT = join(import.meta.dirname, "..");

function check(file: string, list: string, body: string): void {
  const path = join(ROOT, file);
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
  check("docs/ledger.md", "lines", entries.join("\n"));
});

test("docs/verdicts.md lists every rule in its order", () => {
  const rows = RULES.map(
    (rule) => `| \`${rule.id}\` | ${rule.says} | ${rule.mendable ? "yes" : "no"} |`,
  );
  const table = ["| id | says | can be mended in code |", "|---|---|---|", ...rows, ""];
  check("docs/verdicts.md", "rules", table.join("\n"));
});

test("README.md shows the report of the bundled recording, down to the lines of code", () => {
  const target = "recordings/classic-go1.4.3";
  const recording = decodeBundle(readBundleFolder(join(ROOT, target)), { gunzip });
  const report = explain({ ...recording, target });
  const text = renderText(report, { width: 92, color: false, unicode: true, all: false });
  const answer = text.slice(0, text.indexOf("\n[1] ")).trimEnd();
  check("README.md", "report", `\`\`\`\n$ resident ${target}\n\n${answer}\n\`\`\`\n`);
});

test("docs/api.md lists every address", () => {
  const rows = ROUTES.map(({ method, path, summary, parameters, answer }) => {
    const queries = Object.keys(parameters).filter((name) => parameters[name]!.in === "query");
    const query = queries.length === 0 ? "" : ` ?${queries.join(" ")}`;
    const form =
      answer.schema === null
        ? answer.type.split(";")[0]!
        : `[resident.${answer.schema}/1](schema/${answer.schema}.schema.json)`;
    return `| \`${method.toUpperCase()} ${path}${query}\` | ${summary} | ${form} |`;
  });
  check(
    "docs/api.md",
    "routes",
    ["| address | what it is | answer |", "|---|---|---|", ...rows, ""].join("\n"),
  );
});

test("docs/openapi.json is what the server says of itself", () => {
  const path = join(ROOT, "docs/openapi.json");
  const wanted = JSON.stringify(openApiDocument(ROUTES), null, 2);
  if (process.env["UPDATE_DOCS"] !== undefined) writeFileSync(path, `${wanted}\n`);
  // How the file is laid out is the formatter's to say.
  else expect(JSON.parse(readFileSync(path, "utf8"))).toEqual(JSON.parse(wanted));
});
