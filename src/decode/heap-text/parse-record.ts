/** One record: `inuse: bytes [alloc: bytes] @ 0x… 0x…`, the leaf's address first. */
import { DecodeError } from "../../base/errors.ts";

export interface HeapRecord {
  /** As in the profile's value types: alloc_objects, alloc_space, inuse_objects, inuse_space. */
  readonly values: readonly (number | bigint)[];
  /** Return addresses as they stand there, leaf first. */
  readonly addresses: readonly string[];
}

const RECORD = /^\s*(-?\d+):\s*(-?\d+)\s*\[\s*(-?\d+):\s*(-?\d+)\s*\]\s*@(.*)$/;
const ADDRESS = /^0x[0-9a-f]{1,16}$/i;
const MAX_INT64 = 2n ** 63n - 1n;

export function parseRecord(line: string, number: number): HeapRecord {
  const match = RECORD.exec(line);
  if (match === null) throw malformed("N: BYTES [N: BYTES] @ 0x…", line, number);
  const [, inuseCount, inuseBytes, allocCount, allocBytes, stack] = match;
  const addresses = stack!.split(/\s+/).filter((text) => text !== "");
  const wrong = addresses.find((text) => !ADDRESS.test(text));
  if (wrong !== undefined) throw malformed("a hexadecimal address", wrong, number);
  const texts = [allocCount!, allocBytes!, inuseCount!, inuseBytes!];
  return { values: texts.map((text) => parseValue(text, number)), addresses };
}

/** A plain number where it is exact, else a bigint. */
function parseValue(text: string, line: number): number | bigint {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  const exact = text.length > 20 ? MAX_INT64 + 1n : BigInt(text);
  if (exact > MAX_INT64 || exact < -MAX_INT64) throw malformed("a 64-bit number", text, line);
  return exact;
}

function malformed(expected: string, found: string, line: number): DecodeError {
  return new DecodeError({
    format: "heap-text",
    at: { line },
    expected,
    found: found.slice(0, 80),
  });
}
