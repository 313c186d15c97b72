import { execFile } from "node:child_process";
import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ByteSource } from "../../src/decode/elf/byte-source.ts";
import { type GoBuild, readGoBuild } from "../../src/decode/elf/read-go-build.ts";
import { buildElf, type ElfOptions } from "../support/build-elf.ts";
import { machineGo, type Toolchain } from "../support/go.ts";

const run = promisify(execFile);
const go = await machineGo();
const hasStrip = await has("strip", "--version");
const hasCompiler = await has("gcc", "--version");

describe.skipIf(go === undefined)("the build of a real executable", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "resident-elf-"));
    await writeFile(join(folder, "main.go"), 'package main\n\nfunc main() { println("hello") }\n');
    await writeFile(join(folder, "cgo.go"), 'package main\n\nimport "C"\n');
    await writeFile(join(folder, "go.mod"), "module hello\n\ngo 1.21\n");
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function build(name: string, args: string[], env: Record<string, string>): Promise<string> {
    const out = join(folder, name);
    await run((go as Toolchain).command, ["build", "-buildvcs=false", "-o", out, ...args, "."], {
      cwd: folder,
      env: { ...process.env, GOFLAGS: "", CGO_ENABLED: "0", ...env },
    });
    return out;
  }

  const ARCHITECTURES = [
    { GOARCH: "amd64", what: "64 bit, little endian" },
    { GOARCH: "arm64", what: "64 bit, little endian" },
    { GOARCH: "386", what: "32 bit, little endian" },
    { GOARCH: "mips", what: "32 bit, big endian" },
    { GOARCH: "s390x", what: "64 bit, big endian" },
  ];
  for (const { GOARCH, what } of ARCHITECTURES) {
    it(`is read on ${GOARCH} (${what}), stripped or not`, { timeout: 240_000 }, async () => {
      const plain = readBuild(await build(GOARCH, [], { GOARCH }));
      expect(plain).toMatchObject({ version: go?.version, approximate: false, stripped: false });
      const stripped = readBuild(await build(`${GOARCH}-s`, ["-ldflags=-s -w"], { GOARCH }));
      expect(stripped).toMatchObject({ version: go?.version, approximate: false, stripped: true });
    });
  }

  it("has the build ids that the go command and the linker say", { timeout: 120_000 }, async () => {
    const file = await build("ids", ["-ldflags=-B 0x0123456789abcdef"], {});
    const { stdout } = await run((go as Toolchain).command, ["tool", "buildid", file]);
    expect(readBuild(file)).toMatchObject({
      buildId: "0123456789abcdef",
      goBuildId: stdout.trim(),
    });
  });

  it.skipIf(!hasCompiler)(
    "is read where C is linked in and in a PIE",
    { timeout: 240_000 },
    async () => {
      const file = await build("cgo-pie", ["-buildmode=pie"], { CGO_ENABLED: "1" });
      expect(readBuild(file)).toMatchObject({ version: go?.version, approximate: false });
    },
  );

  it.skipIf(!hasStrip)("survives strip, and the loss of all section headers", async () => {
    const file = await build("stripped", [], {});
    await run("strip", ["--strip-all", file]);
    expect(readBuild(file)).toMatchObject({ version: go?.version, stripped: true });
    const bytes = new Uint8Array(readFileSync(file));
    withoutSections(bytes);
    expect(readGoBuild(arraySource(bytes))).toMatchObject({ version: go?.version, stripped: true });
  });

  it("tells the range where only the line table is left", async () => {
    const bytes = new Uint8Array(readFileSync(await build("amd64", [], { GOARCH: "amd64" })));
    eraseBuildInfo(bytes);
    expect(readGoBuild(arraySource(bytes))).toMatchObject({ version: go?.version });
    withoutSections(bytes);
    expect(readGoBuild(arraySource(bytes))).toMatchObject({
      version: "go1.20+",
      approximate: true,
    });
  });

  it("reads less than 2 MiB of an executable", async () => {
    const source = countingSource(arraySource(new Uint8Array(readFileSync(go_binary()))));
    expect(readGoBuild(source)).toMatchObject({ version: go?.version });
    expect(source.bytesRead()).toBeLessThan(2 << 20);
  });

  function go_binary(): string {
    return join(folder, "amd64");
  }
});

describe("the build of an older Go", () => {
  it("is read through the pointers of the build info before Go 1.18", async () => {
    const bytes = await go117();
    if (bytes === undefined) return;
    expect(readGoBuild(arraySource(bytes))).toMatchObject({
      version: "go1.17",
      approximate: false,
      stripped: false,
    });
  });
});

