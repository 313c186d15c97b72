/** decodeHeapText and applySymbols against real texts, and against `go tool pprof -raw`. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DecodeError } from "../../src/base/errors.ts";
import { decodeHeapText } from "../../src/decode/heap-text/decode-heap-text.ts";
import { applySymbols } from "../../src/decode/symbols/apply-symbols.ts";
import { decodeSymbols } from "../../src/decode/symbols/decode-symbols.ts";
import type { Profile } from "../../src/model/profile.ts";
import { CAPTURES } from "../support/captures.ts";
import { machineGo } from "../support/go.ts";
import { pathOf } from "../support/plain-profile.ts";
import { profileToText } from "../support/profile-text.ts";

const hasGo = (await machineGo()) !== undefined;

/** Every text of a heap profile in the captures, by its path there. */
const TEXTS = readdirSync(CAPTURES, { recursive: true, encoding: "utf8" })
  .filter((name) => /pprof.heap(\.debug1\.txt)?$/.test(name))
  .filter((name) => readCapture(name).subarray(0, 5).toString() === "heap ")
  .sort();

function readCapture(name: string): Buffer {
  return readFileSync(join(CAPTURES, name));
}

function decode(text: string) {
  return decodeHeapText(new TextEncoder().encode(text));
}

describe("real texts", () => {
  it("are there, of Go 1.4 to 1.26", () => {
    expect(TEXTS).toContain(join("probe", "go1.4", "0001", "pprof", "heap"));
    expect(TEXTS).toContain(join("probe", "go1.26", "0003", "pprof", "heap.debug1.txt"));
    expect(TEXTS.length).toBeGreaterThan(30);
  });

  it.each(TEXTS)("%s has the totals that its first line says", (name) => {
    const { profile } = decodeHeapText(readCapture(name));
    const header = /^heap profile: (\d+): (\d+) \[(\d+): (\d+)\] @ heap\/1048576\n/;
    const [, objects, space, allocObjects, allocSpace] = header
      .exec(readCapture(name).toString())!
      .map(Number);
    const sums = profile.samples.values.map((column) => Array.from(column, Number).reduce(add, 0));
    expect(profile.valueTypes.map(({ type }) => type)).toEqual([
      "alloc_objects",
      "alloc_space",
      "inuse_objects",
      "inuse_space",
    ]);
    // From Go 1.20 on the header has one more where nothing was freed, so that pprof shows both.
    const [difference] = [allocSpace! - sums[1]!];
    expect([0, 1]).toContain(difference);
    expect(sums).toEqual([allocObjects, allocSpace! - difference!, objects, space]);
    expect(profile.period).toBe(524288);
    expect(profile.rawCounts).toBe(true);
  });

  it.each(TEXTS)("%s has a name for each line that has one", (name) => {
    const text = readCapture(name).toString();
    const { profile, addressesOnly, memStatsText } = decodeHeapText(readCapture(name));
    const wanted = new Set(
      [...text.matchAll(/^#\t0x[0-9a-f]+\t(\S+)\+0x[0-9a-f]+\t+(\S+):(\d+)$/gm)].map(
        ([, func, file, line]) => `${func} ${file}:${line}`,
      ),
    );
    expect(new Set(placesOf(profile))).toEqual(wanted);
    expect(addressesOnly).toBe(wanted.size === 0);
    expect(memStatsText?.startsWith("# runtime.MemStats\n# Alloc = ") ?? false).toBe(
      text.includes("# runtime.MemStats"),
    );
  });

  it.skipIf(!hasGo)("have the stacks that go tool pprof reads in them", { timeout: 60_000 }, () => {
    for (const name of TEXTS) {
      const { profile } = decodeHeapText(readCapture(name));
      expect(addressPaths(profile), name).toEqual(goAddressPaths(join(CAPTURES, name)));
    }
  });

  it("name what the program's own lines do, on each way to say it", () => {
    const of = (version: string) => {
      const name = `probe/${version}/0001/pprof/heap.debug1.txt`;
      return profileToText(decodeHeapText(readCapture(name)).profile).split("\n");
    };
    // Go 1.4 repeats the return address in its # lines, and hides runtime.goexit.
    expect(of("go1.4")[0]).toBe(
      "0x440f40;runtime.main@/usr/local/go/src/runtime/proc.go:63;" +
        "main.main@/srv/app/main.go:84;main.big@/srv/app/main.go:42;0x419fdb " +
        "20 20971520 20 20971520 {bytes:1048576}",
    );
    // Go 1.14 gives one less.
    expect(of("go1.14")[0]).toContain(
      "runtime.main@/usr/local/go/src/runtime/proc.go:203;" +
        "main.main@/srv/app/main.go:84;main.big@/srv/app/main.go:42 ",
    );
  });
});

describe("names from /debug/pprof/symbol", () => {
  const folder = "seed/go1.4.3/0002/pprof";
  const symbols = decodeSymbols(readCapture(`${folder}/symbol.txt`));
  const bare = decodeHeapText(readCapture(`${folder}/heap`));
  const named = decodeHeapText(readCapture(`${folder}/heap.debug1.txt`));

  it("name every address of a text without names", () => {
    expect(bare.addressesOnly).toBe(true);
    const profile = applySymbols(bare.profile, symbols);
    expect(profileToText(profile).split("\n")[0]).toBe(
      "runtime.goexit;runtime.main;main.main;runtime.makeslice " +
        "6 600047616 2 200015872 {bytes:100007936}",
    );
    expect(profile.functions.length).toBe(new Set(symbols.values()).size);
  });

  it("leave the lines that are there, and change nothing else", () => {
    const profile = applySymbols(named.profile, symbols);
    expect(profileToText(profile).split("\n")[0]).toBe(
      "runtime.goexit;runtime.main@/usr/local/go/src/runtime/proc.go:63;" +
        "main.main@/srv/app/main.go:31;runtime.makeslice " +
        "6 600047616 2 200015872 {bytes:100007936}",
    );
    expect(profile.samples).toBe(named.profile.samples);
    expect(profile.locations.address).toEqual(named.profile.locations.address);
    expect(applySymbols(profile, new Map()).lines).toEqual(profile.lines);
  });
});

describe("forms of the header", () => {
  const record = "1: 10 [2: 20] @ 0x10 0x20";
  const form = (kind: string, pairs = "1: 10 [2: 20]") => {
    const { profile } = decode(`heap profile: ${pairs} @ ${kind}\n${record}\n`);
    return [profile.period, profile.valueTypes.map(({ type }) => type).join()];
  };
  const all = "alloc_objects,alloc_space,inuse_objects,inuse_space";

  it.each([
    ["heap/1048576", 524288],
    ["heap/0", 1],
    ["heap_v2/524288", 524288],
    ["heapz_v2/1024", 1024],
    ["heapprofile", 1],
  ])("%s", (kind, period) => {
    expect(form(kind)).toEqual([period, all]);
  });

  it.each(["growth", "growthz", "fragmentation", "fragmentationz"])("%s", (kind) => {
    expect(form(kind, "  1:  10 [  1:  10]")).toEqual([1, "inuse_objects,inuse_space"]);
  });

  it("has no alloc columns where the second pair says nothing, but always with Go's word", () => {
    expect(form("heap_v2/1", "1: 10 [0: 0]")).toEqual([1, "inuse_objects,inuse_space"]);
    expect(form("heap/2", "1: 10 [1: 10]")).toEqual([1, all]);
  });

  it.each(["heap profile: 1: 2 [3: 4] @ heapster/1", "heap profile: 1: 2", ""])(
    "not %j",
    (line) => {
      expect(() => decode(line)).toThrow(DecodeError);
    },
  );
});

describe("lines of a text", () => {
  const header = "heap profile: 1: 1 [1: 1] @ heap/2\n";

  it("name functions inlined into each other, and functions that call themselves", () => {
    const symbol = (address: string, name: string) => `#\t${address}\tmain.${name}+0x1\tm.go:1\n`;
    const { profile } = decode(
      `${header}1: 8 [1: 8] @ 0x11 0x21 0x21 0x31 0x21\n` +
        symbol("0x10", "inner") +
        symbol("0x10", "outer") +
        symbol("0x20", "self") +
        symbol("0x20", "self") +
        symbol("0x30", "main") +
        symbol("0x20", "self"),
    );
    expect(profileToText(profile)).toBe(
      "main.self@m.go:1;main.main@m.go:1;main.self@m.go:1;main.self@m.go:1;" +
        "main.outer@m.go:1|main.inner@m.go:1 1 8 1 8 {bytes:8}",
    );
  });

  it("may have names and paths with spaces, colons and pluses", () => {
    const { profile } = decode(
      `${header}1: 8 [1: 8] @ 0x11\n#\t0x10\tmain.F[go.shape.struct { x int }]+0x1f\tC:/my code/a+b.go:7\r\n`,
    );
    expect(placesOf(profile)).toEqual(["main.F[go.shape.struct { x int }] C:/my code/a+b.go:7"]);
  });

  it("may count below zero and beyond 2^53", () => {
    const { profile } = decode(`${header}-1: -8 [9: 9007199254740993] @\n`);
    expect(profileToText(profile)).toBe("- 9 9007199254740993n -1 -8 {bytes:8}");
  });

  it("have no size where they have no objects", () => {
    const none = "heap profile: 0: 0 [0: 0] @ heap/2\n0: 0 [0: 0] @ 0x1\n";
    expect(profileToText(decode(none).profile)).toBe("0x0 0 0 0 0");
  });

  it("are missed where the first line counts more", () => {
    const whole = "heap profile: 2: 24 [2: 24] @ heap/2\n1: 8 [1: 8] @ 0x1\n";
    expect(() => decode(whole)).toThrow(
      "heap-text: at line 2 expected records of 24 bytes, as the first line says, found the end of the text after 8",
    );
    expect(() => decode(`${whole}1: 16 [1: 16] @ 0x2\n`)).not.toThrow();
  });

  it("place addresses in the mappings that may hold code", () => {
    const { profile } = decode(
      `${header}1: 8 [1: 8] @ 0x400101 0x7f0000000101 0x500001\n\nMAPPED_LIBRARIES:\n` +
        "00400000-00401000 r-xp 00001000 08:01 42   /srv/app\n" +
        "00401000-00601000 rw-p 00002000 08:01 42   /srv/app\n" +
        "lib=/usr/lib\n" +
        "0x7f0000000000-0x7f0000001000: $lib/libc.so (@2000) abc123\n" +
        "not a mapping\n",
    );
    const { mappings, locations, strings } = profile;
    expect([...locations.mapping]).toEqual([0, 1, -1]);
    expect(Array.from(mappings.filename, (i) => strings.get(i))).toEqual([
      "/srv/app",
      "/usr/lib/libc.so",
    ]);
    expect([...mappings.offset]).toEqual([0x1000n, 0x2000n]);
    expect(strings.get(mappings.buildId[1]!)).toBe("abc123");
  });

  it.each([
    ["1: 8 @ 0x1", "N: BYTES [N: BYTES] @ 0x…"],
    ["1: 8 [1: 8] @ 0x1 main", "a hexadecimal address"],
    ["1: 8 [1: 99999999999999999999] @ 0x1", "a 64-bit number"],
  ])("can't be %j", (line, expected) => {
    const error = errorOf(() => decode(`${header}\n${line}\n`));
    expect(error.problem).toMatchObject({ format: "heap-text", at: { line: 3 }, expected });
  });
});

/** Each line of each location once: `function file:line`. */
function placesOf({ lines, functions, strings }: Profile): string[] {
  return Array.from(lines.func, (func, row) => {
    const name = strings.get(functions.name[func]!);
    return `${name} ${strings.get(functions.filename[func]!)}:${lines.line[row]}`;
  });
}

/** The addresses of each sample's locations, leaf first. */
function addressPaths({ samples, stacks, locations }: Profile): string[] {
  return Array.from(samples.stack, (stack) =>
    pathOf(stacks, stack)
      .map((location) => `0x${locations.address[location]!.toString(16)}`)
      .join(" "),
  );
}

/** The same from `go tool pprof -raw`. */
function goAddressPaths(path: string): string[] {
  const args = ["tool", "pprof", "-symbolize=none", "-raw", path];
  const raw = execFileSync("go", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  const address = new Map(
    [...raw.matchAll(/^ +(\d+): (0x[0-9a-f]+) /gm)].map(([, id, hex]) => [id, hex]),
  );
  const samples = raw.slice(raw.indexOf("Samples:"), raw.indexOf("\nLocations"));
  return [...samples.matchAll(/^ [ \d-]+: ([\d ]*)$/gm)].map(([, ids]) =>
    ids!
      .trim()
      .split(" ")
      .map((id) => address.get(id))
      .join(" "),
  );
}

function add(sum: number, value: number): number {
  return sum + value;
}

function errorOf(run: () => unknown): DecodeError {
  try {
    run();
  } catch (error) {
    if (error instanceof DecodeError) return error;
    throw error;
  }
  throw new Error("no error");
}
