// Bundles on disk and packed: what is written is read back, and what no capture holds is refused.
import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { isArchive } from "../../src/collect/bundle/is-archive.ts";
import { packBundle } from "../../src/collect/bundle/pack-bundle.ts";
import { readBundleArchive } from "../../src/collect/bundle/read-bundle-archive.ts";
import { readBundleFolder } from "../../src/collect/bundle/read-bundle-folder.ts";
import { readSingleFile } from "../../src/collect/bundle/read-single-file.ts";
import { writeBundleArchive, writeBundleFolder } from "../../src/collect/bundle/write-bundle.ts";
import type { RawBundle } from "../../src/model/bundle.ts";

const captures = join(import.meta.dirname, "../fixtures/captures");
const folder = mkdtempSync(join(tmpdir(), "resident-bundle-"));
let counter = 0;
const fresh = (suffix = "") => join(folder, `b${counter++}${suffix}`);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Everything but what it is called, in a form that compares. */
function contents(bundle: RawBundle) {
  const hex = (files: ReadonlyMap<string, Uint8Array>) =>
    [...files].map(([name, bytes]) => [name, Buffer.from(bytes).toString("hex")]).sort();
  return [hex(bundle.files), bundle.snapshots.map(({ name, files }) => [name, hex(files)])];
}

const snapshotFile = fc.constantFrom(
  ...["time", "meta.json", "vars.json", "metrics.txt", "runtime-metrics.txt"],
  ...["proc/smaps", "proc/status", "cgroup/memory.max", "pprof/heap", "pprof/goroutine.debug1.txt"],
);
const filesOf = (name: fc.Arbitrary<string>, minKeys: number) =>
  fc
    .dictionary(name, fc.uint8Array({ maxLength: 2000 }), { minKeys, noNullPrototype: true })
    .map((files) => new Map(Object.entries(files)));
const rawBundle: fc.Arbitrary<RawBundle> = fc
  .tuple(
    filesOf(fc.constantFrom("bundle.json", "output.log"), 0),
    fc.array(filesOf(snapshotFile, 1), { minLength: 1, maxLength: 4 }),
  )
  .map(([files, snapshots]) => ({
    target: "",
    files,
    snapshots: snapshots.map((each, i) => ({ name: `${i + 1}`.padStart(4, "0"), files: each })),
  }));

describe("what is written is read back", () => {
  test("as an archive", async () => {
    await fc.assert(
      fc.asyncProperty(rawBundle, async (bundle) => {
        const packed = await packBundle(bundle, "bundle");
        expect(isArchive(packed)).toBe(true);
        expect(contents(await readBundleArchive(packed))).toEqual(contents(bundle));
      }),
      { numRuns: 50 },
    );
  });

  test("as a folder", async () => {
    await fc.assert(
      fc.asyncProperty(rawBundle, async (bundle) => {
        const path = fresh();
        await writeBundleFolder(bundle, path);
        expect(contents(readBundleFolder(path))).toEqual(contents(bundle));
      }),
      { numRuns: 30 },
    );
  });

  test("packing is deterministic", async () => {
    const bundle = readBundleFolder(join(captures, "seed/go1.4.3"));
    expect(await packBundle(bundle, "x")).toEqual(await packBundle(bundle, "x"));
  });
});

