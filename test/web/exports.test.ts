/** What one takes along from the Code view. */
import { describe, expect, test } from "vitest";
import type { Page } from "../../src/model/page.ts";
import { parsePprofFlags } from "../../src/pprof/flags/pprof-flags.ts";
import { sourceWords } from "../../src/pprof/flags/source-words.ts";
import { collapsedStacks } from "../../src/web/code/export/collapsed.ts";
import { pprofCommand } from "../../src/web/code/export/pprof-command.ts";
import { profileOf } from "../../src/web/code/export/profile-of.ts";
import { spanOf } from "../../src/web/code/flame/flame-layout.ts";
import { flameSvg } from "../../src/web/code/flame/flame-svg.ts";
import { DEFAULT_STATE } from "../../src/web/state/url-state.ts";
import { codeOf, treeOf } from "./support/code-of.ts";

test("collapsed stacks", () => {
  const model = codeOf("main.a main.b 3\nmain.a 4\nmain.a main.b main.c 5");
  const { tree, frames } = treeOf(model);
  const text = collapsedStacks(tree, (frame) => model.frames.name[frames.frameOf[frame]!]!);
  expect(text.trim().split("\n").sort()).toEqual([
    "main.a 4",
    "main.a;main.b 3",
    "main.a;main.b;main.c 5",
  ]);
});

test("collapsed stacks of a comparison are the difference", () => {
  const model = codeOf("main.a 10\nmain.a main.gone 6\nmain.same 1", "main.a 14\nmain.same 1");
  const { tree, frames } = treeOf(model, { base: 0 });
  const text = collapsedStacks(tree, (frame) => model.frames.name[frames.frameOf[frame]!]!);
  expect(text.trim().split("\n").sort()).toEqual(["main.a 4", "main.a;main.gone -6"]);
});

test("an SVG holds names as text, whatever they are", () => {
  const name = '<script>alert("1")</script>&\u0000';
  const model = codeOf(`${name} 4`);
  const { tree } = treeOf(model);
  const svg = flameSvg({
    tree,
    span: spanOf(tree, 0),
    title: name,
    fill: () => "#abc",
    label: () => name,
    describe: () => name,
  });
  expect(svg).not.toContain("<script");
  expect(svg).not.toContain("\u0000");
  expect(svg).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;");
  expect(svg.match(/<g>/g)).toHaveLength(2);
});

test("an SVG of very many frames names those that can be seen, and says how many it does not", () => {
  const lines = Array.from(
    { length: 9_000 },
    (_, i) => `m.a m.${i % 300 === 0 ? "wide" : "f"}${i} ${i % 300 === 0 ? 600 : 1}`,
  );
  const { tree } = treeOf(codeOf(lines.join("\n")));
  const svg = flameSvg({
    tree,
    span: spanOf(tree, 0),
    title: "live bytes",
    fill: (node) => (node % 2 === 0 && tree.width[node]! > 1 ? "#abc" : "#def"),
    label: () => "a name",
    describe: (node) => `what is said of ${node}`,
  });
  expect(svg.match(/<title>/g)).toHaveLength(32);
  expect(svg).toContain("live bytes (8,970 frames narrower than a pixel without names)");
  expect(svg.length).toBeLessThan(20_000);
  // The picture is still whole: what has no name has its colour.
  expect(svg).toMatch(
    /<rect x="80[0-9](?:\.\d+)?" y="72" width="(?:39\d(?:\.\d+)?|400)" height="19" fill="#def"\/>/,
  );
});

