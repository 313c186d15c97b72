/**
 * Names places in a protobuf message, for errors only: the path of the field at an offset, and the
 * offset of a field of which the path is known. Both walk the message again from its start, so
 * that decoding itself keeps no account of where it is.
 */
import { fixedLength, LENGTH_DELIMITED, type MessageSchema, VARINT } from "./message-schema.ts";

/** A field in the bytes; `valueEnd` is at most the end of the message, even if it claims more. */
interface FieldSpan {
  readonly start: number;
  readonly number: number;
  /** Occurrences of the same field before this one. */
  readonly index: number;
  readonly valueStart: number;
  readonly valueEnd: number;
  readonly isLengthDelimited: boolean;
}

/** `Profile.sample[812].location_id` for the field that holds the byte at `offset`. */
export function pathAt(bytes: Uint8Array, offset: number, schema: MessageSchema): string {
  return schema.name + innerPath(bytes, 0, bytes.length, offset, schema);
}

function innerPath(
  bytes: Uint8Array,
  start: number,
  end: number,
  offset: number,
  schema: MessageSchema,
): string {
  for (const span of fieldSpans(bytes, start, end)) {
    if (offset >= span.valueEnd && span.valueEnd < end) continue;
    const field = schema.fields[span.number];
    if (field === undefined) return span.number === 0 ? "" : `.${span.number}`;
    const name = field.repeated === true ? `.${field.name}[${span.index}]` : `.${field.name}`;
    const isMessage = typeof field.type === "object" && span.isLengthDelimited;
    if (!isMessage || offset < span.valueStart) return name;
    return name + innerPath(bytes, span.valueStart, span.valueEnd, offset, field.type);
  }
  return "";
}

/**
 * Offset of the field that `path` names, e.g. ["sample", 812, "label", 0, "key"]; where the last
 * one is not written (its value is 0), of the message around it.
 */
export function offsetOf(
  bytes: Uint8Array,
  path: readonly (string | number)[],
  schema: MessageSchema,
): number {
  let [start, end, found] = [0, bytes.length, 0];
  let message = schema;
  for (let i = 0; i < path.length; i += 2) {
    const span = findSpan(bytes, start, end, message, String(path[i]), Number(path[i + 1] ?? 0));
    if (span === undefined) return found;
    found = span.start;
    [start, end] = [span.valueStart, span.valueEnd];
    const type = message.fields[span.number]?.type;
    if (typeof type === "object") message = type;
  }
  return found;
}

function findSpan(
  bytes: Uint8Array,
  start: number,
  end: number,
  schema: MessageSchema,
  name: string,
  index: number,
): FieldSpan | undefined {
  for (const span of fieldSpans(bytes, start, end)) {
    if (span.index === index && schema.fields[span.number]?.name === name) return span;
  }
  return undefined;
}

/** The fields of the message in bytes[start..end), as far as they can be told apart. */
function* fieldSpans(bytes: Uint8Array, start: number, end: number): Generator<FieldSpan> {
  const counts = new Map<number, number>();
  for (let pos = start; pos < end; ) {
    const tag = varintAt(bytes, pos, end);
    const number = Math.floor(tag.value / 8);
    const index = counts.get(number) ?? 0;
    counts.set(number, index + 1);
    const isLengthDelimited = tag.value % 8 === LENGTH_DELIMITED;
    const valueStart = isLengthDelimited ? varintAt(bytes, tag.end, end).end : tag.end;
    const valueEnd = endOfValue(bytes, tag.end, end, tag.value % 8);
    yield { start: pos, number, index, valueStart, valueEnd, isLengthDelimited };
    pos = valueEnd;
  }
}

function endOfValue(bytes: Uint8Array, pos: number, end: number, wireType: number): number {
  if (wireType === VARINT) return varintAt(bytes, pos, end).end;
  if (wireType === LENGTH_DELIMITED) {
    const length = varintAt(bytes, pos, end);
    return Math.min(end, length.end + length.value);
  }
  const length = fixedLength(wireType);
  return length < 0 ? end : Math.min(end, pos + length);
}

/** The varint at `pos`, rounded where it is large, and the offset behind it; cut at `end`. */
function varintAt(bytes: Uint8Array, pos: number, end: number): { value: number; end: number } {
  let value = 0;
  let at = pos;
  for (let factor = 1; at < end; factor *= 128) {
    const byte = bytes[at++];
    value += (byte & 0x7f) * factor;
    if (byte < 0x80 || at - pos === 10) break;
  }
  return { value, end: at };
}
