/** The largest variables by name: out of small tables that say what the test wants, and of real ones. */
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeElf, type Elf } from "../../src/decode/elf/decode-elf.ts";
import { decodeVariables, sizeOfVariables } from "../../src/decode/elf/decode-variables.ts";
import {
  buildElf,
  type ElfOptions,
  type ElfVariableOptions,
  VARIABLES_SIZE,
} from "../support/build-elf.ts";
import { machineGo } from "../support/go.ts";

const MiB = 2 ** 20;
const LAYOUTS = ([32, 64] as const).flatMap((bits) =>
  [true, false].map((littleEndian) => ({ bits, littleEndian })),
);

function elfOf(bytes: Uint8Array): Elf {
  const read = (offset: number, length: number) => bytes.subarray(offset, offset + length);
  return decodeElf({ size: bytes.length, read })!;
}

function withVariables(
  variables: readonly ElfVariableOptions[],
  layout: Pick<ElfOptions, "bits" | "littleEndian"> = { bits: 64, littleEndian: true },
): Elf {
  return elfOf(buildElf({ ...layout, form: "none", variables }));
}

/** The two sections are far larger than what is in them, and the rest of each is data without a name. */
const REST = 32 * MiB;
const symbols = (elf: Elf, most = 20) =>
  decodeVariables(elf, most)?.filter(({ name, size }) => name !== "(no name)" || size < REST);
const names = (elf: Elf, most?: number) => symbols(elf, most)?.map(({ name }) => name);
const bss = (name: string, at: number, size: number, type = 1): ElfVariableOptions => {
  return { name, section: ".noptrbss", at, size, type };
};

for (const layout of LAYOUTS) {
  it(`are found in ${layout.bits} bits, ${layout.littleEndian ? "little" : "big"} endian`, () => {
    const elf = withVariables(
      [
        bss("main.small", 0, 8),
        bss("main.cache", 64 * MiB, 256 * MiB),
        { name: "example.com/shop.table", section: ".noptrdata", at: 32, size: 64 * MiB },
      ],
      layout,
    );
    expect(symbols(elf, 20)).toEqual([
      {
        name: "main.cache",
        behind: false,
        section: ".noptrbss",
        address: expect.any(Number),
        size: 256 * MiB,
      },
      {
        name: "example.com/shop.table",
        behind: false,
        section: ".noptrdata",
        address: (1 << 28) + 32,
        size: 64 * MiB,
      },
      {
        name: "main.small",
        behind: false,
        section: ".noptrbss",
        address: expect.any(Number),
        size: 8,
      },
    ]);
    expect(sizeOfVariables(elf)).toBe(2 * VARIABLES_SIZE + 2 * (layout.bits / 8));
  });
}

it("are the largest of many, whatever their order is", () => {
  const sizes = Array.from({ length: 500 }, (_, i) => ((i * 197) % 500) + 1);
  const many = sizes.map((size, i) => bss(`v${size}`, i * 1024, size));
  const largest = ["v500", "v499", "v498", "v497", "v496"];
  expect(names(withVariables(many), 7)).toEqual(largest);
  expect(names(withVariables(many.toReversed()), 7)).toEqual(largest);
});

it("are no functions, no symbols without a size, and none that its section has no room for", () => {
  const elf = withVariables([
    bss("main.f", 0, 64, 2),
    bss("runtime.enoptrbss", 0, 0),
    bss("beyond", VARIABLES_SIZE - 8, 16),
    bss("main.last", VARIABLES_SIZE - 16, 16),
  ]);
  expect(names(elf)).toEqual(["main.last"]);
});

it("counts a place once that has several names", () => {
  const elf = withVariables([bss("part", 8, 8), bss("whole", 0, 64), bss("alias", 0, 64)]);
  expect(names(elf)).toEqual(["whole"]);
});

it("cuts a name that has no end, and says where there is none", () => {
  const long = "m".repeat(2000);
  expect(names(withVariables([bss(long, 0, 16), bss("", 64, 8)]))).toEqual([
    `${"m".repeat(512)}…`,
    "(no name)",
  ]);
});

for (const layout of LAYOUTS) {
  const { bits, littleEndian } = layout;
  it(`finds whose is what has no name, in ${bits} bits, ${littleEndian ? "little" : "big"} endian`, () => {
    const bytes = buildElf({
      ...layout,
      form: "none",
      variables: [bss("main.first", 0, 16 * MiB), bss("main.last", 512 * MiB, 512 * MiB)],
      pointers: [-1, 64 * MiB, 32 * MiB],
    });
    const facts = decodeVariables(elfOf(bytes), 20)!
      .filter(({ section }) => section === ".noptrbss")
      .map(({ name, behind, size }) => [name, behind, size / MiB]);
    expect(facts).toEqual([
      ["main.last", false, 512],
      ["main.pointer1", true, 448],
      ["main.pointer2", true, 32],
      ["main.first", false, 16],
      ["(no name)", false, 16],
    ]);
  });
}

