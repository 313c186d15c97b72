/**
 * Address spaces that no capture here has, built after real ones: arm64 with large pages, named
 * mappings, random bases, C beside Go. Each says what the mappings are; classify has to find it.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { classify } from "../../src/analyze/ledger/classify.ts";
import { decodeMaps } from "../../src/decode/procfs/decode-maps.ts";
import { decodeSmaps } from "../../src/decode/procfs/decode-smaps.ts";
import { parseGoVersion } from "../../src/model/go-version.ts";

/** Lines `start-end perms [name] = owner`; the owners come back in order. */
function expectOwners(text: string, go?: string): void {
  const lines = text
    .trim()
    .split("\n")
    .map((line) => line.trim().split(" = "));
  const maps = lines.map(([mapping]) => {
    const [range, permissions, ...name] = mapping!.split(" ");
    const inode = name[0]?.startsWith("/") ? 7 : 0;
    return `${range} ${permissions} 00000000 00:00 ${inode}    ${name.join(" ")}\n`;
  });
  const space = decodeMaps(new TextEncoder().encode(maps.join("")));
  const version = go === undefined ? undefined : parseGoVersion(go);
  const { owner } = classify(space, { go: version, executable: "/srv/app" });
  const found = lines.map(([mapping], i) => `${mapping} = ${owner[i]}`);
  expect(found).toEqual(lines.map(([mapping, wanted]) => `${mapping} = ${wanted}`));
}

// The mapping of exactly 32 MiB is the heap index.
test("arm64 with 48-bit addresses and pages of 64 KiB", () => {
  expectOwners(`
    00010000-00400000 r-xp /srv/app = program-file
    00400000-00800000 rw-p /srv/app = program-file
    00800000-00840000 rw-p = program-file
    4000000000-4000400000 rw-p = go-heap
    4000400000-4004000000 ---p = go-heap-reserved
    ffff80000000-ffff82000000 rw-p = go-metadata
    ffff84000000-ffff84400000 rw-p = pool
    ffff90000000-ffff90040000 r-xp [vdso] = rest
    ffffd0000000-ffffd0030000 rw-p [stack] = rest
  `);
});

// As Go 1.26 built with -race has it: what lies between heap and mmap is ThreadSanitizer's.
test("the race detector's shadow is none of the heap", () => {
  expectOwners(`
    00400000-0089a000 r-xp /srv/app = program-file
    c000000000-c00c800000 rw-p = go-heap
    c00c800000-c010000000 ---p = go-heap-reserved
    2000017f0000-200007920000 rw-p = other-anonymous
    218000000000-218020000000 rw-p = other-anonymous
    3000005f0000-300001e50000 rw-p = other-anonymous
    306000000000-306008000000 rw-p = other-anonymous
    7f5d1d180000-7f5d1d181000 rw-p = pool
    7ffe53f83000-7ffe53fa5000 rw-p [stack] = rest
  `);
});

test("a heap at a random address where a shadow would be is a heap", () => {
  expectOwners(`
    00400000-0089a000 r-xp /srv/app = program-file
    218000000000-218000800000 rw-p = go-heap
    218000800000-218004000000 ---p = go-heap-reserved
    7ffe53f83000-7ffe53fa5000 rw-p [stack] = rest
  `);
});

test("arm64 with 39-bit addresses", () => {
  expectOwners(`
    00010000-00400000 r-xp /srv/app = program-file
    4000000000-4000400000 rw-p = go-heap
    4000400000-4004000000 ---p = go-heap-reserved
    7f80000000-7f80100000 rw-p = pool
    7fd0000000-7fd0021000 rw-p [stack] = rest
  `);
});

test("Go 1.26: a random base, also below the old one, and a position independent program", () => {
  for (const base of ["0001c4000000", "1fd9f0000000", "3ffa00000000"]) {
    const at = (offset: number) =>
      (Number.parseInt(base, 16) + offset).toString(16).padStart(8, "0");
    expectOwners(
      `
      ${at(0)}-${at(0x800000)} ---p = go-heap-reserved
      ${at(0x800000)}-${at(0x8c00000)} rw-p = go-heap
      ${at(0x8c00000)}-${at(0xc000000)} ---p = go-heap-reserved
      555555000000-555555400000 r-xp /srv/app = program-file
      555555400000-555555500000 rw-p /srv/app = program-file
      555555500000-555555540000 rw-p = program-file
      7f0000000000-7f0000100000 rw-p = pool
      7ffdcef3c000-7ffdcef5d000 rw-p [stack] = rest
      `,
      "go1.26.1",
    );
  }
});

test("mappings with Go's names (Go ≥ 1.25, kernels with CONFIG_ANON_VMA_NAME): nothing is guessed", () => {
  expectOwners(
    `
    00400000-00600000 r-xp /srv/app = program-file
    c000000000-c000400000 rw-p [anon: Go: heap] = go-heap
    c000400000-c004000000 ---p [anon: Go: heap reservation] = go-heap-reserved
    7f0000000000-7f0000040000 rw-p [anon: Go: immortal metadata] = go-metadata
    7f0000100000-7f0008100000 rw-p = other-anonymous
    7f0010000000-7f0010001000 rw-p [anon: Go: page summary] = go-metadata
    7ffdcef3c000-7ffdcef5d000 rw-p [stack] = rest
    `,
    "go1.25.3",
  );
});

test("files, deleted files, shared memory and the kernel's own", () => {
  expectOwners(`
    00400000-00600000 r-xp /srv/app (deleted) = program-file
    7f0000000000-7f0004000000 r--s /data/store.db = mapped-files
    7f0004000000-7f0004100000 rw-s /dev/shm/ring = shared-memory
    7f0004100000-7f0004200000 rw-s /memfd:buffer (deleted) = shared-memory
    7f0004200000-7f0004300000 r-xp /usr/lib/libc.so.6 = mapped-files
    7ffd00000000-7ffd00004000 r--p [vvar] = rest
    ffffffffff600000-ffffffffff601000 --xp [vsyscall] = not-counted
  `);
});

describe("C beside Go, as captured (Go 1.19.8 with libc)", () => {
  const folder = join(import.meta.dirname, "../fixtures/captures/seed/go1.19.8/0001/proc");
  const space = decodeSmaps(readFileSync(join(folder, "smaps")));
  const { owner } = classify(space, { go: parseGoVersion("go1.19.8") });
  const sizes = (wanted: string) =>
    Array.from(space.size).filter((size, i) => owner[i] === wanted && size > 65_536);

  test("five malloc arenas of 64 MiB, and brk", () => {
    const bytes = sizes("c-heap").reduce((sum, size) => sum + size, 0);
    expect(bytes).toBe(5 * 64 * 2 ** 20 + 0x21000);
  });

  test("five thread stacks of 8 MiB", () => {
    // The kernel has merged neighbours into some of them.
    expect(sizes("thread-stacks")).toHaveLength(5);
    for (const size of sizes("thread-stacks")) expect(size).toBeGreaterThanOrEqual(8 * 2 ** 20);
  });
});
