import { describe, expect, it } from "vitest";
import {
  type CodeLineOptions,
  codeLines,
  functionBytes,
  totalInuse,
} from "../../src/analyze/code/code-lines.ts";
import { parseGoVersion } from "../../src/model/go-version.ts";
import type { Profile } from "../../src/model/profile.ts";
import { HEAP_TYPES, profileFromText } from "../support/profile-text.ts";

const RATE = 524288;
const INUSE: CodeLineOptions = { value: "inuse_space", granularity: "lines" };

/** Every allocation recorded, so that values stand for themselves. */
function counted(text: string): Profile {
  return profileFromText(text, { period: 1 });
}

function places(profile: Profile, options: Partial<CodeLineOptions> = {}): string[] {
  return codeLines(profile, undefined, { ...INUSE, ...options }).lines.map(
    (line) => `${line.function} ${line.file}:${line.line} ${line.bytes}`,
  );
}

describe("the line that allocated", () => {
  it("is the innermost frame outside the runtime", () => {
    const profile = counted(`
      runtime.main;main.main@main.go:27;runtime.makeslice;runtime.mallocgc 1 100
      runtime.main;main.main@main.go:27;runtime.growslice|runtime.mallocgc 1 30
      runtime.main;main.main@main.go:28|main.fill@fill.go:3 2 16
      runtime.main;main.main@main.go:30;internal/runtime/maps.newTable;runtime.newarray 1 8`);
    expect(places(profile)).toEqual([
      "main.main main.go:27 130",
      "main.fill fill.go:3 16",
      "main.main main.go:30 8",
    ]);
  });

  it("is the one that called the standard library, whatever that did for it", () => {
    const profile = counted(`
      main.main@main.go:9;main.read@main.go:20;encoding/json.Unmarshal@a.go:1;reflect.New@b.go:2 1 64
      main.main@main.go:9;main.read@main.go:20;encoding/json.Unmarshal@a.go:1|bytes.grow@c.go:3 1 30
      main.main@main.go:9|main.read@main.go:20|strings.Clone@d.go:4 1 2
      main.main@main.go:9;shop/cart.Add@cart.go:5;example.com/lru.Set@lru.go:6;sync.New@e.go:7 1 8`);
    const [line] = codeLines(profile, undefined, INUSE).lines;
    expect(places(profile)).toEqual(["main.read main.go:20 96", "example.com/lru.Set lru.go:6 8"]);
    expect(line?.callers).toEqual([{ function: "main.main", file: "main.go", line: 9 }]);
  });

  it("may be the standard library's where nobody else is on the stack, with its callers", () => {
    const profile = counted(`
      net/http.(*conn).serve@server.go:9;net/http.newBufioReader@server.go:8;bufio.New@bufio.go:7 1 64`);
    const [line] = codeLines(profile, undefined, INUSE).lines;
    expect(line).toMatchObject({ function: "bufio.New", bytes: 64 });
    expect(line?.callers.map(({ line }) => line)).toEqual([8, 9]);
  });

  it("is what serves profiles, where that is called by the program's own code", () => {
    const profile = counted(`
      main.log@main.go:5;net/http/pprof.handler.ServeHTTP@pprof.go:9;runtime/pprof.writeHeap@p.go:8;compress/flate.NewWriter@f.go:7 1 64`);
    expect(places(profile)).toEqual(["runtime/pprof.writeHeap p.go:8 64"]);
  });

  it("is the runtime's own where nothing else is on the stack", () => {
    const profile = counted(`
      runtime.mstart;runtime.systemstack;runtime.newproc.func1;runtime.malg@proc.go:4 5 2240
      main.main@main.go:3;runtime.newproc;runtime.malg@proc.go:4 2 896
      runtime.rt0_go;runtime.schedinit;runtime.procresize 1 8
      runtime.main;runtime.makechan;runtime.mallocgc 1 7`);
    expect(places(profile)).toEqual([
      "runtime.malg proc.go:4 3136",
      "runtime.procresize :0 8",
      "runtime.main :0 7",
    ]);
    expect(functionBytes(profile, undefined, "runtime.malg")).toMatchObject({
      bytes: 3136,
      bytesRange: [3136, 3136],
      objects: 7,
    });
  });

  it("is an address where there are no names, but not a nameless runtime frame's", () => {
    const profile = counted(`
      0x500000;0x401007 1 16
      main.main@main.go:3;0x400100;0x400c51 1 8`);
    expect(places(profile)).toEqual(["0x401007 :0 16", "main.main main.go:3 8"]);
  });

  it("gathers by function", () => {
    const profile = counted("main.a@a.go:1 1 16\nmain.a@a.go:2 1 32\nmain.b@a.go:9 1 40");
    expect(places(profile, { granularity: "functions" })).toEqual([
      "main.a a.go:0 48",
      "main.b a.go:0 40",
    ]);
  });

  it("counts each place on a stack once when cumulative", () => {
    const profile = counted(`
      main.main@m.go:1;main.walk@m.go:5;main.walk@m.go:5;main.leaf@m.go:9 1 100
      main.main@m.go:1;main.walk@m.go:5 1 10`);
    expect(places(profile, { cumulative: true })).toEqual([
      "main.main m.go:1 110",
      "main.walk m.go:5 110",
      "main.leaf m.go:9 100",
    ]);
  });
});

