/**
 * A profile as profile.proto, to the same byte as the reference writes it: tables in the order of
 * their field numbers, strings in the order of first use, ids as they are.
 *
 * It does not gzip; a file of this format is expected to be.
 */
import type { Profile, ValueType } from "../../model/profile.ts";
import { PooledStrings, StringPool } from "../../model/string-pool.ts";
import { encodeSamples } from "./encode-samples.ts";
import { encodeFunctions, encodeLocations, encodeMappings } from "./encode-tables.ts";
import { PACKED_FROM } from "./packed-from.ts";
import { ProtoWriter } from "./proto-writer.ts";
import { StackIds } from "./stack-ids.ts";

/** The pieces of a profile.proto that is not gzipped, about a MiB each. */
export function* encodeProfile(profile: Profile): Generator<Uint8Array> {
  const writer = new ProtoWriter();
  const pool = new StringPool();
  const strings = new PooledStrings(profile.strings, pool);
  for (const type of profile.valueTypes) encodeValueType(writer, 1, pool, type);
  const ids = new StackIds(profile);
  for (let i = 0; i < profile.samples.length; ) {
    i = encodeSamples(writer, profile, strings, ids, i);
    if (i < profile.samples.length) yield writer.take();
  }
  encodeMappings(writer, profile, strings);
  encodeLocations(writer, profile);
  encodeFunctions(writer, profile, strings);
  encodeHeader(writer, profile, pool);
  yield writer.take();
}

/** The string table comes first, with the strings of what comes behind it. */
function encodeHeader(writer: ProtoWriter, profile: Profile, pool: StringPool): void {
  const dropFrames = pool.addText(profile.dropFrames);
  const keepFrames = pool.addText(profile.keepFrames);
  const { periodType } = profile;
  for (const text of [periodType.type, periodType.unit]) pool.addText(text);
  const comments = profile.comments.map((comment) => pool.addText(comment));
  const defaultType = pool.addText(profile.defaultValueType);
  const docUrl = pool.addText(profile.docUrl);
  encodeStrings(writer, pool);
  writer.valueOpt(7, dropFrames);
  writer.valueOpt(8, keepFrames);
  writer.valueOpt(9, profile.timeNanos);
  writer.valueOpt(10, profile.durationNanos);
  if (periodType.type !== "" || periodType.unit !== "") {
    encodeValueType(writer, 11, pool, periodType);
  }
  writer.valueOpt(12, profile.period);
  encodeComments(writer, comments);
  writer.value(14, defaultType);
  writer.valueOpt(15, docUrl);
}

function encodeValueType(
  writer: ProtoWriter,
  field: number,
  pool: StringPool,
  { type, unit }: ValueType,
): void {
  const start = writer.begin(field);
  writer.valueOpt(1, pool.addText(type));
  writer.valueOpt(2, pool.addText(unit));
  writer.end(start);
}

function encodeStrings(writer: ProtoWriter, pool: StringPool): void {
  const { utf8 } = pool.finish();
  if (utf8 === undefined) return;
  for (let i = 0; i < pool.length; i++) {
    writer.text(6, utf8.bytes.subarray(utf8.starts[i], utf8.starts[i + 1]));
  }
}

function encodeComments(writer: ProtoWriter, comments: readonly number[]): void {
  if (comments.length < PACKED_FROM) {
    for (const comment of comments) writer.value(13, comment);
    return;
  }
  const start = writer.begin(13);
  for (const comment of comments) writer.packed(comment);
  writer.end(start);
}
