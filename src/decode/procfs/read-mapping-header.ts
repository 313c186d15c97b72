/**
 * The line that opens a mapping in maps and smaps:
 * `c000000000-c000400000 rw-p 00000000 00:00 0      [anon: Go: heap]`.
 *
 * The name is everything after the padding: it may hold spaces. The kernel writes a newline in it
 * as `\012` but leaves a backslash alone, so that the two can't be told apart: the name is kept as
 * printed.
 */
import { Permission } from "../../model/address-space.ts";
import type { ByteCursor } from "./byte-cursor.ts";

const SPACE = 0x20;
const DASH = 0x2d;
const COLON = 0x3a;
const SMALLEST_PAGE = 4096;
const MAX_INODE = 2 ** 64;

export interface MappingHeader {
  readonly start: number;
  readonly end: number;
  /** Bits of Permission. */
  readonly permissions: number;
  readonly offset: number;
  readonly inode: number;
  readonly name: string;
}

/** Reads one header and its line end. `previousName` saves decoding a name that repeats. */
export function readMappingHeader(cursor: ByteCursor, previousName: string): MappingHeader {
  const start = readAddress(cursor, "the start address of a mapping");
  cursor.expect(DASH, "'-' between the addresses of a mapping");
  const end = readAddress(cursor, "the end address of a mapping");
  if (end <= start) cursor.fail("an end address above the start address");
  cursor.expect(SPACE, "a space before the permissions");
  const permissions = readPermissions(cursor);
  cursor.expect(SPACE, "a space before the offset");
  const offset = readAddress(cursor, "the offset of a mapping");
  cursor.expect(SPACE, "a space before the device");
  skipDevice(cursor);
  cursor.expect(SPACE, "a space before the inode");
  const inode = cursor.decimal("the inode of a mapping");
  if (inode > MAX_INODE) cursor.fail("an inode of 64 bits");
  return { start, end, permissions, offset, inode, name: readName(cursor, previousName) };
}

function readAddress(cursor: ByteCursor, what: string): number {
  const at = cursor.position;
  const value = cursor.hex(what);
  if (value % SMALLEST_PAGE !== 0) cursor.fail(`${what}, a multiple of a page`, at);
  return value;
}

const PERMISSION_LETTERS = [
  { yes: 0x72, no: DASH, bit: Permission.read },
  { yes: 0x77, no: DASH, bit: Permission.write },
  { yes: 0x78, no: DASH, bit: Permission.execute },
  { yes: 0x73, no: 0x70, bit: Permission.shared },
] as const;

function readPermissions(cursor: ByteCursor): number {
  let bits = 0;
  for (const { yes, no, bit } of PERMISSION_LETTERS) {
    const letter = cursor.peek();
    if (letter === yes) bits |= bit;
    else if (letter !== no) cursor.fail("permissions such as rw-p");
    cursor.position++;
  }
  return bits;
}

function skipDevice(cursor: ByteCursor): void {
  cursor.hex("the device of a mapping");
  cursor.expect(COLON, "':' in the device of a mapping");
  cursor.hex("the minor number of the device of a mapping");
}

const decoder = new TextDecoder();

function readName(cursor: ByteCursor, previous: string): string {
  if (!cursor.atEnd && cursor.peek() > SPACE) cursor.fail("a space or a line end after the inode");
  cursor.skipSpaces();
  const end = cursor.lineEnd();
  const bytes = cursor.bytes.subarray(cursor.position, end);
  cursor.skipLine();
  if (bytes.length === 0) return "";
  return isSameText(bytes, previous) ? previous : decoder.decode(bytes);
}

function isSameText(bytes: Uint8Array, text: string): boolean {
  if (bytes.length !== text.length) return false;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i]! >= 0x80 || bytes[i] !== text.charCodeAt(i)) return false;
  }
  return true;
}
