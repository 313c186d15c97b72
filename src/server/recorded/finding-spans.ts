/**
 * When each finding held. One by a number near its threshold comes and goes from answer to answer: that is one span
 * with a count of the answers without it. A time without looks is in none, whatever was there before and behind it.
 */
import type { FindingSpan } from "../../model/page.ts";
import type { FindingBand } from "../../store/store.ts";

/** With so many answers in a row without it, it was gone. */
const GONE = 3;

interface Piece extends FindingBand {
  /** Whether it may be joined to the piece before. */
  readonly isBehindGap: boolean;
}

/**
 * @param times of looks, rising
 * @param gaps indices of looks behind which nobody looked for a while
 * @returns in the order of their beginning
 */
export function findingSpans(
  bands: readonly FindingBand[],
  times: readonly number[],
  gaps: ReadonlySet<number>,
): FindingSpan[] {
  const sorted = [...gaps].sort((a, b) => a - b);
  const hasGap = (from: number, to: number) =>
    sorted.some((i) => times[i]! < to && times[i + 1]! > from);
  const spans: FindingSpan[] = [];
  const open = new Map<string, number>();
  for (const piece of bands.flatMap((band) => brokenAt(sorted, times, band))) {
    const { id, run } = piece;
    const at = open.get(`${run} ${id}`);
    const before = at === undefined ? undefined : spans[at];
    const isSame =
      before !== undefined &&
      !piece.isBehindGap &&
      (piece.missed ?? GONE) < GONE &&
      !hasGap(before.to, piece.from);
    if (isSame) spans[at!] = joined(before, piece);
    else open.set(`${run} ${id}`, spans.push(spanOf(piece)) - 1);
  }
  return spans;
}

function spanOf({ id, headline, severity, from, to, reports }: Piece): FindingSpan {
  return { id, headline, severity, from, to, answers: reports, missed: 0 };
}

function joined(before: FindingSpan, piece: Piece): FindingSpan {
  const missed = piece.missed ?? 0;
  const { answers } = before;
  const isCounted = answers !== null && piece.reports !== null;
  return {
    ...spanOf(piece),
    from: before.from,
    answers: isCounted ? answers + missed + piece.reports : null,
    missed: before.missed + missed,
  };
}

/** Of a band that is cut nobody knows how many answers are in which part. */
function brokenAt(gaps: readonly number[], times: readonly number[], band: FindingBand): Piece[] {
  const within = gaps.filter((i) => band.from <= times[i]! && band.to >= times[i + 1]!);
  const starts = [band.from, ...within.map((i) => times[i + 1]!)];
  const ends = [...within.map((i) => times[i]!), band.to];
  const reports = within.length === 0 ? band.reports : null;
  return starts.map((from, i) => ({ ...band, from, to: ends[i]!, reports, isBehindGap: i > 0 }));
}
