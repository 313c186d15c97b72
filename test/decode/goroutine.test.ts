/**
 * Goroutines in their three forms, from every captured Go version. The same goroutines were printed
 * three ways within a second, so that each form is the others' truth.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { DecodeError } from "../../src/base/errors.ts";
import { decodeGoroutineDump } from "../../src/decode/goroutine/decode-goroutine-dump.ts";
import { decodeGoroutineText } from "../../src/decode/goroutine/decode-goroutine-text.ts";
import { decodeThreadCreate } from "../../src/decode/goroutine/decode-thread-create.ts";
import { goroutinesOfProfile } from "../../src/decode/goroutine/goroutines-of-profile.ts";
import { decodePprof } from "../../src/decode/pprof/decode-pprof.ts";
import type { GoroutineGroup, Goroutines } from "../../src/model/goroutines.ts";

const FIXTURES = join(import.meta.dirname, "../fixtures");
const CAPTURES = join(FIXTURES, "captures");
const VERSIONS = ["1.4", "1.5", "1.8", "1.11", "1.12", "1.14", "1.16", "1.19", "1.23", "1.26"];
const bytesOf = (text: string) => new TextEncoder().encode(text);
const dump = (text: string) => decodeGoroutineDump(bytesOf(text));
const profileOf = (path: string) =>
  goroutinesOfProfile(decodePprof(gunzipSync(readFileSync(path))));
const count = ({ groups }: Goroutines) => groups.reduce((sum, group) => sum + group.count, 0);

/** `main.block:56 < main.main:91`, innermost first. */
function stackOf({ frames }: GoroutineGroup): string {
  return frames.map(({ function: name, line }) => `${name}:${line}`).join(" < ");
}

