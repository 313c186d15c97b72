/** When RSS fell by itself: the stretches of a waiting program's time in which it became less. */

/** What is less than this is no fall worth a line. */
const LEAST_BYTES = 1024 * 1024;
const LEAST_SHARE = 0.02;
/** Falls with less time than this between them are one. */
const SAME_FALL_SECONDS = 5;

export interface Fall {
  readonly bytes: number;
  readonly from: number;
  readonly to: number;
}

interface Look {
  readonly at: number;
  readonly rss: number;
  readonly waits: boolean;
}

/** @param looks in time order; a fall counts from the look before it */
export function findFalls(looks: readonly Look[]): Fall[] {
  const falls: Fall[] = [];
  const highest = looks.reduce((most, { rss }) => Math.max(most, rss), 0);
  for (const [at, look] of looks.entries()) {
    const before = looks[at - 1];
    if (before === undefined || !look.waits || look.rss >= before.rss) continue;
    const step = { bytes: before.rss - look.rss, from: before.at, to: look.at };
    const last = falls.at(-1);
    if (last !== undefined && step.from - last.to <= SAME_FALL_SECONDS) {
      falls[falls.length - 1] = { bytes: last.bytes + step.bytes, from: last.from, to: step.to };
    } else falls.push(step);
  }
  return falls.filter(({ bytes }) => bytes >= Math.max(LEAST_BYTES, LEAST_SHARE * highest));
}
