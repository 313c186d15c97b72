/**
 * What the reference says of a profile.proto that decodePprof refuses. What is wrong with the
 * encoding means to the reference that it is of an older form, if any; what is wrong with the
 * tables it calls malformed; and some of it it takes, for which our own error stays.
 *
 * Where several things are wrong, it may name another than we do.
 */
import type { DecodeError } from "../../base/errors.ts";
import { PROFILE_SCHEMA } from "../pprof/pprof-schema.ts";
import { offsetOf } from "../wire/message-path.ts";
import { WireReader } from "../wire/wire-reader.ts";

const ID_TAG = 1 << 3;
const CONCATENATED = "parsing profile: concatenated profiles detected";

/** The reference's message; undefined where it would try the older forms. */
export function refusalOfProto(
  bytes: Uint8Array,
  { message, problem }: DecodeError,
): string | undefined {
  const { expected, found, field = "" } = problem;
  if (expected === "one profile") return CONCATENATED;
  const reason = lackOfFunction(bytes, expected, field) ?? malformation(expected, found, field);
  if (reason !== undefined) return `malformed profile: ${reason}`;
  return isTakenByReference(expected) ? message : undefined;
}

function malformation(expected: string, found: string, field: string): string | undefined {
  if (expected === "at least one sample type") return "missing sample type information";
  const types = /^(\d+) values, (?:one for each sample type|as the first sample has)$/.exec(
    expected,
  );
  if (types !== null)
    return `mismatch: sample has ${Number.parseInt(found, 10)} values vs. ${types[1]} types`;
  const repeated = /^an id that no other (\w+) has$/.exec(expected)?.[1];
  if (repeated !== undefined) {
    return `multiple ${repeated}s with same id: ${found.replace(" again", "")}`;
  }
  const noun = /^the id of a (location|function|mapping)\b/.exec(expected)?.[1];
  if (noun === undefined) return undefined;
  if (noun === "location" && field.startsWith("Profile.sample")) return "sample has nil location";
  return isOwnId(field, noun) ? reservedId(noun) : undefined;
}

/** A line whose function is not there is told by the id of its location. */
function lackOfFunction(bytes: Uint8Array, expected: string, field: string): string | undefined {
  const row = /^Profile\.location\[(\d+)\]\.line/.exec(field)?.[1];
  if (row === undefined || !expected.startsWith("the id of a function")) return undefined;
  const reader = new WireReader(bytes, "pprof", PROFILE_SCHEMA);
  reader.pos = offsetOf(bytes, ["location", Number(row), "id", 0], PROFILE_SCHEMA);
  if (reader.tag() !== ID_TAG) return reservedId("location");
  reader.varint();
  return `location id: ${reader.unsigned()} has a line with nil function`;
}

/** Of the thing itself, not of one that something refers to. */
function isOwnId(field: string, noun: string): boolean {
  return new RegExp(`^Profile\\.${noun}\\[\\d+\\](?!\\.line)`).test(field);
}

function reservedId(noun: string): string {
  return `found ${noun} with reserved ${noun === "location" ? "id" : "ID"}=0`;
}

/** Numbers beyond 2^53, and mappings that are not there. */
function isTakenByReference(expected: string): boolean {
  return /2\^53|^the id of a mapping/.test(expected);
}
