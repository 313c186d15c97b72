/** The examples of docs/library.md do what they say, on the profiles among the fixtures. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "node:util";
import { expect, test } from "vitest";
import * as library from "../../src/library/profile.ts";

const ROOT = join(import.meta.dirname, "../..");
const PROFILES = join(ROOT, "test/fixtures/pprof");

const text = readFileSync(join(ROOT, "docs/library.md"), "utf8");
const examples = [...text.matchAll(/```js\n([\s\S]*?)```\n```\n([\s\S]*?)```/g)];

test("every example says what it prints", () => {
  expect(examples.length).toBe(text.split("```js\n").length - 1);
  expect(examples.length).toBeGreaterThan(4);
});

test.each(examples.map(([, code, printed]) => [code!, printed!]))("%s", async (code, printed) => {
  expect(await run(code)).toBe(printed);
});

/** What the code prints; the names of files are those of fixtures. */
async function run(code: string): Promise<string> {
  const lines: string[] = [];
  const console = { log: (...words: unknown[]) => lines.push(`${format(...words)}\n`) };
  const openProfile: typeof library.openProfile = (source, options) =>
    library.openProfile(typeof source === "string" ? join(PROFILES, source) : source, options);
  const own = code.replace(/import (\{.*\}) from "resident\/profile";/, "const $1 = library;");
  const body: unknown = new Function("library", "console", `return (async () => {${own}})();`);
  if (typeof body === "function") await body({ ...library, openProfile }, console);
  return lines.join("");
}