describe("real captures", () => {
  const names = ["seed/go1.4.3", "seed/go1.19.8", "probe/go1.11", "probe/go1.26"];
  test.each(names)("%s: the folder, our archive and tar's hold the same", async (name) => {
    const path = join(captures, name);
    const bundle = readBundleFolder(path);
    expect(bundle.snapshots.length).toBeGreaterThanOrEqual(2);
    expect(bundle.snapshots[0]!.files.get("pprof/heap")).toEqual(
      readFileSync(join(path, "0001/pprof/heap")),
    );
    const ours = fresh(".tgz");
    await writeBundleArchive(bundle, ours);
    const theirs = fresh(".tar.gz");
    execFileSync("tar", ["-czf", theirs, "-C", join(path, ".."), `./${name.split("/")[1]}`]);
    const flat = fresh(".tar");
    execFileSync("tar", ["-cf", flat, "-C", path, "."]);
    for (const archive of [ours, theirs, flat]) {
      expect(contents(await readBundleArchive(archive))).toEqual(contents(bundle));
    }
  });

  test("what we pack, tar unpacks, into one folder and private", async () => {
    const path = fresh(".tgz");
    await writeBundleArchive(readBundleFolder(join(captures, "seed/go1.4.3")), path);
    const out = fresh();
    mkdirSync(out);
    execFileSync("tar", ["-xpzf", path, "-C", out]);
    const [root] = readdirSync(out);
    expect(readdirSync(join(out, root!)).sort()).toEqual([
      "0001",
      "0002",
      "bundle.json",
      "output.log",
    ]);
    expect(statSync(join(out, root!, "0001/proc/smaps")).mode & 0o777).toBe(0o600);
  });

  test("a single snapshot's folder is a bundle of one", () => {
    const bundle = readBundleFolder(join(captures, "seed/go1.4.3/0002"));
    expect(bundle.snapshots.map(({ name }) => name)).toEqual(["0001"]);
    expect(bundle.snapshots[0]!.files.has("proc/smaps")).toBe(true);
  });

  test("files that a bundle does not know are not read", () => {
    const bundle = readBundleFolder(join(captures, "probe/go1.26"));
    expect([...bundle.files.keys()].sort()).toEqual(["bundle.json", "output.log"]);
  });
});

