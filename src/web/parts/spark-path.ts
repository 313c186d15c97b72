/** The path of a small line, as SVG has it. */

/** From 0 up, so that a level that hardly moves looks like one. */
export function sparkPath(
  times: readonly number[],
  values: readonly (number | null)[],
  width: number,
  height: number,
): string {
  const first = times[0] ?? 0;
  const span = (times.at(-1) ?? 0) - first || 1;
  const most = values.reduce<number>((max, value) => Math.max(max, value ?? 0), 0) || 1;
  const room = 2;
  let path = "";
  let isOpen = false;
  for (const [i, value] of values.entries()) {
    if (value === null) {
      isOpen = false;
      continue;
    }
    const x = room + ((times[i]! - first) / span) * (width - 2 * room);
    const y = height - room - (Math.max(0, value) / most) * (height - 2 * room);
    // A point of its own is a line of no length, which round ends make visible.
    path += `${isOpen ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`;
    if (!isOpen && (values[i + 1] ?? null) === null) path += "h0";
    isOpen = true;
  }
  return path;
}
