/** When what stands below was seen, where that is not now. */
import { asOfText, isNow, type Known } from "../data/freshness.ts";
import type { Recorder } from "../data/recorder.ts";
import { useNow } from "../data/use-now.ts";
import { momentText } from "../format-time.ts";

/** An answer is due once a minute where nothing moves. */
const STANDS = 75;

interface Props extends Omit<Known, "now"> {
  readonly recorder: Recorder;
  /** Unix seconds. */
  readonly time: number;
  /** The range ends now, so that one takes it for the present. */
  readonly follows: boolean;
  /** What is shown instead of that range, as it was seen before it only; null: nothing is. */
  readonly its: string | null;
  /** It foretells: "in 2 min" needs to say from when on. */
  readonly isAnswer: boolean;
}

export function AsOf({ recorder, time, follows, its, isAnswer, ...rest }: Props) {
  const now = useNow(recorder);
  const known = { ...rest, now };
  if (!follows)
    return <p className="as-of">As of {momentText(time)}, the last look of this time:</p>;
  if (isNow(known) && !isAnswer) return null;
  const isFresh = isNow(known) && now - time <= STANDS;
  return <p className={isFresh ? "muted" : "as-of"}>{asOfText(time, known, its)}</p>;
}
