/** The page of a profile of any kind against what `resident pprof -top` says of it. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { pageOfProfile } from "../../../src/analyze/page/page-of-profile.ts";
import { decodePprof } from "../../../src/decode/pprof/decode-pprof.ts";
import { buildCallTree } from "../../../src/web/code/tree/build-call-tree.ts";
import { unpackCode } from "../../../src/web/code/tree/code-model.ts";
import { sumByFunction } from "../../../src/web/code/tree/function-table.ts";
import { sampleRows } from "../../../src/web/code/tree/sample-rows.ts";
import { viewFrames } from "../../../src/web/code/tree/view-frames.ts";
import { schemaErrors } from "../../support/json-schemas.ts";
import { runOwn } from "../../support/own-pprof.ts";

interface TopJson {
  readonly total: number;
  readonly nodes: readonly { readonly name: string; readonly flat: number; readonly cum: number }[];
}

test.each(["cpu", "mutex", "block", "goroutine"])("%s", async (name) => {
  const file = `test/fixtures/pprof/${name}.pb.gz`;
  const profile = decodePprof(gunzipSync(readFileSync(file)));
  const page = pageOfProfile(profile, "", file, []);
  expect(schemaErrors(page)).toEqual([]);
  const model = unpackCode(page.code[0]!);
  const rows = sampleRows(model, model.moments[0]!, model.defaultValue)!;
  const frames = viewFrames(model, false);
  const options = { isInverted: false, focus: null, hide: null };
  const { tree } = buildCallTree(model, frames, rows, null, options);
  const sums = sumByFunction(tree, frames.length);

  const { stdout } = await runOwn([
    "-top",
    "-json",
    "-nodecount=0",
    "-nodefraction=0",
    "-all_frames",
    file,
  ]);
  const top = JSON.parse(stdout) as TopJson;
  expect(tree.total[0]).toBe(top.total);
  expect(top.nodes.length).toBeGreaterThan(0);
  for (const node of top.nodes) {
    const row = frames.frameOf.findIndex((frame) => model.frames.name[frame] === node.name);
    expect([node.name, sums.self[row], sums.total[row]]).toEqual([node.name, node.flat, node.cum]);
  }
});
