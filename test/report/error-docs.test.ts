/** docs/errors.md lists the codes that the code has. UPDATE_DOCS=1 writes the list anew. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ERROR_CODES } from "../../src/base/errors.ts";

const ROOT = join(import.meta.dirname, "../..");
const PATH = join(ROOT, "docs/errors.md");
const LIST = /(<!-- codes -->\n)[\s\S]*?(<!-- end -->)/;

test("docs/errors.md lists every error code with its sentence", () => {
  const text = readFileSync(PATH, "utf8");
  const rows = Object.entries(ERROR_CODES).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`);
  const table = ["| code | meaning |", "|---|---|", ...rows].join("\n");
  expect(text).toMatch(LIST);
  const wanted = text.replace(LIST, (_, start, end) => `${start}${table}\n${end}`);
  if (process.env["UPDATE_DOCS"] !== undefined) writeFileSync(PATH, wanted);
  else expect(text).toBe(wanted);
});

test("every code is used somewhere", () => {
  const sources = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && name !== join("base", "errors.ts"))
    .map((name) => readFileSync(join(ROOT, "src", name), "utf8"))
    .join("\n");
  const unused = Object.keys(ERROR_CODES).filter((code) => !sources.includes(`"${code}"`));
  expect(unused).toEqual([]);
});
