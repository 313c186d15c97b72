/** Files and functions stay small, and the escapes from the type checker may only become fewer. */
import { expect, test } from "vitest";
import { functionSpans, readSources, type SourceFile } from "./sources.ts";

const FILE_LINES = 400;
const FUNCTION_LINES = 60;
/** Lower it when one goes; never raise it. */
const ESCAPES = 0;

const files = readSources("src");

test("no file is longer than 400 lines", () => {
  const long = [...files, ...readSources("test")]
    .filter((file) => file.lines.length > FILE_LINES)
    .map((file) => `${file.path}: ${file.lines.length}`);
  expect(long).toEqual([]);
});

test("no function is longer than 60 lines", () => {
  const spans = files.flatMap((file) =>
    functionSpans(file).map((span) => ({ ...span, path: file.path })),
  );
  expect(spans.length).toBeGreaterThan(300);
  const long = spans.filter(({ lines }) => lines > FUNCTION_LINES);
  expect(long.map(({ path, header, lines }) => `${path}: ${header} ${lines}`)).toEqual([]);
});

test("functions are found by their form", () => {
  const file = fileOf(`
export function a(
  b: number,
): number {
  return b;
}
class C {
  async method(x: string): Promise<void> {
    if (x) {
      run(() => {
        go();
      });
    }
  }
}`);
  expect(functionSpans(file).map((span) => span.lines)).toEqual([3, 7, 3]);
});

test("every file opens with a comment on what it is", () => {
  const bare = files
    .filter((file) => !/^(?:\/\*\*|\/\/)/.test(file.lines[0]!))
    .map((file) => file.path);
  expect(bare).toEqual([]);
});

test("escapes from the type checker and the linter only become fewer", () => {
  const escapes = files.flatMap((file) =>
    file.lines.filter((line) => isEscape(line)).map((line) => `${file.path}: ${line.trim()}`),
  );
  expect(escapes.length, escapes.join("\n")).toBeLessThanOrEqual(ESCAPES);
});

function isEscape(line: string): boolean {
  if (/@ts-|biome-ignore/.test(line)) return true;
  return !/^\s*(?:\*|\/\/|\/\*)/.test(line) && /(?::|\bas|<|\||,)\s*any\b(?![\w"'` ])/.test(line);
}

function fileOf(text: string): SourceFile {
  return { path: "example.ts", lines: text.trim().split("\n"), imports: [] };
}
