/**
 * smaps and maps against what the kernel says elsewhere: their sums are VmSize, VmRSS and
 * smaps_rollup, and maps lists the same mappings.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DecodeError } from "../../src/base/errors.ts";
import { decodeMaps } from "../../src/decode/procfs/decode-maps.ts";
import { decodeSmaps } from "../../src/decode/procfs/decode-smaps.ts";
import { decodeSmapsRollup } from "../../src/decode/procfs/decode-smaps-rollup.ts";
import { decodeStatus } from "../../src/decode/procfs/decode-status.ts";
import { Permission, VmFlag } from "../../src/model/address-space.ts";
import { printSmaps, someMappings } from "../support/print-smaps.ts";

const CAPTURES = join(import.meta.dirname, "../fixtures/captures");
const sum = (column: Float64Array) => column.reduce((total, value) => total + value, 0);
const bytesOf = (text: string) => new TextEncoder().encode(text);

const snapshots = readdirSync(CAPTURES, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith("proc/smaps") && statSync(join(CAPTURES, path)).isFile())
  .map((path) => path.slice(0, -"/proc/smaps".length))
  .sort();

describe.each(snapshots)("captured mappings of %s", (snapshot) => {
  const read = (name: string) => readFileSync(join(CAPTURES, snapshot, "proc", name));
  const smaps = decodeSmaps(read("smaps"));
  const status = decodeStatus(read("status"));
  const rollup = decodeSmapsRollup(read("smaps_rollup"));

  it("add up to VmSize and [vsyscall]", () => {
    const vsyscall = smaps.name.indexOf("[vsyscall]");
    expect(sum(smaps.size)).toBe(status.vmSize! + (vsyscall < 0 ? 0 : 4096));
  });

  it("add up to smaps_rollup", () => {
    expect(sum(smaps.rss)).toBe(rollup.rss);
    expect(sum(smaps.anonymous)).toBe(rollup.anonymous);
    expect(sum(smaps.lazyFree)).toBe(rollup.lazyFree);
    expect(sum(smaps.anonHugePages)).toBe(rollup.anonHugePages);
    expect(sum(smaps.swap)).toBe(rollup.swap);
  });

  it("split their Rss by sharing and writing", () => {
    for (let i = 0; i < smaps.length; i++) {
      const parts =
        smaps.sharedClean[i]! +
        smaps.sharedDirty[i]! +
        smaps.privateClean[i]! +
        smaps.privateDirty[i]!;
      expect(parts).toBe(smaps.rss[i]);
    }
  });

  it("are the ones in maps", () => {
    const maps = decodeMaps(read("maps"));
    expect(maps.hasResidency).toBe(false);
    for (const column of ["start", "end", "permissions", "offset", "inode", "name"] as const) {
      expect(maps[column]).toEqual(smaps[column]);
    }
    expect(maps.size).toEqual(smaps.size);
  });
});

it("found the captures", () => expect(snapshots.length).toBe(34));

describe("one mapping", () => {
  const header = "7f0000000000-7f0000200000 rw-s 00003000 fe:00 2146463        ";

  it("keeps spaces, escapes and (deleted) in a name", () => {
    const name = "/srv/my app/a\\012b (deleted)";
    expect(decodeMaps(bytesOf(`${header}${name}\n`)).name).toEqual([name]);
  });

  it("reads permissions, offset, inode and flags", () => {
    const space = decodeSmaps(bytesOf(`${header}\nRss: 8 kB\nVmFlags: rd wr sh gd nh \n`));
    expect(space.permissions[0]).toBe(Permission.read | Permission.write | Permission.shared);
    expect([space.offset[0], space.inode[0], space.rss[0]]).toEqual([0x3000, 2146463, 8192]);
    expect(space.vmFlags[0]).toBe(VmFlag.gd | VmFlag.nh);
  });

  it("skips a field that it does not know", () => {
    expect(decodeSmaps(bytesOf(`${header}\nNewField: yes\nRss: 4 kB\n`)).rss[0]).toBe(4096);
  });

  it("reads the line ends that a terminal makes", () => {
    const space = decodeSmaps(bytesOf(`${header}/a b\r\nRss: 4 kB\r\nVmFlags: hg\r\n`));
    expect([space.name[0], space.rss[0], space.vmFlags[0]]).toEqual(["/a b", 4096, VmFlag.hg]);
  });

  it("is exact at the end of the address space", () => {
    const text = "ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0    [vsyscall]\n";
    const space = decodeMaps(bytesOf(text));
    expect(BigInt(space.start[0]!)).toBe(0xffffffffff600000n);
    expect(space.size[0]).toBe(4096);
  });

  it.each([
    ["nothing", "", "the start address"],
    ["no Rss", `${header}\nPss: 4 kB\n`, "the Rss of a mapping"],
    ["a size that was cut off", `${header}\nRss: 12`, "kB"],
    [
      "a mapping that was cut off",
      `${header}\nRss: 4 kB\nSwap: 0 kB\n${header}\nRss: 4 kB\n`,
      "Swap",
    ],
    ["a size in another unit", `${header}\nRss: 12 MB\n`, "kB"],
    ["a Size that is not that of the addresses", `${header}\nSize: 4 kB\n`, "2048 kB"],
    ["a size beyond 2^53", `${header}\nRss: 9007199254740993 kB\n`, "2^53"],
    ["addresses the wrong way round", "2000-1000 rw-p 00000000 00:00 0\n", "above the start"],
    ["an address within a page", "1001-2000 rw-p 00000000 00:00 0\n", "multiple of a page"],
    ["an address of 17 digits", "00000000000001000-2000 rw-p 0 00:00 0\n", "start address"],
    ["other letters as permissions", "1000-2000 rq-p 00000000 00:00 0\n", "permissions"],
    ["text", "404 page not found\n", "the start address"],
  ])("is refused with %s", (_what, text, expected) => {
    expect(() => decodeSmaps(bytesOf(text))).toThrow(DecodeError);
    expect(() => decodeSmaps(bytesOf(text))).toThrow(expected);
  });

  it("is refused with the number of the line", () => {
    const text = `${header}\nRss: 4 kB\nPss: x kB\n`;
    expect(() => decodeSmaps(bytesOf(text))).toThrow("smaps: at line 3 expected a size in kB");
  });
});

describe("any mappings", () => {
  it("printed as smaps decode to themselves", () => {
    fc.assert(
      fc.property(someMappings(), (space) => {
        expect(decodeSmaps(bytesOf(printSmaps(space)))).toEqual(space);
      }),
    );
  });
});

it("smaps_rollup is not smaps", () => {
  const text = "1000-2000 rw-p 00000000 00:00 0  [heap]\nRss: 4 kB\n";
  expect(() => decodeSmapsRollup(bytesOf(text))).toThrow("one mapping named [rollup]");
});