/** A ustar header and its data, by the POSIX description: the test's own writer of bad archives. */
function tarEntry(name: string, data: Uint8Array | number, type = "0", link = ""): Buffer {
  const header = Buffer.alloc(512);
  const size = typeof data === "number" ? data : data.length;
  header.write(name, 0, 100);
  header.write("0000644\0", 100);
  header.write("0000000\0", 108);
  header.write("0000000\0", 116);
  header.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
  header.write("00000000000\0", 136);
  header.write("        ", 148);
  header.write(type, 156);
  header.write(link, 157, 100);
  header.write("ustar\x0000", 257);
  const sum = header.reduce((a, b) => a + b, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  if (typeof data === "number") return header;
  return Buffer.concat([header, data, Buffer.alloc((512 - (data.length % 512)) % 512)]);
}

const end = Buffer.alloc(1024);
const good = tarEntry("0001/time", Buffer.from("1700000000.5\n"));
const refused = (parts: Buffer[]) => readBundleArchive(Buffer.concat([...parts, end]));

describe("archives that are refused", () => {
  test("the hand-made header is a good one", async () => {
    expect((await refused([good])).snapshots[0]!.files.has("time")).toBe(true);
  });

  test.each([
    ["a path with ..", tarEntry("0001/../../etc/cron.d/x", Buffer.from("x"))],
    ["an absolute path", tarEntry("/etc/passwd", Buffer.from("x"))],
    ["a drive letter", tarEntry("C:\\windows\\x", Buffer.from("x"))],
    ["a symbolic link", tarEntry("0001/meta.json", 0, "2", "/etc/shadow")],
    ["a hard link", tarEntry("0001/meta.json", 0, "1", "0001/time")],
    ["a device", tarEntry("0001/meta.json", 0, "3")],
    ["a named pipe", tarEntry("0001/meta.json", 0, "6")],
    ["the same file twice", tarEntry("./0001/time", Buffer.from("2"))],
  ])("%s", async (_, entry) => {
    await expect(refused([good, entry])).rejects.toMatchObject({ code: "RES_BUNDLE" });
  });

  test("two bundles in one", async () => {
    const parts = [
      tarEntry("a/0001/time", Buffer.from("1")),
      tarEntry("b/0001/time", Buffer.from("2")),
    ];
    await expect(refused(parts)).rejects.toThrow(/several bundles: a, b/);
  });

  test("no snapshot in it", async () => {
    await expect(refused([tarEntry("readme", Buffer.from("1"))])).rejects.toMatchObject({
      code: "RES_BUNDLE",
    });
    await expect(readBundleArchive(end)).rejects.toMatchObject({
      code: "RES_BUNDLE",
      message: expect.stringMatching(/no snapshot in it: no file that a bundle has$/),
      hint: expect.stringMatching(/0001, 0002, … with pprof\/heap, proc\/smaps/),
    });
    await expect(readBundleArchive(Buffer.alloc(0))).rejects.toMatchObject({ code: "RES_BUNDLE" });
  });

  test("more files than the limit", async () => {
    const parts = Array.from({ length: 30 }, (_, i) => tarEntry(`${i}/time`, Buffer.from("1")));
    const reading = readBundleArchive(Buffer.concat([...parts, end]), { maxFiles: 20 });
    await expect(reading).rejects.toMatchObject({ code: "RES_TOO_LARGE" });
  });

  test("a file that claims 8 GiB, at once", async () => {
    const claim = tarEntry("0001/pprof/heap", 8 * 2 ** 30 - 1);
    await expect(readBundleArchive(claim)).rejects.toMatchObject({ code: "RES_TOO_LARGE" });
  });

  test("not a tar archive", async () => {
    const junk = Buffer.from("hello ".repeat(500));
    for (const bytes of [junk, gzipSync(junk)]) {
      await expect(readBundleArchive(bytes)).rejects.toMatchObject({ code: "RES_BUNDLE" });
      expect(isArchive(bytes)).toBe(false);
    }
    const heap = readFileSync(join(captures, "probe/go1.26/0001/pprof/heap"));
    expect(isArchive(heap)).toBe(false);
  });

  test("every cut of a real archive is a typed error, or holds whole files only", async () => {
    const bundle = readBundleFolder(join(captures, "seed/go1.4.3"));
    const packed = await packBundle(bundle, "b");
    for (let cut = 0; cut < packed.length; cut += Math.ceil(packed.length / 60)) {
      await expect(readBundleArchive(packed.subarray(0, cut))).rejects.toMatchObject({
        name: expect.stringMatching(/^(ResidentError|DecodeError)$/),
      });
    }
    const tar = Buffer.concat([good, tarEntry("0001/vars.json", Buffer.alloc(700, 1)), end]);
    for (let cut = 1; cut < tar.length; cut += 97) {
      const outcome = await readBundleArchive(tar.subarray(0, cut)).catch((error: Error) => error);
      if (outcome instanceof Error) expect(outcome).toHaveProperty("code");
      else expect([13, undefined]).toContain(outcome.snapshots[0]!.files.get("time")?.length);
    }
  });
});

describe("archives that would fill the memory", () => {
  /** `head`, then zeros until `total` bytes, packed by gzip(1)'s format; made piecewise. */
  function bomb(head: Buffer, total: number): Buffer {
    const zeros = Buffer.alloc(64 << 20);
    const member = gzipSync(zeros, { level: 9 });
    const parts: Buffer[] = [gzipSync(head)];
    for (let length = head.length; length < total; length += zeros.length) parts.push(member);
    return Buffer.concat(parts);
  }

  test.each([
    ["10 GB of zeros", Buffer.alloc(0)],
    ["10 GB of zeros after a good start", good],
    ["10 GB of zeros in an unknown file", tarEntry("0001/core", 8 * 2 ** 30 - 1)],
  ])("%s", { timeout: 60_000 }, async (_, head) => {
    const packed = bomb(head, 10e9);
    const before = process.memoryUsage().rss;
    await expect(readBundleArchive(packed)).rejects.toMatchObject({ code: "RES_TOO_LARGE" });
    expect(process.memoryUsage().rss - before).toBeLessThan(64 << 20);
  });
});

describe("folders", () => {
  test("a link or a pipe where a file belongs is refused", () => {
    const path = fresh();
    mkdirSync(join(path, "0001"), { recursive: true });
    symlinkSync("/etc/hostname", join(path, "0001/time"));
    expect(() => readBundleFolder(path)).toThrow(/link/);
    rmSync(join(path, "0001/time"));
    execFileSync("mkfifo", [join(path, "0001/time")]);
    expect(() => readBundleFolder(path)).toThrow(/not a regular file/);
  });

  test("missing, empty, and too large", () => {
    expect(() => readBundleFolder(join(folder, "nowhere"))).toThrow(
      expect.objectContaining({ code: "RES_FILE" }),
    );
    const path = fresh();
    mkdirSync(path);
    expect(() => readBundleFolder(path)).toThrow(expect.objectContaining({ code: "RES_BUNDLE" }));
    const real = join(captures, "seed/go1.4.3");
    expect(() => readBundleFolder(real, { maxBytes: 1000 })).toThrow(
      expect.objectContaining({ code: "RES_TOO_LARGE" }),
    );
  });
});

describe("writing", () => {
  const bundle: RawBundle = {
    target: "x",
    files: new Map([["bundle.json", Buffer.from('{"format":1}')]]),
    snapshots: [{ name: "0001", files: new Map([["pprof/heap", Buffer.from("abc")]]) }],
  };

  test("files are 0600 and folders 0700, whatever the umask", async () => {
    const old = process.umask(0);
    try {
      const path = fresh();
      await writeBundleFolder(bundle, path);
      const modes = ["", "0001", "0001/pprof", "0001/pprof/heap", "bundle.json"].map((name) =>
        (statSync(join(path, name)).mode & 0o777).toString(8),
      );
      expect(modes).toEqual(["700", "700", "700", "600", "600"]);
      const archive = fresh(".tgz");
      await writeBundleArchive(bundle, archive);
      expect(statSync(archive).mode & 0o777).toBe(0o600);
    } finally {
      process.umask(old);
    }
  });

  test("what is there stays, unless forced; and a folder that is no bundle stays even then", async () => {
    for (const [write, suffix] of [
      [writeBundleArchive, ".tgz"],
      [writeBundleFolder, ""],
    ] as const) {
      const path = fresh(suffix);
      await write(bundle, path);
      await expect(write(bundle, path)).rejects.toMatchObject({ code: "RES_FILE" });
      await write(bundle, path, { force: true });
    }
    const home = fresh();
    mkdirSync(home);
    writeFileSync(join(home, "thesis.txt"), "years of work");
    await expect(writeBundleFolder(bundle, home, { force: true })).rejects.toThrow(/thesis\.txt/);
    await expect(writeBundleArchive(bundle, home, { force: true })).rejects.toThrow(/is a folder/);
    expect(readFileSync(join(home, "thesis.txt"), "utf8")).toBe("years of work");
  });

  test("nothing half-written stays", async () => {
    const place = fresh();
    mkdirSync(place);
    const bad: RawBundle = {
      ...bundle,
      snapshots: [{ name: "0001", files: new Map([["../../x", Buffer.from("1")]]) }],
    };
    await expect(writeBundleFolder(bad, join(place, "a"))).rejects.toMatchObject({
      code: "RES_BUNDLE",
    });
    await expect(writeBundleArchive(bad, join(place, "a.tgz"))).rejects.toMatchObject({
      code: "RES_BUNDLE",
    });
    const clash: RawBundle = {
      ...bundle,
      snapshots: [
        { name: "0001", files: new Map([["time", Buffer.from("1")]]) },
        { name: "0001", files: new Map([["time", Buffer.from("2")]]) },
      ],
    };
    await expect(writeBundleFolder(clash, join(place, "b"))).rejects.toMatchObject({
      code: "RES_FILE",
    });
    await expect(writeBundleArchive(bundle, join(place, "no/b.tgz"))).rejects.toMatchObject({
      code: "RES_FILE",
    });
    expect(readdirSync(place)).toEqual([]);
  });
});

describe("single files", () => {
  test("regular, missing, folder, endless, pipe", async () => {
    const path = join(captures, "seed/go1.4.3/bundle.json");
    expect(await readSingleFile(path)).toEqual(readFileSync(path));
    await expect(readSingleFile(join(folder, "none"))).rejects.toThrow(/no such file/);
    await expect(readSingleFile(folder)).rejects.toMatchObject({ code: "RES_FILE" });
    await expect(readSingleFile("/dev/zero", { limit: 1 << 20 })).rejects.toMatchObject({
      code: "RES_TOO_LARGE",
    });
  });
});