describe("the summary", () => {
  it("has the values of either population, sorted by what was asked for", () => {
    const profile = profileFromText("main.a@a.go:1 9 144 1 16\nmain.b@b.go:1 2 4096 2 4096", {
      valueTypes: HEAP_TYPES,
      period: 1,
    });
    expect(places(profile, { value: "inuse_space" })[0]).toBe("main.b b.go:1 4096");
    expect(places(profile, { value: "alloc_objects" })[0]).toBe("main.a a.go:1 144");
  });

  it("limits the lines but not the total", () => {
    const profile = counted("main.a@a.go:1 1 16\nmain.b@a.go:2 1 32\n- 1 8\nmain.c@a.go:3 0 0");
    const summary = codeLines(profile, undefined, { ...INUSE, limit: 1 });
    expect(summary.lines).toHaveLength(1);
    expect(summary).toMatchObject({ lineCount: 2, sampleCount: 3, rate: 1, unseenBound: 0 });
    expect(summary.total).toMatchObject({ bytes: 56, bytesRange: [56, 56], objects: 3 });
  });

  it("says which lines have too few samples to rank", () => {
    const text = "main.a@a.go:1 5 2560\nmain.b@b.go:1 4 2048\nmain.c@c.go:1 1 104857600";
    const profile = profileFromText(text, { period: RATE, rawCounts: true });
    const { lines } = codeLines(profile, undefined, INUSE);
    expect(lines.map((line) => [line.function, line.samples, line.resolvable])).toEqual([
      ["main.c", 1, true],
      ["main.a", 5, true],
      ["main.b", 4, false],
    ]);
  });

  it("undoes what Go 1.11 adds to objects that are sure to be sampled", () => {
    const scale = 1 / (1 - Math.exp(-2));
    const text = `main.a@a.go:1 ${Math.trunc(100 * scale)} ${Math.trunc(100 * 2 ** 20 * scale)} {bytes:1048576 bytes}`;
    const profile = profileFromText(text, { period: RATE });
    const exact = 100 * 2 ** 20;
    expect(totalInuse(profile, parseGoVersion("go1.11.13"))).toMatchObject({
      bytes: exact,
      bytesRange: [exact, exact],
      objects: 100,
      samples: 100,
    });
    const newer = totalInuse(profile, parseGoVersion("go1.12"));
    expect(newer.bytes).toBeCloseTo(exact * scale, -2);
    expect(newer.bytesRange[0]).toBeLessThan(newer.bytes);
  });

  it("gives Garwood's interval for small objects of different sizes", () => {
    const text = "main.a@a.go:1 4 64\nmain.a@a.go:1 6 144";
    const profile = profileFromText(text, { period: RATE, rawCounts: true });
    const { bytes, bytesRange } = totalInuse(profile, undefined);
    // 10 samples: [4.7954, 18.3904] times the weight of one.
    expect(bytesRange[0] / bytes).toBeCloseTo(0.47954, 3);
    expect(bytesRange[1] / bytes).toBeCloseTo(1.83904, 3);
  });

  it("is wider where samples of a difference cancel out", () => {
    const options = { period: RATE, rawCounts: true };
    const plain = profileFromText("main.a@a.go:1 10 5120", options);
    const mixed = profileFromText("main.a@a.go:1 30 15360\nmain.a@a.go:1 -20 -10240", options);
    const width = ([low, high]: readonly [number, number]) => high - low;
    const ofPlain = totalInuse(plain, undefined);
    const ofMixed = totalInuse(mixed, undefined);
    expect(ofMixed.bytes).toBe(ofPlain.bytes);
    expect(width(ofMixed.bytesRange)).toBeGreaterThan(1.8 * width(ofPlain.bytesRange));
  });
});
