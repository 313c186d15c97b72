/**
 * What of a program's allocation went into answering requests for profiles, this recorder's above all: its own
 * heap profile has those stacks sampled like any other. Where a program allocates little this is most of it, and
 * no rate of it would be what the program does by itself.
 */
import { isAsking } from "../../analyze/code/service-code.ts";
import { type Estimate, Estimator, FEWEST_SAMPLES } from "../../analyze/sampling/estimate.ts";
import { addSample, emptyMoments, ObjectWeights } from "../../analyze/sampling/sample-moments.ts";
import { formatBytes } from "../../base/units.ts";
import { distinctFrames, usedStacks } from "../../store/profiles/used-stacks.ts";
import type { Figures, HeapAdditions, StackDictionary } from "../../store/store.ts";

/** A smaller share than this changes nothing. */
const NOTABLE_SHARE = 0.1;

/**
 * @param figures of the run, with MemStats
 * @param added of the run
 * @returns a finished sentence; undefined where it is little, or not known
 */
export function askingText(
  dictionary: StackDictionary,
  figures: readonly Figures[],
  added: HeapAdditions | undefined,
): string | undefined {
  const rate = allocationRate(figures);
  if (added === undefined || rate === undefined) return undefined;
  const seconds = added.time - added.from;
  if (seconds <= 0) return undefined;
  const { bytes, bytesRange, samples } = askingBytes(dictionary, added);
  if (samples < FEWEST_SAMPLES || bytes / seconds < NOTABLE_SHARE * rate) return undefined;
  const [value, low, high] = [bytes, ...bytesRange].map((all) => formatBytes(all / seconds));
  return `${value} a second (${low} to ${high}) of what the program allocated went into answering requests for profiles, as this recorder's, by what its heap profile sampled: without them it allocates less, and collects less often.`;
}

/** Bytes a second. */
function allocationRate(figures: readonly Figures[]): number | undefined {
  const [first, last] = [figures[0], figures.at(-1)];
  if (first === undefined || last === undefined || last.time <= first.time) return undefined;
  const bytes = (last.memStats?.TotalAlloc ?? 0) - (first.memStats?.TotalAlloc ?? 0);
  return bytes > 0 ? bytes / (last.time - first.time) : undefined;
}

function askingBytes(dictionary: StackDictionary, added: HeapAdditions): Estimate {
  const { siteStack, siteSize } = dictionary;
  const { ids, counts, rate, law } = added;
  const isAnswer = answering(dictionary, ids);
  const weights = new ObjectWeights(rate, law);
  const moments = emptyMoments(1);
  for (let i = 0; i < ids.length; i++) {
    if (isAnswer(siteStack[ids[i]])) addSample(moments, 0, counts[i], weights.of(siteSize[ids[i]]));
  }
  return new Estimator(weights).estimate(moments, 0);
}

/** Whether a stack of these sites, or what called it, answers a request for a profile. */
function answering(dictionary: StackDictionary, ids: Int32Array): (stack: number) => boolean {
  const { siteStack, stackFrame, stackPrefix } = dictionary;
  const { stacks, rowOf } = usedStacks(dictionary, siteStack, [ids]);
  const frames = distinctFrames(dictionary, stacks);
  const isFrame = frames.used.map((frame) => isAsking({ function: dictionary.frameName(frame) }));
  const isStack: boolean[] = [];
  for (const stack of stacks) {
    const caller = stackPrefix[stack];
    const isBelow = caller >= 0 && isStack[rowOf[caller]]!;
    isStack.push(isBelow || isFrame[frames.rowOf[stackFrame[stack]]]!);
  }
  return (stack) => stack >= 0 && isStack[rowOf[stack]]!;
}
