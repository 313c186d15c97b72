/** Random address spaces, and their text as the kernel would print it. */
import fc from "fast-check";
import {
  type AddressSpace,
  Permission,
  RESIDENCY_COLUMNS,
  VmFlag,
} from "../../src/model/address-space.ts";

const PAGE = 4096;
const KEYS = {
  rss: "Rss",
  pss: "Pss",
  sharedClean: "Shared_Clean",
  sharedDirty: "Shared_Dirty",
  privateClean: "Private_Clean",
  privateDirty: "Private_Dirty",
  anonymous: "Anonymous",
  lazyFree: "LazyFree",
  anonHugePages: "AnonHugePages",
  swap: "Swap",
} as const;

const mapping = fc.record({
  gap: fc.integer({ min: 0, max: 2 ** 40 }),
  pages: fc.integer({ min: 1, max: 2 ** 30 }),
  permissions: fc.integer({ min: 0, max: 15 }),
  offset: fc.integer({ min: 0, max: 2 ** 40 }),
  inode: fc.maxSafeNat(),
  name: fc.oneof(
    fc.constantFrom("", "", "[heap]", "[anon: Go: heap]", "/usr/lib/x.so (deleted)"),
    fc.stringMatching(/^\/[!-~é ]{0,20}[!-~é]$/),
  ),
  residency: fc.tuple(...RESIDENCY_COLUMNS.map(() => fc.integer({ min: 0, max: 2 ** 32 }))),
  kernelPageSize: fc.constantFrom(4, 16, 64, 2048),
  vmFlags: fc.integer({ min: 0, max: 15 }),
});

/** At least one mapping, by address, sizes in whole pages and kB. */
export function someMappings(): fc.Arbitrary<AddressSpace> {
  return fc.array(mapping, { minLength: 1, maxLength: 20 }).map((rows) => {
    let next = 0;
    const start = rows.map((row) => {
      const at = next + row.gap * PAGE;
      next = at + row.pages * PAGE;
      return at;
    });
    const size = rows.map((row) => row.pages * PAGE);
    const column = (index: number) =>
      Float64Array.from(rows, (row) => row.residency[index]! * 1024);
    return {
      length: rows.length,
      hasResidency: true,
      start: Float64Array.from(start),
      end: Float64Array.from(start, (at, i) => at + size[i]!),
      permissions: Uint8Array.from(rows, (row) => row.permissions),
      offset: Float64Array.from(rows, (row) => row.offset * PAGE),
      inode: Float64Array.from(rows, (row) => row.inode),
      name: rows.map((row) => row.name),
      size: Float64Array.from(size),
      ...(Object.fromEntries(
        RESIDENCY_COLUMNS.map((name, index) => [name, column(index)]),
      ) as Record<(typeof RESIDENCY_COLUMNS)[number], Float64Array>),
      kernelPageSize: Float64Array.from(rows, (row) => row.kernelPageSize * 1024),
      vmFlags: Uint8Array.from(rows, (row) => row.vmFlags),
    };
  });
}

export function printSmaps(space: AddressSpace): string {
  return Array.from({ length: space.length }, (_, i) => printMapping(space, i)).join("");
}

function printMapping(space: AddressSpace, i: number): string {
  const hex = (value: number) => value.toString(16).padStart(8, "0");
  const place = `${hex(space.start[i]!)}-${hex(space.end[i]!)} ${printPermissions(space.permissions[i]!)}`;
  const header = `${place} ${hex(space.offset[i]!)} fe:00 ${space.inode[i]} `;
  const kB = (key: string, bytes: number) =>
    `${`${key}:`.padEnd(16)}${String(bytes / 1024).padStart(8)} kB\n`;
  const flags = Object.entries(VmFlag).filter(([, bit]) => (space.vmFlags[i]! & bit) !== 0);
  return [
    `${space.name[i] === "" ? header : header.padEnd(73) + space.name[i]}\n`,
    kB("Size", space.size[i]!),
    kB("KernelPageSize", space.kernelPageSize[i]!),
    ...RESIDENCY_COLUMNS.map((name) => kB(KEYS[name], space[name][i]!)),
    "THPeligible:           0\n",
    `VmFlags: rd ${flags.map(([name]) => `${name} `).join("")}\n`,
  ].join("");
}

function printPermissions(bits: number): string {
  const letter = (bit: number, yes: string, no: string) => ((bits & bit) !== 0 ? yes : no);
  return [
    letter(Permission.read, "r", "-"),
    letter(Permission.write, "w", "-"),
    letter(Permission.execute, "x", "-"),
    letter(Permission.shared, "s", "p"),
  ].join("");
}
