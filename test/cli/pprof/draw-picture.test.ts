import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { drawPicture } from "../../../src/cli/pprof/output/draw-picture.ts";
import { findCommand } from "../../../src/pprof/commands.ts";
import { fixtureProfile } from "../../pprof/source/fixture-profile.ts";
import { encodePprof } from "../../support/encode-pprof.ts";
import { runOwn } from "../../support/own-pprof.ts";

const HEAP = join(import.meta.dirname, "../../fixtures/pprof/heap.pb.gz");
const DOT = ['digraph "a" {\n', 'N1 [label="a & b<c>" id="node1"]\n', "N1 -> N2\n}\n"];

let folder: string;
let path: string | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "resident-picture-"));
  path = process.env["PATH"];
});
afterEach(() => {
  process.env["PATH"] = path;
  rmSync(folder, { recursive: true });
});

test("-svg draws every node of -dot, without Graphviz", async () => {
  process.env["PATH"] = folder;
  const dot = await runOwn(["-dot", HEAP]);
  const svg = await runOwn(["-svg", HEAP]);
  expect(svg.status).toBe(0);
  const ids = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, id]) => id);
  const nodes = ids(svg.stdout, /class="node">\n<title>(N\w+)<\/title>/g);
  expect(nodes.sort()).toEqual(ids(dot.stdout, /^(N\w+) \[/gm).sort());
  expect(nodes.length).toBeGreaterThan(15);
  expect(svg.stdout).toContain("CDATA");
});

test("a label may hold what would end it in DOT", async () => {
  const { strings, ...rest } = fixtureProfile("cpu");
  const values: Record<string, string> = { alpha: 'a "b" \\', beta: "c\x01\nd" };
  const get = (row: number) => values[strings.get(row)] ?? strings.get(row);
  const named = join(folder, "named.pb");
  writeFileSync(
    named,
    encodePprof({ ...rest, strings: { ...strings, length: strings.length, get } }),
  );
  const { status, stdout } = await runOwn(["-svg", named]);
  expect(status).toBe(0);
  expect(stdout).toContain(":a &quot;b&quot; \\</text>");
  expect(stdout).toContain(":c\ufffd</text>");
  // As the reference writes it.
  expect((await runOwn(["-dot", named])).stdout).toContain(':a "b" \\\\ntier:');
});

test("a viewer of its own gets Graphviz's SVG as it is", async () => {
  const [web, eog] = await Promise.all(["web", "eog"].map((name) => draw(name)));
  expect(web).toContain('width="100%"');
  expect(eog).toContain('viewBox="');
  expect(eog).toContain("a &amp; b&lt;c&gt;");
});

test("-png goes through the installed dot", async () => {
  putDot('test "$1" = -Tpng && read first && echo a warning >&2 && printf "PNG of %s" "$first"');
  const warnings: string[] = [];
  expect(await draw("png", (message) => warnings.push(message))).toBe('PNG of digraph "a" {');
  expect(warnings).toEqual(["a warning"]);
});

test("-ps needs no installed dot", async () => {
  process.env["PATH"] = folder;
  expect(await draw("ps")).toMatch(/^%!PS-Adobe/);
});

test("says what to install where Graphviz is missing", async () => {
  process.env["PATH"] = folder;
  const { status, stdout, stderr } = await runOwn(["-png", HEAP]);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toBe(
    'failed to execute dot. Is Graphviz installed? Error: exec: "dot": executable file not found in $PATH\n' +
      "PNG needs Graphviz (package graphviz). -svg, -web and -ps work without.\n",
  );
});

test("says how a dot that fails ended", async () => {
  putDot("cat >/dev/null; echo bad font >&2; exit 3");
  await expect(draw("pdf")).rejects.toThrow(/Error: exit status 3: bad font/);
});

test("what is no picture is left alone", async () => {
  expect(await draw("dot")).toBe(DOT.join(""));
});

async function draw(name: string, warn: (message: string) => void = () => {}): Promise<string> {
  const drawn = await drawPicture(DOT, findCommand(name)!, warn);
  return Buffer.concat([...drawn].map((piece) => Buffer.from(piece as string))).toString();
}

function putDot(script: string): void {
  const file = join(folder, "dot");
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  process.env["PATH"] = `${folder}:${path}`;
}