describe("the command line for the same in a terminal", () => {
  const commandOf = (state: object) =>
    pprofCommand({
      source: ["heap 1.pb.gz"],
      value: "inuse_space",
      state: { ...DEFAULT_STATE, ...state },
    });

  test.each<[object, string]>([
    [{ show: "table" }, "resident pprof -top -sample_index=inuse_space 'heap 1.pb.gz'"],
    [
      { show: "table", sort: "total", byLine: true },
      "resident pprof -top -cum -sample_index=inuse_space -lines 'heap 1.pb.gz'",
    ],
    [
      { show: "callers", of: "main.(*T).F" },
      "resident pprof -peek='^main\\.\\(\\*T\\)\\.F$' -sample_index=inuse_space 'heap 1.pb.gz'",
    ],
    [
      { show: "callers", of: "main.load", byLine: true },
      "resident pprof -peek='^main\\.load( |$)' -sample_index=inuse_space -lines 'heap 1.pb.gz'",
    ],
    [
      { show: "source", of: "main.load", byLine: true },
      "resident pprof -list='^main\\.load$' -sample_index=inuse_space 'heap 1.pb.gz'",
    ],
    [
      { focus: "it's", hide: "^runtime\\." },
      "resident pprof -tree -sample_index=inuse_space -focus='(?i)it'\\''s' -hide='(?i)^runtime\\.' 'heap 1.pb.gz'",
    ],
  ])("%j", (state, command) => {
    expect(commandOf(state)).toBe(command);
  });

  test("of a comparison", () => {
    const state = { ...DEFAULT_STATE, show: "table" as const };
    expect(pprofCommand({ source: ["b.pb.gz"], base: "a.pb.gz", value: "", state })).toBe(
      "resident pprof -top -diff_base=a.pb.gz b.pb.gz",
    );
  });

  test("of a server that asks for a token has it", () => {
    const state = { ...DEFAULT_STATE, show: "table" as const };
    expect(pprofCommand({ source: ["http://a/b?c=1"], token: "it's", value: "", state })).toBe(
      "resident pprof -top -header='Authorization: Bearer it'\\''s' 'http://a/b?c=1'",
    );
  });

  test("names what the profile was read from, with the flags that say how", () => {
    const typed =
      "-http=:8080 -no_browser -seconds 5 -focus=x -tagfocus=a=b -inuse_space -lines -bearer_token=secret --header @h.txt http://a:1/debug/pprof/profile p2.pb.gz";
    const source = sourceWords(parsePprofFlags(typed.split(" "), () => {}));
    const state = { ...DEFAULT_STATE, show: "table" as const, focus: "x" };
    expect(pprofCommand({ source, value: "inuse_space", state })).toBe(
      "resident pprof -top -sample_index=inuse_space -focus='(?i)x' -seconds 5 -tagfocus=a=b --header @h.txt http://a:1/debug/pprof/profile p2.pb.gz",
    );
  });

  test("is one that pprof takes", () => {
    const args = [
      "-top",
      "-cum",
      "-sample_index=inuse_space",
      "-lines",
      "-focus=(?i)x",
      "heap.pb.gz",
    ];
    const flags = parsePprofFlags(args, () => {});
    expect([flags.command?.name, flags.settings.sort, flags.settings.granularity]).toEqual([
      "top",
      "cum",
      "lines",
    ]);
  });
});

describe("the profile of what is shown", () => {
  const file = { kind: "heap", source: null, base64: null } as const;
  const files = [
    { ...file, snapshot: "0001", name: "shop-heap-0001.pb.gz", url: "api/v1/profiles/0001/heap" },
    { ...file, snapshot: "0002", name: "shop-heap-0002.pb.gz", url: "api/v1/profiles/0002/heap" },
  ];
  const page = { target: "shop", files, recorded: null } as unknown as Page;
  const moment = { snapshot: "0002", time: 150 };

  test("of a file is that of its snapshot", () => {
    expect(profileOf(page, "heap", moment, "")).toBe(files[1]);
    expect(profileOf(page, "heap", { ...moment, snapshot: "0003" }, "")).toBeUndefined();
    expect(profileOf(page, "goroutine", moment, "")).toBeUndefined();
  });

  test("of a recorder is that of the range, or of what was up to the moment", () => {
    const range = { from: 100, to: 200 };
    const recorded = { ...page, recorded: { id: 3, ...range, first: 0, last: 200, looked: range } };
    const urlOf = (range: string) => profileOf(recorded, "heap", moment, range)?.url;
    const place = "api/v1/processes/3/profile?type=heap&";
    expect(urlOf("")).toBe(`${place}from=100&to=150`);
    expect(profileOf(recorded, "heap", moment, "110~120")?.name).toBe(
      "shop-heap-19700101T000150Z-19700101T000200Z.pb.gz",
    );
    expect(urlOf("110~120")).toBe(`${place}from=110&to=120`);
  });
});
