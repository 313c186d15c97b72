/** The library against the reference's own numbers, as its text reports print them. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { openProfile, type ResidentError } from "../../src/library/profile.ts";
import { runOwn } from "../support/own-pprof.ts";

const PROFILES = join(import.meta.dirname, "../fixtures/pprof");
const heap = join(PROFILES, "heap.pb.gz");
const cpu = join(PROFILES, "cpu.pb.gz");

test("reports are those of the command line", async () => {
  const lines = ["-lines", "-nodecount=7", "-cum"];
  const { stdout } = await runOwn(["-json", "-top", ...lines, heap]);
  const profile = await openProfile(heap);
  const report = profile.top({ granularity: "lines", nodecount: 7, sort: "cum" });
  expect({ ...report, notes: undefined }).toEqual({ ...JSON.parse(stdout), notes: undefined });
  expect(report.notes).toEqual([]);
});

test.each(["tree", "traces", "tags"] as const)("%s has rows", async (name) => {
  const { stdout } = await runOwn(["-json", `-${name}`, cpu]);
  const report = (await openProfile(cpu))[name]();
  expect(report).toMatchObject(JSON.parse(stdout));
});

test("an option that is undefined is one that is not given", async () => {
  const profile = await openProfile(heap);
  const options = { nodecount: undefined, sort: undefined } as object;
  expect(profile.top(options)).toEqual(profile.top());
});

test("patterns choose functions", async () => {
  const profile = await openProfile(cpu);
  const { nodes } = profile.peek("^runtime");
  expect(nodes.length).toBeGreaterThan(0);
  expect(nodes.every(({ name }) => name.startsWith("runtime"))).toBe(true);
  const { routines } = profile.list("^main");
  expect(routines.map((routine) => routine.function)).toContain("main.fibonacci");
});

test("filters give profiles of their own", async () => {
  const profile = await openProfile(cpu);
  const focused = profile.filter({ focus: "^main" });
  expect(focused.top().total).toBeLessThan(profile.top().total);
  expect(focused.top().total).toBe(
    profile.top({ focus: "^main", relative_percentages: true }).total,
  );
  expect(profile.top()).toEqual((await openProfile(cpu)).top());
});

test("what is written is read again, packed or not", async () => {
  const profile = await openProfile(pathToFileURL(heap));
  const plain = profile.encode({ gzip: false });
  expect(Buffer.compare(gunzipSync(profile.encode()), plain)).toBe(0);
  expect((await openProfile(plain)).top()).toEqual(profile.top());
  // What fetch gives.
  expect((await openProfile(new Uint8Array(plain).buffer)).top()).toEqual(profile.top());
});

test("a difference is told in percent of its base", async () => {
  const profile = await openProfile(heap);
  const half = profile.filter({ focus: "flate" });
  const type = { sample_index: "alloc_space" };
  expect(half.diff(profile).top(type).total).toBe(profile.top(type).total);
  expect(profile.diff(half, { normalize: true }).top(type).total).toBe(half.top(type).total);
  expect(profile.subtract(profile).top(type)).toMatchObject({ total: 0, nodes: [] });
});

test("a value is chosen by its position, too", async () => {
  const profile = await openProfile(heap);
  expect(profile.top({ sample_index: 1 })).toEqual(profile.top({ sample_index: "1" }));
  expect(profile.top({ sample_index: 1 }).type).toBe("alloc_space");
  expect(() => profile.top({ sample_index: 9 })).toThrow("outside the range [0..3]");
  expect(() => profile.top({ sample_index: 1.5 })).toThrow("sample_index must be a string");
});

test("what was meant is said", async () => {
  const profile = await openProfile(heap);
  const hintOf = (make: () => unknown) => {
    try {
      make();
    } catch (error) {
      return (error as ResidentError).hint;
    }
    return undefined;
  };
  expect(hintOf(() => profile.top({ nodeCount: 1 } as object))).toBe("Did you mean nodecount?");
  expect(hintOf(() => profile.top({ tagFocus: "" } as object))).toBe("Did you mean tagfocus?");
  expect(hintOf(() => profile.top({ sampleIndex: 1 } as object))).toBe(
    "Did you mean sample_index?",
  );
  expect(hintOf(() => profile.top({ nodecuont: 1 } as object))).toBe("Did you mean nodecount?");
  expect(hintOf(() => profile.top({ toString: 1 } as object))).toContain("docs/library.md");
  expect(hintOf(() => profile.peek(/ma\.in/ as unknown as string))).toContain('"ma\\\\.in"');
});

test("wrong options and files are named", async () => {
  const profile = await openProfile(heap);
  const options = { nodecuont: 3 } as object;
  expect(() => profile.top(options)).toThrow("no option nodecuont");
  expect(() => profile.top({ nodecount: "3" } as object)).toThrow("nodecount must be a number");
  expect(() => profile.filter({ focus: "(" })).toThrow("parsing focus regexp");
  expect(() => profile.top({ sample_index: "no" })).toThrow("sample_index");
  const wrong = { sort: "size" } as object;
  expect(() => profile.top(wrong)).toThrow("sort must be one of cum, flat");
  expect(() => profile.top({ granularity: "line" as "lines" })).toThrow("granularity must be one");
  expect(() => profile.peek(/main/ as unknown as string)).toThrow("a pattern is a string");
  expect(() => profile.list(undefined as unknown as string)).toThrow("a pattern is a string");
  expect(() => profile.top({ nodefraction: Number.NaN })).toThrow("nodefraction is not a number");
  expect(() => profile.top({ nodecount: 2.5 })).toThrow("nodecount must be a whole number");
  for (const options of [null, "cum", 3] as never[]) {
    expect(() => profile.top(options)).toThrow("options are an object");
    expect(() => profile.filter(options)).toThrow("options are an object");
    expect(() => profile.diff(profile, options)).toThrow("options are an object");
    expect(() => profile.encode(options)).toThrow("options are an object");
    await expect(openProfile(heap, options)).rejects.toThrow("options are an object");
  }
  expect(() => profile.subtract(profile, { normalise: true } as object)).toThrow(
    expect.objectContaining({ message: "no option normalise", hint: "Did you mean normalize?" }),
  );
  expect(() => profile.encode({ gzip: 1 } as object)).toThrow("gzip must be a boolean");
  expect(() => profile.merge({} as typeof profile)).toThrow("not a profile");
  expect(() => profile.diff(undefined as unknown as typeof profile)).toThrow("not a profile");
  await expect(openProfile(3 as unknown as string)).rejects.toThrow(
    "a path, a file: URL or its bytes",
  );
  await expect(openProfile("http://localhost/heap")).rejects.toMatchObject({
    hint: expect.stringContaining("arrayBuffer"),
  });
  await expect(openProfile(join(PROFILES, "none"))).rejects.toThrow("no such file or directory");
  await expect(openProfile(new Uint8Array())).rejects.toThrow("empty input file");
});
