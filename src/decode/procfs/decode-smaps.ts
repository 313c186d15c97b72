/**
 * /proc/PID/smaps straight from its bytes into columns. A mapping is a header line and then
 * `Key: value` lines, which differ by kernel: unknown ones are skipped, absent ones leave 0. Only
 * Rss must be there, which every kernel prints. A file that ends within a mapping is refused: what
 * is left of it would add up to a smaller process.
 */
import { type AddressSpace, RESIDENCY_COLUMNS, VmFlag } from "../../model/address-space.ts";
import { AddressSpaceBuilder } from "./address-space-builder.ts";
import { ByteCursor, isHexDigit } from "./byte-cursor.ts";
import { type MappingHeader, readMappingHeader } from "./read-mapping-header.ts";

const SPACE = 0x20;
const COLON = 0x3a;
const MAX_KEY = 32;

/** What to do with the line of a key; the cursor stands behind the colon and its spaces. */
interface Field {
  readonly key: Uint8Array;
  readonly read: (cursor: ByteCursor, builder: AddressSpaceBuilder, header: MappingHeader) => void;
}

const RESIDENCY_KEYS: Readonly<Record<(typeof RESIDENCY_COLUMNS)[number], string>> = {
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
};

const encoder = new TextEncoder();

const FIELDS: readonly Field[] = [
  ...RESIDENCY_COLUMNS.map((name, column) => ({
    key: encoder.encode(RESIDENCY_KEYS[name]),
    read: (cursor: ByteCursor, builder: AddressSpaceBuilder) =>
      builder.setResidency(column, readKilobytes(cursor)),
  })),
  {
    key: encoder.encode("KernelPageSize"),
    read: (cursor, builder) => builder.setKernelPageSize(readKilobytes(cursor)),
  },
  { key: encoder.encode("Size"), read: checkSize },
  { key: encoder.encode("VmFlags"), read: (cursor, builder) => readVmFlags(cursor, builder) },
];

const RSS_FIELD = FIELDS[RESIDENCY_COLUMNS.indexOf("rss")];

/** By the length of the key, so that a line is compared with at most three. */
const FIELDS_BY_LENGTH = Array.from({ length: MAX_KEY }, (_, length) =>
  FIELDS.filter((field) => field.key.length === length),
);

/** Fails with DecodeError, also on an empty file: a process that can be explained has mappings. */
export function decodeSmaps(bytes: Uint8Array): AddressSpace {
  const cursor = new ByteCursor(bytes, "smaps");
  const builder = new AddressSpaceBuilder(true);
  let name = "";
  let firstEnd = -1;
  let end = -1;
  do {
    const header = readMappingHeader(cursor, name);
    name = header.name;
    builder.add(header);
    end = readFields(cursor, builder, header);
    if (firstEnd < 0) firstEnd = end;
  } while (!cursor.atEnd);
  checkWhole(cursor, keyAt(bytes, firstEnd), keyAt(bytes, end));
  return builder.finish();
}

/** A kernel ends all mappings with the same field: a last one that ends in another was cut off. */
function checkWhole(cursor: ByteCursor, firstKey: string, lastKey: string): void {
  if (lastKey !== firstKey) cursor.fail(`more fields up to ${firstKey}`);
}

function keyAt(bytes: Uint8Array, start: number): string {
  return new TextDecoder().decode(bytes.subarray(start, bytes.indexOf(COLON, start)));
}

/**
 * Field names open with a capital, headers with a lower-case hexadecimal digit. Gives the place of
 * the last field.
 */
function readFields(
  cursor: ByteCursor,
  builder: AddressSpaceBuilder,
  header: MappingHeader,
): number {
  let hasRss = false;
  let last = cursor.position;
  while (!cursor.atEnd && !isHexDigit(cursor.peek())) {
    last = cursor.position;
    const field = readKey(cursor);
    if (field === undefined) {
      cursor.skipLine();
      continue;
    }
    field.read(cursor, builder, header);
    hasRss ||= field === RSS_FIELD;
  }
  if (!hasRss) cursor.fail("the Rss of a mapping");
  return last;
}

function readKey(cursor: ByteCursor): Field | undefined {
  const { bytes } = cursor;
  const start = cursor.position;
  let end = start;
  while (end < bytes.length && end - start < MAX_KEY && bytes[end]! > SPACE && bytes[end] !== COLON)
    end++;
  if (bytes[end] !== COLON || end === start) cursor.fail("a mapping or a field such as Rss:");
  cursor.position = end + 1;
  cursor.skipSpaces();
  return findField(bytes, start, end - start);
}

function findField(bytes: Uint8Array, start: number, length: number): Field | undefined {
  for (const field of FIELDS_BY_LENGTH[length] ?? []) {
    let i = length - 1;
    while (i >= 0 && field.key[i] === bytes[start + i]) i--;
    if (i < 0) return field;
  }
  return undefined;
}

/** `2372 kB` and the line end → bytes. */
function readKilobytes(cursor: ByteCursor): number {
  const at = cursor.position;
  const bytes = cursor.decimal("a size in kB") * 1024;
  if (!Number.isSafeInteger(bytes)) cursor.fail("a size below 2^53 bytes", at);
  cursor.expect(SPACE, "kB");
  cursor.expect(0x6b, "kB");
  cursor.expect(0x42, "kB");
  cursor.expectLineEnd("a line end after kB");
  return bytes;
}

function checkSize(cursor: ByteCursor, _builder: AddressSpaceBuilder, header: MappingHeader): void {
  const at = cursor.position;
  const size = header.end - header.start;
  if (readKilobytes(cursor) !== size) cursor.fail(`the ${size / 1024} kB of the addresses`, at);
}

const VM_FLAGS = new Map(
  Object.entries(VmFlag).map(([name, bit]) => [twoLetters(...encoder.encode(name)), bit]),
);

function twoLetters(first = 0, second = 0): number {
  return (first << 8) | second;
}

/** `rd wr mr mw me ac hg`: two letters each; unknown ones are skipped. */
function readVmFlags(cursor: ByteCursor, builder: AddressSpaceBuilder): void {
  const end = cursor.lineEnd();
  let bits = 0;
  for (let at = cursor.position; at + 1 < end; at += 3) {
    bits |= VM_FLAGS.get(twoLetters(cursor.bytes[at], cursor.bytes[at + 1])) ?? 0;
  }
  builder.setVmFlags(bits);
  cursor.skipLine();
}
