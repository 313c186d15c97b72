/**
 * Begins a profile with the stacks of the dictionary that its samples will have, and scales counts up as Go's
 * runtime does before it writes them.
 */
import { writtenProbability } from "../../analyze/sampling/sampling-law.ts";
import type { FunctionIndex, StackIndex } from "../../model/profile.ts";
import { ProfileBuilder, type ProfileHeader } from "../../model/profile-builder.ts";
import type { StackDictionary } from "../store.ts";
import { distinctFrames, usedStacks } from "./used-stacks.ts";

/** Objects and bytes, cut to whole numbers: what runtime/pprof's scaleHeapSample writes. */
export function scaled(
  count: number,
  size: number,
  rate: number,
): [objects: number, bytes: number] {
  const scale = 1 / writtenProbability(size, rate);
  return [Math.trunc(count * scale), Math.trunc(count * size * scale)];
}

interface Started {
  readonly builder: ProfileBuilder;
  /** Of a row of the dictionary. */
  stackOf(stack: number): StackIndex | -1;
}

export function startProfile(
  dictionary: StackDictionary,
  leafOf: Int32Array,
  ids: Int32Array,
  header: ProfileHeader,
): Started {
  const { stackFrame, stackPrefix } = dictionary;
  const builder = new ProfileBuilder(header);
  const { stacks, rowOf } = usedStacks(dictionary, leafOf, [ids]);
  const frames = distinctFrames(dictionary, stacks);
  const functionOf = functionsOf(builder);
  const locations = frames.used.map((frame) => {
    const func = functionOf(dictionary.frameName(frame), dictionary.frameFile(frame));
    return builder.addLocation({ lines: [{ func, line: dictionary.frameLine[frame] }] });
  });
  const rows: StackIndex[] = [];
  for (const stack of stacks) {
    const prefix = stackPrefix[stack];
    const caller = prefix < 0 ? -1 : rows[rowOf[prefix]];
    rows.push(builder.addStack(caller, locations[frames.rowOf[stackFrame[stack]]]));
  }
  return { builder, stackOf: (stack) => (stack < 0 ? -1 : rows[rowOf[stack]]) };
}

/** Each function once, however many lines of it there are. */
function functionsOf(builder: ProfileBuilder): (name: string, filename: string) => FunctionIndex {
  const known = new Map<string, FunctionIndex>();
  return (name, filename) => {
    const key = `${name}\n${filename}`;
    const row = known.get(key) ?? builder.addFunction({ name, filename });
    known.set(key, row);
    return row;
  };
}

export function nanos(seconds: number): bigint {
  return BigInt(Math.round(seconds * 1000)) * 1_000_000n;
}
