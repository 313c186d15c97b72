/**
 * Goroutines from a goroutine profile in columns (profile.proto, Go ≥ 1.8; or the text of older
 * ones with names from /debug/pprof/symbol). It has whole stacks, so the runtime's own frames are
 * hidden here as the texts hide them.
 */
import { ResidentError } from "../../base/errors.ts";
import type { Goroutines, StackFrame } from "../../model/goroutines.ts";
import type { Profile } from "../../model/profile.ts";
import { GoroutineGrouper } from "./goroutine-grouper.ts";
import { shortenTypeArguments } from "./shorten-type-arguments.ts";
import { visibleFrames } from "./visible-frames.ts";

const LEAK = "goroutineleak";

/** Counts are the profile's first value. Fails with RES_NO_DATA where it has none. */
export function goroutinesOfProfile(profile: Profile): Goroutines {
  const counts = profile.samples.values[0];
  if (counts === undefined) {
    throw new ResidentError("RES_NO_DATA", "The goroutine profile has no values.");
  }
  const isLeak = profile.valueTypes[0]?.type === LEAK || profile.periodType.type === LEAK;
  const grouper = new GoroutineGrouper(true);
  const framesOf = frameReader(profile);
  for (let sample = 0; sample < profile.samples.length; sample++) {
    const count = Number(counts[sample]);
    if (!(count > 0)) continue;
    const frames = visibleFrames(framesOf(profile.samples.stack[sample]!));
    grouper.add({ count, frames, leaked: isLeak, labels: labelsOf(profile, sample) });
  }
  return grouper.finish(isLeak ? LEAK : "goroutine", grouper.count, false);
}

/** Frames of a stack, innermost first; a location has one for each inlined call. */
function frameReader(profile: Profile): (stack: number) => readonly StackFrame[] {
  const { stacks, locations } = profile;
  const byLocation = new Map<number, readonly StackFrame[]>();
  const framesAt = (location: number): readonly StackFrame[] => {
    let frames = byLocation.get(location);
    if (frames === undefined) {
      const end = locations.lineStart[location + 1]!;
      frames = linesOf(profile, locations.lineStart[location]!, end);
      if (frames.length === 0) frames = [unnamedFrame(locations.address[location]!)];
      byLocation.set(location, frames);
    }
    return frames;
  };
  return (leaf) => {
    const frames: StackFrame[] = [];
    for (let stack = leaf; stack >= 0; stack = stacks.prefix[stack]!) {
      for (const frame of framesAt(stacks.location[stack]!)) frames.push(frame);
    }
    return frames;
  };
}

/** Without a name (Go 1.8) the address keeps different stacks apart. */
function unnamedFrame(address: bigint): StackFrame {
  return { function: `0x${address.toString(16)}`, file: "", line: 0 };
}

function linesOf(profile: Profile, start: number, end: number): readonly StackFrame[] {
  const { lines, functions, strings } = profile;
  const frames: StackFrame[] = [];
  for (let i = start; i < end; i++) {
    const func = lines.func[i]!;
    if (func < 0) continue;
    frames.push({
      function: shortenTypeArguments(strings.get(functions.name[func]!)),
      file: strings.get(functions.filename[func]!),
      line: lines.line[i]!,
    });
  }
  return frames;
}

function labelsOf(profile: Profile, sample: number): ReadonlyMap<string, string> | undefined {
  const { labels, samples, strings } = profile;
  const start = samples.labelStart[sample]!;
  const end = samples.labelStart[sample + 1]!;
  if (start === end) return undefined;
  const found = new Map<string, string>();
  for (let i = start; i < end; i++) {
    const text = labels.str[i]!;
    found.set(strings.get(labels.key[i]!), text < 0 ? String(labels.num[i]) : strings.get(text));
  }
  return found;
}
