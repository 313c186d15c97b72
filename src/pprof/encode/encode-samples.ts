/** The samples of a profile as messages: nine tenths of a large one, so nothing is made a sample. */
import type { Profile } from "../../model/profile.ts";
import type { PooledStrings } from "../../model/string-pool.ts";
import { labelOrder } from "../label-order.ts";
import { PACKED_FROM } from "./packed-from.ts";
import type { ProtoWriter } from "./proto-writer.ts";
import type { StackIds } from "./stack-ids.ts";

const PIECE = 2 ** 20;

/** Samples from `from` on, until they make a piece. Returns the first that is not written. */
export function encodeSamples(
  writer: ProtoWriter,
  profile: Profile,
  strings: PooledStrings,
  ids: StackIds,
  from: number,
): number {
  const { length } = profile.samples;
  let i = from;
  for (; i < length && writer.length < PIECE; i++) {
    const start = writer.begin(2);
    encodeStack(writer, profile, ids, profile.samples.stack[i]!);
    encodeValues(writer, profile, i);
    encodeLabels(writer, profile, i, strings);
    writer.end(start);
  }
  return i;
}

/** Ids from the leaf on. */
function encodeStack(
  writer: ProtoWriter,
  { stacks, locations }: Profile,
  ids: StackIds,
  leaf: number,
): void {
  let depth = 0;
  for (let row = leaf; row >= 0 && depth < PACKED_FROM; row = stacks.prefix[row]) depth++;
  if (depth < PACKED_FROM) {
    for (let row = leaf; row >= 0; row = stacks.prefix[row]) {
      writer.value(1, locations.id[stacks.location[row]]);
    }
    return;
  }
  const start = writer.begin(1);
  ids.addTo(writer, leaf);
  writer.end(start);
}

function encodeValues(writer: ProtoWriter, { samples }: Profile, sample: number): void {
  const { values } = samples;
  if (values.length < PACKED_FROM) {
    for (const column of values) writer.value(2, column[sample]);
    return;
  }
  const start = writer.begin(2);
  for (let i = 0; i < values.length; i++) writer.packed(values[i]![sample]);
  writer.end(start);
}

function encodeLabels(
  writer: ProtoWriter,
  profile: Profile,
  sample: number,
  strings: PooledStrings,
): void {
  const start = profile.samples.labelStart[sample];
  const end = profile.samples.labelStart[sample + 1];
  if (end === start) return;
  if (end - start === 1) encodeLabel(writer, profile, start, strings);
  else {
    for (const row of labelOrder(profile, start, end)) encodeLabel(writer, profile, row, strings);
  }
}

function encodeLabel(
  writer: ProtoWriter,
  { labels }: Profile,
  row: number,
  strings: PooledStrings,
): void {
  const start = writer.begin(3);
  writer.valueOpt(1, strings.indexOf(labels.key[row]));
  if (labels.str[row] >= 0) writer.valueOpt(2, strings.indexOf(labels.str[row]));
  else {
    const unit = strings.indexOf(labels.unit[row]);
    writer.valueOpt(3, labels.num[row]);
    writer.valueOpt(4, unit);
  }
  writer.end(start);
}
