/** The samples of a profile as messages: nine tenths of a large one, so nothing is made a sample. */
import type { Profile } from "../../model/profile.ts";
import type { PooledStrings } from "../../model/string-pool.ts";
import { labelOrder } from "../label-order.ts";
import { PACKED_FROM } from "./packed-from.ts";
import type { ProtoWriter } from "./proto-writer.ts";

export function encodeSamples(writer: ProtoWriter, profile: Profile, strings: PooledStrings): void {
  const { labelStart, length } = profile.samples;
  const path: number[] = [];
  for (let i = 0; i < length; i++) {
    const start = writer.begin(2);
    encodeStack(writer, profile, i, path);
    encodeValues(writer, profile, i);
    const [first, end] = [labelStart[i], labelStart[i + 1]];
    if (end - first === 1) encodeLabel(writer, profile, first, strings);
    else if (end > first) {
      for (const row of labelOrder(profile, first, end)) {
        encodeLabel(writer, profile, row, strings);
      }
    }
    writer.end(start);
  }
}

/** Ids from the leaf on. `path` is room for them, which each sample uses again. */
function encodeStack(
  writer: ProtoWriter,
  { samples, stacks, locations }: Profile,
  sample: number,
  path: number[],
): void {
  let depth = 0;
  for (let row = samples.stack[sample]; row >= 0; row = stacks.prefix[row]) {
    path[depth++] = locations.id[stacks.location[row]];
  }
  if (depth < PACKED_FROM) {
    for (let i = 0; i < depth; i++) writer.value(1, path[i]!);
    return;
  }
  const start = writer.begin(1);
  for (let i = 0; i < depth; i++) writer.packed(path[i]!);
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
