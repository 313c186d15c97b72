/** Long function names lose what says least first, and never a part of a word while a word fits. */
import { describe, expect, it } from "vitest";
import { escapePattern } from "../../src/analyze/verdicts/rule/evidence.ts";
import { compileRegexp } from "../../src/base/regexp.ts";
import {
  elideTypes,
  fitFunction,
  shortenPlaces,
  shortFunction,
} from "../../src/report/text/function-name.ts";
import { callersText, fitPlace, withoutTypes } from "../../src/report/text/place.ts";
import { wrapText } from "../../src/report/text/wrap.ts";

const LONG = "github.com/acme/shop/v2/internal/cache.(*Cache[go.shape.string,x/y.T[int]]).Put";

describe("a function's name", () => {
  it.each([
    [200, LONG],
    [79, LONG],
    [78, "cache.(*Cache[go.shape.string,x/y.T[int]]).Put"],
    [46, "cache.(*Cache[go.shape.string,x/y.T[int]]).Put"],
    [45, "cache.(*Cache[…]).Put"],
    [21, "cache.(*Cache[…]).Put"],
    [20, "…(*Cache[…]).Put"],
    [16, "…(*Cache[…]).Put"],
    [15, "…Put"],
    [4, "…Put"],
    [3, "…P…"],
  ])("in %i columns", (width, wanted) => expect(fitFunction(LONG, width)).toBe(wanted));

  it.each([
    ["main.(*server).serve.func1.2", 16, "…serve.func1.2"],
    ["main.init.0", 8, "…init.0"],
    ["main.run.gowrap1", 13, "…run.gowrap1"],
    ["type..eq.[2]interface {}", 40, "type..eq.[2]interface {}"],
    ["malloc", 10, "malloc"],
  ])("%s", (name, width, wanted) => expect(fitFunction(name, width)).toBe(wanted));

  it("has no import path, and its type arguments may go", () => {
    expect(shortFunction(LONG)).toBe("cache.(*Cache[go.shape.string,x/y.T[int]]).Put");
    expect(elideTypes("f[a[b]].g[c]")).toBe("f[…].g[…]");
    expect(elideTypes("odd]name[")).toBe("odd]name[…");
  });
});

it("stands behind its line, and in rows of callers", () => {
  const place = { function: LONG, file: "/src/cache.go", line: 7 };
  expect(fitPlace(place, 30)).toBe("cache.go:7 …(*Cache[…]).Put");
  const main = { function: "main.main", file: "main.go", line: 3 };
  expect(callersText([place, main], 60)).toBe(
    "← cache.(*Cache[…]).Put cache.go:7 ← main.main main.go:3",
  );
  expect(callersText([place, main], 45)).toBe("← cache.(*Cache[…]).Put cache.go:7 ← …");
  expect(callersText([place, main], 20)).toBe("← …Put cache.go:7");
});

it("has no type arguments in rows, but where nothing else tells two apart", () => {
  const put = (types: string, line: number) => ({
    function: `cache.(*Cache[${types}]).Put`,
    file: "cache.go",
    line,
  });
  const rows = [put("int", 7), put("string", 7), put("int", 9)];
  expect(withoutTypes(rows).map((row) => row.function)).toEqual([
    "cache.(*Cache[int]).Put",
    "cache.(*Cache[string]).Put",
    "cache.(*Cache[…]).Put",
  ]);
});

it("is a pattern to copy that finds it", () => {
  const pattern = escapePattern(LONG);
  expect(pattern).toBe("cache\\.\\(\\*Cache\\[.*\\]\\)\\.Put");
  expect(compileRegexp(pattern).test(LONG)).toBe(true);
});

describe("places in a sentence", () => {
  const sentence = `cache.go:7 (${LONG}) holds 3 (of 4) MiB for main.go:3 (main.main).`;

  it("lose the import path where it takes more than half of a line", () =>
    expect(shortenPlaces(sentence, 80)).toBe(
      "cache.go:7 (cache.(*Cache[…]).Put) holds 3 (of 4) MiB for main.go:3 (main.main).",
    ));

  it("keep it where there is room, but not type arguments", () =>
    expect(shortenPlaces(sentence, 200)).toBe(
      "cache.go:7 (github.com/acme/shop/v2/internal/cache.(*Cache[…]).Put) holds 3 (of 4) MiB for main.go:3 (main.main).",
    ));

  it("are left alone where they do not end", () =>
    expect(shortenPlaces("main.go:3 (main.(", 60)).toBe("main.go:3 (main.("));
});

describe("prose", () => {
  it("breaks what is too long at slashes and dots", () =>
    expect(wrapText(`(${LONG}) holds`, 32)).toEqual([
      "(github.com/acme/shop/v2/",
      "internal/cache.(*Cache[go.shape",
      ".string,x/y.T[int]]).Put) holds",
    ]));

  it("breaks hard only what has neither", () =>
    expect(wrapText("aaaaaaaaaaaa", 5)).toEqual(["aaaaa", "aaaaa", "aa"]));

  it("keeps a figure with its percent sign", () =>
    expect(wrapText("holds 52 MiB, 53 % of it", 16)).toEqual(["holds 52 MiB,", "53 % of it"]));
});
