/**
 * The layers of ARCHITECTURE.md as a test: which folder may import from which. The pure layers do
 * not touch Node, so that they run anywhere, and of packages only one that is as pure.
 */
import { posix } from "node:path";
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
  live: ["base", "model", "decode", "analyze", "collect", "report"],
  store: ["base", "model", "analyze"],
  record: ["base", "model", "decode", "analyze", "collect", "store"],
  web: ["base", "model", "analyze"],
  server: ["base", "model", "decode", "analyze", "collect", "pprof", "store", "record"],
  cli: [
    "base",
    "model",
    "decode",
    "analyze",
    "collect",
    "pprof",
    "report",
    "live",
    "store",
    "record",
    "server",
  ],
};

/** Folders that import nothing of Node's. */
const PURE = ["base", "model", "decode", "analyze", "pprof", "report"];

/** The only places that may use a package. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  base: ["re2js"],
  collect: ["@viz-js/viz", "tar-stream"],
  decode: ["yaml"],
  store: ["@duckdb/node-api"],
  live: ["ink", "react"],
  web: ["react", "react-dom/client", "uplot", "uplot/dist/uPlot.min.css"],
  server: ["@hono/node-server", "hono", "hono/compress", "hono/streaming"],
  cli: ["commander"],
};

/** Parts of the live view that know neither a terminal nor a process, so that each key can be tested. */
const PURE_LIVE = /^live\/(?:state|screen|plain)\/|^live\/update\.ts$/;

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

test("no file imports itself by way of others", () => {
  expect(circles()).toEqual([]);
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

test("what the live view shows is computed without Node and Ink", () => {
  const pure = files.filter((file) => PURE_LIVE.test(file.path));
  expect(pure.length).toBeGreaterThan(10);
  const wrong = pure.flatMap((file) =>
    outsideImports(file.imports).map((name) => `${file.path} imports ${name}`),
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

test("the page computes nothing of the report: of the analysis it has intervals only", () => {
  const wrong = files
    .filter((file) => layerOf(file.path) === "web")
    .flatMap((file) =>
      file.imports
        .filter((name) => folderOf(file, name) === "analyze")
        .filter((name) => !/\/analyze\/sampling\//.test(name))
        .map((name) => `${file.path} imports ${name}`),
    );
  expect(wrong).toEqual([]);
});

test("only the command that records loads DuckDB", () => {
  const wrong = files
    .filter(({ path }) => !path.startsWith("store/duckdb/") && path !== "cli/actions/serve.ts")
    .filter((file) =>
      /^(?:import|export)\s+(?!type\b)[^;]*?from\s+"[^"]*store\/duckdb\//m.test(
        file.lines.join("\n"),
      ),
    )
    .map((file) => file.path);
  expect(wrong).toEqual([]);
});

test("relative imports name a file with its ending", () => {
  const wrong = files.flatMap((file) =>
    file.imports.filter((name) => name.startsWith(".") && !/\.(?:tsx?|css)$/.test(name)),
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

/** Each circle once, as the way from a file back to itself. */
function circles(): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const isDone = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, way: readonly string[]) => {
    if (way.includes(path)) found.push([...way.slice(way.indexOf(path)), path].join(" → "));
    if (way.includes(path) || isDone.has(path)) return;
    const { imports } = byPath.get(path) ?? { imports: [] };
    for (const specifier of imports.filter((name) => name.startsWith("."))) {
      visit(posix.join(posix.dirname(path), specifier), [...way, path]);
    }
    isDone.add(path);
  };
  for (const path of byPath.keys()) visit(path, []);
  return found;
}