/** Goroutines by their stack, without those that serve the request itself. */
function byStack({ groups }: Goroutines): Map<string, number> {
  const counts = new Map<string, number>();
  for (const group of groups) {
    const stack = stackOf(group);
    if (/net\/http\.\(\*conn|connReader/.test(stack)) continue;
    counts.set(stack, (counts.get(stack) ?? 0) + group.count);
  }
  return counts;
}

describe.each(VERSIONS)("Go %s", (version) => {
  const folder = join(CAPTURES, `probe/go${version}/0001/pprof`);
  const text = decodeGoroutineText(readFileSync(join(folder, "goroutine.debug1.txt")));
  const dumped = decodeGoroutineDump(readFileSync(join(folder, "goroutine.debug2.txt")));

  it("counts what the title says", () => {
    expect(text.source).toBe("goroutine?debug=1");
    expect(text.truncated).toBe(false);
    expect(count(text)).toBe(text.total);
  });

  it("counts the headers of the dump", () => {
    const raw = readFileSync(join(folder, "goroutine.debug2.txt"), "utf8");
    expect(dumped.source).toBe("goroutine?debug=2");
    expect(dumped.truncated).toBe(false);
    expect(dumped.total).toBe(raw.match(/^goroutine \d+ \[/gm)!.length);
    expect(count(dumped)).toBe(dumped.total);
  });

  it("finds the 500 that block and the 20 that leak in both", () => {
    const leak = version === "1.4" ? "main.func·001" : "main.leak.func1";
    for (const [i, { groups }] of [text, dumped].entries()) {
      expect(groups[0]).toMatchObject({ count: 500 });
      expect(groups[0]!.frames).toEqual([
        { function: "main.block", file: "/srv/app/main.go", line: 56 },
      ]);
      expect(groups[1]).toMatchObject({ count: 20 });
      expect(groups[1]!.frames).toEqual([{ function: leak, file: "/srv/app/main.go", line: 53 }]);
      expect(groups[0]!.state).toBe(i === 0 ? undefined : "chan receive");
      expect(groups[1]!.state).toBe(i === 0 ? undefined : "chan send");
    }
    const createdBy = { function: "main.main", file: "/srv/app/main.go", line: 78 };
    expect(dumped.groups[0]!.createdBy).toEqual(createdBy);
    expect(dumped.groups[1]!.createdBy).toMatchObject({ function: "main.leak", line: 53 });
    expect(dumped.groups[0]!.waitMinutes).toBeUndefined();
  });

  it("has the same goroutines with the same frames in both", () => {
    const inText = byStack(text);
    const inDump = byStack(dumped);
    // Only the text shows the runtime's own goroutines (up to Go 1.5 or so).
    for (const stack of inText.keys()) if (/^runtime\.|^$/.test(stack)) inText.delete(stack);
    // An accept is in the middle of its system call in one, parked in the other.
    for (const stacks of [inText, inDump]) {
      for (const stack of stacks.keys()) if (stack.includes("ccept")) stacks.delete(stack);
    }
    expect(inText).toEqual(inDump);
  });
});

describe.each(VERSIONS.filter((version) => Number(version.slice(2)) >= 8))(
  "Go %s, the profile",
  (version) => {
    it("is the text", () => {
      const folder = join(CAPTURES, `probe/go${version}/0001/pprof`);
      const raw = readFileSync(join(folder, "goroutine"));
      if (raw[0] !== 0x1f) return;
      const profile = profileOf(join(folder, "goroutine"));
      const text = decodeGoroutineText(readFileSync(join(folder, "goroutine.debug1.txt")));
      expect(profile.source).toBe("goroutine");
      expect(count(profile)).toBe(profile.total);
      if (version !== "1.8") expect(profile.groups.slice(0, 2)).toEqual(text.groups.slice(0, 2));
      else {
        // Go 1.8 has no names in its profiles (see /debug/pprof/symbol), but the same addresses.
        expect(profile.groups.map((g) => g.count)).toEqual(text.groups.map((g) => g.count));
        expect(profile.groups[0]!.frames.map((f) => f.function)).toContain("0x70de2f");
      }
    });
  },
);

describe("a program with everything", () => {
  const folder = join(FIXTURES, "goroutines");
  const text = decodeGoroutineText(readFileSync(join(folder, "goroutine.debug1.txt")));
  const dumped = decodeGoroutineDump(readFileSync(join(folder, "goroutine.debug2.txt")));
  const profile = profileOf(join(folder, "goroutine"));
  const crash = decodeGoroutineDump(readFileSync(join(folder, "crash.txt")));
  const group = (goroutines: Goroutines, name: string) =>
    goroutines.groups.filter(({ frames }) => frames[0]?.function === name);
  const ROUTE = `quote" tab\t bell\x07 nul\0 日本 😀 {}, "k": "v"`;

  it("has labels, also where they need quoting, in three ways of quoting", () => {
    for (const goroutines of [text, profile]) {
      const labelled = group(goroutines, "main.main.func3");
      expect(labelled.map((g) => [g.count, ...g.labels!])).toEqual([
        [3, ["route", "/a"], ["tenant", "x"]],
        [1, ["route", ROUTE], ["tenant", "x"]],
      ]);
    }
  });

  it("does not split a dump by labels, and keeps them only where all agree", () => {
    const [labelled] = group(dumped, "main.main.func3");
    expect(labelled).toMatchObject({ count: 4, state: "chan receive" });
    expect(labelled!.labels).toBeUndefined();
    const only = readFileSync(join(folder, "goroutine.debug2.txt"), "utf8")
      .split("\n\n")
      .filter((stack) => stack.startsWith("goroutine 33 "));
    expect(Object.fromEntries(dump(`${only[0]}\n`).groups[0]!.labels!)).toEqual({
      route: ROUTE,
      tenant: "x",
    });
  });

  it("names methods and generics alike in all forms", () => {
    for (const goroutines of [text, dumped, profile, crash]) {
      expect(group(goroutines, "main.(*box[...]).wait")).toMatchObject([{ count: 3 }]);
      expect(group(goroutines, "main.waitFor[...]")).toMatchObject([{ count: 1 }]);
      expect(group(goroutines, "main.server.valueMethod")).toMatchObject([{ count: 1 }]);
    }
  });

  it("has the stacks of the text in the profile and in the dump", () => {
    const ours = (goroutines: Goroutines) =>
      [...byStack(goroutines)].filter(([stack]) => /main\./.test(stack) && !/deep/.test(stack));
    expect(ours(text).length).toBeGreaterThan(6);
    expect(ours(profile).sort()).toEqual(ours(text).sort());
    expect(ours(dumped).sort()).toEqual(ours(text).sort());
    // GOTRACEBACK=system shows the compiler's wrappers too, which are callers.
    const leaves = (goroutines: Goroutines) =>
      ours(goroutines).map(([s, n]) => [s.split(" ")[0], n]);
    expect(leaves(crash).sort()).toEqual(leaves(text).sort());
  });

  it("has what each form keeps of a deep stack", () => {
    const depths = [text, profile, dumped].map((g) => group(g, "main.deep")[0]!.frames.length);
    // 128 return addresses with three of the runtime; 100 frames around "...51 frames elided...".
    expect(depths).toEqual([125, 125, 100]);
    expect(group(dumped, "main.deep")[0]!.createdBy!.function).toBe("main.main");
  });

  it("has the states without their marks", () => {
    const states = new Set(dumped.groups.map(({ state }) => state));
    expect(states).toContain("select (no cases)");
    expect(states).toContain("sync.Mutex.Lock");
    expect(states).toContain("sleep");
  });

  it("of a crash leaves out the thread's own stack and the registers", () => {
    expect(crash.groups.some(({ state }) => state === "idle")).toBe(false);
    expect(crash.truncated).toBe(false);
    expect(group(crash, "time.Sleep")).toHaveLength(1);
    // With GOTRACEBACK=system the runtime's own goroutines are there, as a whole.
    const sweeper = crash.groups.find(({ state }) => state === "GC sweep wait")!;
    expect(sweeper.frames.at(-1)!.function).toBe("runtime.gcenable.gowrap1");
  });
});

describe("the leak profile", () => {
  const folder = join(CAPTURES, "probe/go1.26-leak/0001/pprof");

  it("lists only leaked goroutines, in text and profile", () => {
    const text = decodeGoroutineText(readFileSync(join(folder, "goroutineleak.debug1.txt")));
    const profile = profileOf(join(folder, "goroutineleak"));
    for (const leaks of [text, profile]) {
      expect(leaks.source).toBe("goroutineleak");
      expect(leaks.total).toBe(520);
      expect(leaks.groups.map((g) => [g.count, g.leaked, stackOf(g)])).toEqual([
        [500, true, "main.block:56"],
        [20, true, "main.leak.func1:53"],
      ]);
    }
  });

  it("marks them in the dump, which has all", () => {
    const dumped = decodeGoroutineDump(readFileSync(join(folder, "goroutineleak.debug2.txt")));
    const leaked = dumped.groups.filter((g) => g.leaked === true);
    expect(leaked.map((g) => [g.count, g.state])).toEqual([
      [500, "chan receive"],
      [20, "chan send"],
    ]);
    expect(dumped.total).toBeGreaterThan(520);
  });
});

describe("headers of a dump", () => {
  const STACK = "main.f(0x1)\n\t/a.go:1 +0x2\n";
  it.each([
    ["[chan receive]", { state: "chan receive" }],
    ["[chan receive, 12 minutes]", { state: "chan receive", waitMinutes: [12, 12] }],
    ["[select, 3 minutes, locked to thread]", { state: "select", waitMinutes: [3, 3] }],
    ["[chan receive (nil chan)]", { state: "chan receive (nil chan)" }],
    ["[GC worker (idle), 5 minutes]", { state: "GC worker (idle)", waitMinutes: [5, 5] }],
    ["[running (scan)]", { state: "running" }],
    ["[chan send (leaked) (scan), 2 minutes]", { state: "chan send", leaked: true }],
    ["[select (durable), synctest bubble 1]", { state: "select" }],
    ['[IO wait, 9 minutes labels:{"a": "b, 7 minutes"}]', { waitMinutes: [9, 9] }],
  ])("%s", (status, expected) => {
    for (const id of [
      "goroutine 7",
      "goroutine 7 gp=0xc01 m=nil",
      "goroutine 7 gp=0x1 m=3 mp=0x2",
    ]) {
      const { total, groups } = dump(`${id} ${status}:\n${STACK}`);
      expect(total).toBe(1);
      expect(groups[0]).toMatchObject(expected);
      expect(groups[0]!.frames).toEqual([{ function: "main.f", file: "/a.go", line: 1 }]);
    }
  });

  it("groups waits into the shortest and the longest", () => {
    const one = (wait: string) => `goroutine 1 [select${wait}]:\n${STACK}`;
    const waits = (...list: string[]) => dump(list.map(one).join("\n")).groups[0]!;
    expect(waits(", 5 minutes", ", 2 minutes", ", 9 minutes").waitMinutes).toEqual([2, 9]);
    expect(waits(", 5 minutes", "").waitMinutes).toEqual([0, 5]);
    expect(waits("", "").waitMinutes).toBeUndefined();
  });

  it("splits by state, frames and creator, and by nothing else", () => {
    const stack = (id: number, state: string, offset: string, by = "") =>
      `goroutine ${id} [${state}]:\nmain.f(0x${id})\n\t/a.go:1 +${offset}\n${by}`;
    const byMain = "created by main.main in goroutine 1\n\t/a.go:2 +0x1\n";
    const byOther = "created by main.other\n\t/a.go:2 +0x1\n";
    const { groups } = dump(
      [
        stack(1, "select", "0x1", byMain),
        stack(2, "select", "0x9", byMain.replace("goroutine 1", "goroutine 44")),
        stack(3, "select", "0x1", byOther),
        stack(4, "sleep", "0x1", byMain),
        stack(5, "select (leaked)", "0x1", byMain),
      ].join("\n"),
    );
    expect(groups.map((g) => [g.count, g.state, g.createdBy?.function])).toEqual([
      [2, "select", "main.main"],
      [1, "select", "main.other"],
      [1, "sleep", "main.main"],
      [1, "select", "main.main"],
    ]);
  });

  it("reads odd stacks", () => {
    const { groups, truncated } = dump(
      [
        "panic: oh",
        "",
        "goroutine 1 [running]:",
        "\tgoroutine running on other thread; stack unavailable",
        "created by main.a",
        "\tC:/go src/a:b.go:12 +0x1",
        "",
        "goroutine 2 [syscall]:",
        "main._Cfunc_x(0x1)",
        "\t_cgo_gotypes.go:41 +0x3",
        "non-Go function",
        "\tpc=0x123",
        "main.(*T).m-fm(...)",
        "\t<autogenerated>:1",
        "created by main.b",
        "\t/a.go:3 +0x1",
        "[originating from goroutine 1]:",
        "main.main()",
        "\t/a.go:4 +0x1",
        "",
        "goroutine 3 [runnable]:",
        "main.last()",
        "\t/a.go:5 +0x1",
        "",
        "program.text(after)",
        "\tof the dump:6",
        "",
      ].join("\n"),
    );
    expect(truncated).toBe(false);
    expect(groups.map((g) => g.frames.map((f) => f.function))).toEqual([
      [],
      ["main._Cfunc_x", "main.(*T).m-fm"],
      ["main.last"],
    ]);
    expect(groups[1]!.createdBy).toEqual({ function: "main.b", file: "/a.go", line: 3 });
  });

  it("leaves out the half of a goroutine at the end of a dump that was cut", () => {
    const whole = `goroutine 1 [select]:\n${STACK}\ngoroutine 2 [select]:\n${STACK}`;
    expect(dump(whole)).toMatchObject({ total: 2, truncated: false });
    const second = whole.indexOf("goroutine 2");
    for (let end = second + "goroutine 2 [select]:".length; end < whole.length; end++) {
      expect(dump(whole.slice(0, end)), String(end)).toMatchObject({ total: 1, truncated: true });
    }
  });

  it("is truncated at the size at which Go stops", () => {
    const stack = bytesOf(`goroutine 1 [select]:\n${STACK}\n`);
    const bytes = new Uint8Array(64 << 20).fill(0x20);
    bytes.set(stack);
    for (let at = 4095; at < bytes.length; at += 4096) bytes[at] = 0x0a;
    expect(decodeGoroutineDump(bytes)).toMatchObject({ total: 0, truncated: true });
    const shorter = decodeGoroutineDump(bytes.subarray(0, -4096));
    expect(shorter).toMatchObject({ total: 1, truncated: false });
  });
});

describe("what is something else is refused", () => {
  it.each(["", "\n", "<html>\n", "404 page not found\n", "Unknown profile\n", "goroutine"])(
    "%j",
    (text) => {
      for (const decode of [decodeGoroutineText, decodeGoroutineDump, decodeThreadCreate]) {
        expect(() => decode(bytesOf(text))).toThrow(DecodeError);
      }
    },
  );

  it("a text with fewer goroutines than its title says is truncated", () => {
    const text = "goroutine profile: total 5\n3 @ 0x1 0x2\n#\t0x1\tmain.f+0x1\t/a.go:1\n\n";
    expect(decodeGoroutineText(bytesOf(text))).toMatchObject({ total: 5, truncated: true });
  });
});

describe("threadcreate", () => {
  it.each([
    ["seed/go1.4.3", 3],
    ["seed/go1.19.8", 7],
  ])("%s", (name, threads) => {
    const path = join(CAPTURES, name, "0001/pprof/threadcreate.debug1.txt");
    expect(decodeThreadCreate(readFileSync(path))).toBe(threads);
  });
});
