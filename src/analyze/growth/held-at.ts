/**
 * When the heap was as a heap profile says. The runtime counts an object in its profile only when the
 * collections have had a chance to free it, so that what it publishes after collection n is the heap as
 * collection n − 1 found it (runtime/mprof.go, "heap profile cycles"). In a heap that grows the
 * collections come ever later after one another, and a line through the times of the looks would be too flat.
 */

/**
 * @param ends of collections in Unix seconds, rising
 * @param time of the look that took the profile
 * @returns undefined where two collections before the look are not known
 */
export function heldAt(ends: readonly number[], time: number): number | undefined {
  const last = ends.findLastIndex((end) => end <= time);
  return last < 1 ? undefined : ends[last - 1];
}

/**
 * Levels at the times when they held, each once: several looks may have seen one. Where no collections are
 * known, at the times of the looks.
 */
export function levelsHeldAt<T extends { readonly time: number }>(
  levels: readonly T[],
  endsBefore: (level: T) => readonly number[],
): readonly T[] {
  const held = levels.flatMap((level): T[] => {
    const time = heldAt(endsBefore(level), level.time);
    return time === undefined ? [] : [{ ...level, time }];
  });
  if (held.length === 0) return levels;
  return held.filter(({ time }, i) => i === 0 || time > held[i - 1]!.time);
}
