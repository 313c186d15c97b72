/** Random but possible snapshots, for properties that must hold for any process. */
import fc from "fast-check";
import type { AddressSpace } from "../../src/model/address-space.ts";
import { Permission, RESIDENCY_COLUMNS } from "../../src/model/address-space.ts";
import type { MemStats } from "../../src/model/mem-stats.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";

const PAGE = 4096;

interface Mapping {
  readonly gap: number;
  readonly pages: number;
  readonly resident: number;
  readonly swapped: number;
  readonly lazy: number;
  readonly permissions: number;
  readonly name: string;
}

const NAMES = [
  "",
  "",
  "",
  "",
  "/srv/app/server",
  "/usr/lib/libc.so.6",
  "[heap]",
  "[stack]",
  "[vdso]",
  "/dev/shm/x",
  "[anon: Go: heap]",
  "[anon: Go: heap reservation]",
  "[anon: Go: page summary]",
];

const mapping: fc.Arbitrary<Mapping> = fc.record({
  gap: fc.constantFrom(0, 0, 0, 1, 4096),
  pages: fc.oneof(fc.integer({ min: 1, max: 64 }), fc.constantFrom(512, 8192, 16384, 1 << 18)),
  resident: fc.double({ min: 0, max: 1, noNaN: true }),
  swapped: fc.double({ min: 0, max: 1, noNaN: true }),
  lazy: fc.double({ min: 0, max: 1, noNaN: true }),
  permissions: fc.constantFrom(0, Permission.read, Permission.read | Permission.write, 5),
  name: fc.constantFrom(...NAMES),
});

/** Mappings in four regions: the program, a low heap, the usual heap, mmap. */
const REGIONS = [0x400000, 0x2c00000000, 0xc000000000, 0x7f0000000000];

export const addressSpaces: fc.Arbitrary<AddressSpace> = fc
  .tuple(...REGIONS.map(() => fc.array(mapping, { maxLength: 12 })))
  .map((regions) => toAddressSpace(regions));

function toAddressSpace(regions: readonly Mapping[][]): AddressSpace {
  const rows = regions.flatMap((region, r) => {
    let at = REGIONS[r]!;
    return region.map((entry) => {
      const start = at + entry.gap * PAGE;
      at = start + entry.pages * PAGE;
      return { ...entry, start, end: at };
    });
  });
  const column = (value: (row: (typeof rows)[number]) => number) => Float64Array.from(rows, value);
  const columns = Object.fromEntries(RESIDENCY_COLUMNS.map((name) => [name, column(() => 0)]));
  return {
    length: rows.length,
    hasResidency: true,
    start: column((row) => row.start),
    end: column((row) => row.end),
    permissions: Uint8Array.from(rows, (row) => row.permissions),
    offset: column(() => 0),
    inode: column((row) => (row.name.startsWith("/") ? 7 : 0)),
    name: rows.map((row) => row.name),
    size: column((row) => row.pages * PAGE),
    ...(columns as Record<(typeof RESIDENCY_COLUMNS)[number], Float64Array>),
    rss: column(rssOf),
    swap: column((row) => Math.floor(row.swapped * (row.pages - rssOf(row) / PAGE)) * PAGE),
    lazyFree: column((row) => Math.floor((row.lazy * rssOf(row)) / PAGE) * PAGE),
    kernelPageSize: column(() => PAGE),
    vmFlags: new Uint8Array(rows.length),
  };
}

function rssOf(row: Mapping): number {
  return Math.floor(row.resident * row.pages) * PAGE;
}

const size = fc.nat({ max: 2 ** 31 - 1 });

/** MemStats that keep the runtime's identities (see src/model/mem-stats.ts). */
export const memStats: fc.Arbitrary<MemStats> = fc
  .record({
    alloc: size,
    slots: size,
    idle: size,
    released: fc.double({ min: 0, max: 1, noNaN: true }),
    stacks: size,
    metadata: fc.nat({ max: 2 ** 26 }),
    goal: size,
    collections: fc.nat({ max: 100 }),
  })
  .map((random) => {
    const HeapInuse = random.alloc + random.slots;
    const HeapSys = HeapInuse + random.idle;
    const GCAndOtherSys = random.metadata;
    return {
      source: "heap?debug=1" as const,
      TotalAlloc: random.alloc,
      Sys: HeapSys + random.stacks + GCAndOtherSys,
      Mallocs: 2,
      Frees: 1,
      HeapAlloc: random.alloc,
      HeapSys,
      HeapIdle: random.idle,
      HeapInuse,
      HeapReleased: Math.floor(random.idle * random.released),
      HeapObjects: 1,
      StackInuse: random.stacks,
      StackSys: random.stacks,
      MSpanInuse: 0,
      MSpanSys: 0,
      MCacheInuse: 0,
      MCacheSys: 0,
      BuckHashSys: 0,
      GCAndOtherSys,
      NextGC: random.goal,
      NumGC: random.collections,
    };
  });

export const snapshots: fc.Arbitrary<Snapshot> = fc
  .record({
    addressSpace: fc.option(addressSpaces, { nil: undefined }),
    memStats: fc.option(memStats, { nil: undefined }),
    rss: fc.option(size, { nil: undefined }),
  })
  .map(({ addressSpace, memStats, rss }) => ({
    name: "0001",
    meta: {},
    missing: [],
    ...(addressSpace === undefined ? {} : { addressSpace }),
    ...(memStats === undefined ? {} : { memStats }),
    ...(rss === undefined ? {} : { status: { name: "x", pid: 1, vmRss: rss, vmSize: rss + 4096 } }),
  }));
