/** Who called a place: the frames around it on one stack, for "via main.go:27". */
import type { StackFrame } from "../../model/goroutines.ts";
import type { Profile } from "../../model/profile.ts";
import type { Frames } from "./frames.ts";

/** Enough to get from the depths of the standard library to the program's own code. */
const MAX_CALLERS = 24;

/**
 * Callers of a place, innermost first, without the runtime's (runtime.main, runtime.goexit).
 * @param stack the stack in whose location the place lies, or -1
 * @param place index of `frames.places`
 */
export function callersOf(
  profile: Profile,
  frames: Frames,
  stack: number,
  place: number,
): StackFrame[] {
  const callers: StackFrame[] = [];
  let isBehind = false;
  for (let at = stack; at >= 0 && callers.length < MAX_CALLERS; at = profile.stacks.prefix[at]) {
    frames.forEachFrame(profile.stacks.location[at], (frame) => {
      if (isBehind && !frames.isInternal(frame)) callers.push(frames.places[frames.placeOf(frame)]);
      isBehind ||= frames.placeOf(frame) === place;
    });
  }
  return callers;
}