it("has none where the table is stripped, or its sections are gone", () => {
  for (const more of [{}, { noSections: true, variables: [bss("main.x", 0, 8)] }]) {
    const bytes = buildElf({ bits: 64, littleEndian: true, form: "inline", ...more });
    expect(decodeVariables(elfOf(bytes), 20)).toBeUndefined();
  }
});

it("refuses a table that no linker makes, and reads nothing of it", () => {
  const small = buildElf({
    bits: 64,
    littleEndian: true,
    form: "none",
    variables: [bss("main.x", 0, 8)],
  });
  const elf = elfOf(small);
  const size = 2 ** 40;
  const sections = elf.sections.map((one) =>
    one.name === ".symtab" ? { ...one, size: 2 ** 39 } : one,
  );
  const reader = Object.assign(Object.create(Object.getPrototypeOf(elf.reader)), elf.reader, {
    source: { size, read: () => expect.unreachable() },
  });
  expect(() => decodeVariables({ ...elf, reader, sections }, 20)).toThrow(
    expect.objectContaining({ code: "RES_TOO_LARGE" }),
  );
});

const go = await machineGo();

describe.skipIf(go === undefined)("of real programs", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "resident-variables-"));
    await writeFile(join(folder, "go.mod"), "module hello\n\ngo 1.21\n");
    await writeFile(join(folder, "main.go"), SOURCE);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const BUILDS = [
    { GOARCH: "amd64", args: [] },
    { GOARCH: "amd64", args: ["-buildmode=pie"] },
    { GOARCH: "386", args: [] },
    { GOARCH: "s390x", args: [] },
    { GOARCH: "amd64", args: ["-ldflags=-linkmode=external"], needsC: true },
    { GOARCH: "amd64", args: ["-ldflags=-linkmode=external", "-buildmode=pie"], needsC: true },
  ];
  const hasC =
    process.arch === "x64" && spawnSync(process.env["CC"] ?? "gcc", ["--version"]).status === 0;
  for (const { GOARCH, args, needsC = false } of BUILDS) {
    it.skipIf(needsC && !hasC)(`has those of ${GOARCH} ${args}`, { timeout: 240_000 }, () => {
      const out = join(folder, "program");
      const env = { ...process.env, GOFLAGS: "", CGO_ENABLED: needsC ? "1" : "0", GOARCH };
      execFileSync("go", ["build", "-o", out, ...args, "."], { cwd: folder, env });
      const found = decodeVariables(elfOf(readFileSync(out)), 20)!;
      const facts = found.slice(0, 5).map(({ name, behind, size }) => {
        return `${behind ? "behind " : ""}${name} ${Math.floor(size / 1024)} KiB`;
      });
      expect(facts).toEqual([
        `main.cache ${48 * 1024} KiB`,
        `behind main.current ${24 * 1024} KiB`,
        `main.table ${8 * 1024} KiB`,
        "behind main.lists 128 KiB",
        "behind main.primes 128 KiB",
      ]);
      const nm = execFileSync("go", ["tool", "nm", "-size", out], { encoding: "utf8", env });
      const listed = nm.split("\n").map((line) => line.trim().split(/ +/));
      for (const { name, address, size } of found.filter(({ behind }) => !behind)) {
        const same = listed.find(
          ([at, , , symbol]) => symbol === name && Number.parseInt(at!, 16) === address,
        );
        expect(Number(same?.[1]), name).toBe(size);
      }
    });
  }
});

/** 32,768 and 2 * 16,384 numbers; what lies behind them has no symbol. */
const row = (count: number) =>
  `{${Array.from({ length: count }, (_, i) => (i * 2654435761) % 2 ** 31).join()}}`;
const SOURCE = `package main

type state struct {
	counts [24 << 20]byte
	next   *state
}

type list struct {
	name   string
	values []int32
}

var cache [48 << 20]byte
var table = [8 << 20]byte{1, 2, 3}
var pointers [1000]*int
var current = &state{}
var primes = []int32${row(32768)}
var lists = []list{{"a", []int32${row(16384)}}, {"b", []int32${row(16384)}}}

func main() {
	for i := range cache {
		cache[i] = table[i%len(table)]
	}
	table[cache[7]] = 4
	pointers[cache[9]] = new(int)
	current.counts[cache[8]] = 1
	primes[cache[8]] = 1
	lists[1].values[cache[8]] = 1
	println(len(pointers), pointers[0], current.next, primes[1], lists[0].values[1])
}
`;