describe.each([
  { bits: 32, littleEndian: true },
  { bits: 32, littleEndian: false },
  { bits: 64, littleEndian: true },
  { bits: 64, littleEndian: false },
] as const)("a constructed executable, $bits bit, little endian: $littleEndian", (layout) => {
  const read = (options: Omit<ElfOptions, "bits" | "littleEndian">) =>
    readGoBuild(arraySource(buildElf({ ...layout, ...options })));

  it("tells its version in every form, and its build ids", () => {
    const common = { approximate: false, buildId: "deadbeef", goBuildId: "ab/cd/ef" };
    for (const form of ["inline", "pointer"] as const) {
      expect(read({ form, version: "go1.16.3" })).toEqual({
        ...common,
        version: "go1.16.3",
        stripped: true,
      });
    }
    expect(read({ form: "symbol", version: "go1.9.7", lineTable: 0xfffffffb })).toEqual({
      ...common,
      version: "go1.9.7",
      stripped: false,
    });
  });

  it.each([
    [0xfffffffb, "go1.2–go1.15"],
    [0xfffffffa, "go1.16–go1.17"],
    [0xfffffff0, "go1.18–go1.19"],
    [0xfffffff1, "go1.20+"],
  ])(
    "tells a range by the line table %i, with and without section headers",
    (lineTable, version) => {
      for (const noSections of [false, true]) {
        expect(read({ form: "none", lineTable, noSections })).toMatchObject({
          version,
          approximate: true,
        });
      }
    },
  );

  it("does not believe a version that is none", () => {
    for (const version of ["", "hello", "go1\x1b[31m", "x".repeat(200)]) {
      const build = read({ form: "pointer", version, lineTable: 0xfffffffa });
      expect(build).toMatchObject({ version: "go1.16–go1.17", approximate: true });
    }
  });

  it("is not Go without any of it but C's build id", () => {
    const bytes = buildElf({ ...layout, form: "none" });
    const at = Buffer.from(bytes).indexOf("Go\0\0");
    bytes[at] = 0x58;
    expect(readGoBuild(arraySource(bytes))).toBeUndefined();
  });
});

describe("what is no Go program", () => {
  it.skipIf(!existsSync("/bin/sh"))("is undefined for a C program", () => {
    expect(readBuild("/bin/sh")).toBeUndefined();
  });

  it("is undefined for what is not ELF", () => {
    expect(readGoBuild(arraySource(new TextEncoder().encode("#!/bin/sh\necho hello, world")))).toBe(
      undefined,
    );
    expect(readGoBuild(arraySource(new Uint8Array(0)))).toBeUndefined();
  });

  it("is an error where an ELF header is cut off", () => {
    const bytes = new Uint8Array(30);
    bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
    expect(() => readGoBuild(arraySource(bytes))).toThrow(/elf: .*the ELF header.*64 bytes/);
  });
});

function readBuild(file: string): GoBuild | undefined {
  const handle = openSync(file, "r");
  try {
    return readGoBuild({
      size: fstatSync(handle).size,
      read(offset, length) {
        const bytes = new Uint8Array(length);
        return bytes.subarray(0, readSync(handle, bytes, 0, length, offset));
      },
    });
  } finally {
    closeSync(handle);
  }
}

function arraySource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: (offset, length) => bytes.subarray(offset, offset + length),
  };
}

function countingSource(source: ByteSource): ByteSource & { bytesRead(): number } {
  let total = 0;
  return {
    size: source.size,
    read(offset, length) {
      const bytes = source.read(offset, length);
      total += bytes.length;
      return bytes;
    },
    bytesRead: () => total,
  };
}

/** e_shoff, e_shnum and e_shstrndx of a 64-bit little-endian file become 0. */
function withoutSections(bytes: Uint8Array): void {
  bytes.fill(0, 40, 48);
  bytes.fill(0, 60, 64);
}

function eraseBuildInfo(bytes: Uint8Array): void {
  const magic = Buffer.from([0xff, ...Buffer.from(" Go buildinf:")]);
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = file.indexOf(magic); at >= 0; at = file.indexOf(magic, at + 1)) bytes[at] = 0;
}

/** A real Go 1.17 program that Go's own tests bring along. */
async function go117(): Promise<Uint8Array | undefined> {
  if (go === undefined) return undefined;
  const { stdout } = await run(go.command, ["env", "GOROOT"]);
  const file = join(stdout.trim(), "src/debug/buildinfo/testdata/go117/go117.base64");
  if (!existsSync(file)) return undefined;
  return new Uint8Array(Buffer.from(readFileSync(file, "utf8"), "base64"));
}

async function has(command: string, argument: string): Promise<boolean> {
  return run(command, [argument]).then(
    () => true,
    () => false,
  );
}
