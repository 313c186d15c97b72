/**
 * The layers of ARCHITECTURE.md as a test: which folder may import from which. The pure layers do
 * not touch Node, so that they run anywhere, and of packages only one that is as pure.
 */
import { expect, test } from "vitest";
import { folderOf, readSources } from "./sources.ts";

const LAYERS: Readonly<Record<string, readonly string[]>> = {
  base: [],
  model: ["base"],
  decode: ["base", "model"],
  analyze: ["base", "model"],
  collect: ["base", "model", "decode"],
  pprof: ["base", "model"],
  report: ["base", "model", "analyze"],
  library: ["base", "model", "decode", "collect", "pprof"],
  cli: ["base", "model", "decode", "analyze", "collect", "pprof", "report"],
};

/** Folders that import nothing of Node's. */
const PURE = ["base", "model", "decode", "analyze", "pprof", "report"];

/** The only places that may use a package. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  base: ["re2js"],
  collect: ["@viz-js/viz", "tar-stream"],
  cli: ["commander"],
};

const files = readSources("src");
const layerOf = (path: string) => path.split("/")[0]!;

test("there is something to check", () => {
  expect(files.length).toBeGreaterThan(50);
  expect(files.flatMap((file) => file.imports).length).toBeGreaterThan(100);
});

test("every folder is a layer", () => {
  expect([...new Set(files.map((file) => layerOf(file.path)))].sort()).toEqual(
    Object.keys(LAYERS).sort(),
  );
});

test("imports go downward only", () => {
  const wrong = files.flatMap((file) => {
    const own = layerOf(file.path);
    return file.imports
      .map((specifier) => folderOf(file, specifier))
      .filter((folder) => folder !== undefined && folder !== own && !LAYERS[own]!.includes(folder))
      .map((folder) => `${file.path} imports ${folder}`);
  });
  expect(wrong).toEqual([]);
});

test("the pure layers do not know Node", () => {
  const wrong = files
    .filter((file) => PURE.includes(layerOf(file.path)))
    .flatMap((file) =>
      outsideImports(file.imports)
        .filter((name) => name.startsWith("node:"))
        .map((name) => `${file.path} imports ${name}`),
    );
  expect(wrong).toEqual([]);
});

test("packages are used only where they belong", () => {
  const wrong = files.flatMap((file) =>
    outsideImports(file.imports)
      .filter((name) => !name.startsWith("node:"))
      .filter((name) => !(PACKAGES[layerOf(file.path)] ?? []).includes(name))
      .map((name) => `${file.path} imports ${name}`),
  );
  expect(wrong).toEqual([]);
});

test("relative imports name a file with its ending", () => {
  const wrong = files.flatMap((file) =>
    file.imports.filter((name) => name.startsWith(".") && !name.endsWith(".ts")),
  );
  expect(wrong).toEqual([]);
});

test("only the command line writes to the terminal or ends the process", () => {
  const wrong = files
    .filter((file) => layerOf(file.path) !== "cli")
    .filter((file) =>
      file.lines.some((line) => /\bconsole\.|process\.(?:exit\(|std(?:out|err))/.test(line)),
    )
    .map((file) => file.path);
  expect(wrong).toEqual([]);
});

function outsideImports(imports: readonly string[]): string[] {
  return imports.filter((name) => !name.startsWith("."));
}
