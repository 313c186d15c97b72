/** Beside the range: that it goes on now, or how old the last look is. */
import { freshText, isNow, type Known } from "../data/freshness.ts";
import type { Recorder } from "../data/recorder.ts";
import { useNow } from "../data/use-now.ts";

interface Props extends Omit<Known, "now"> {
  readonly recorder: Recorder;
}

/** Not announced: it changes each second. */
export function FreshMark({ recorder, ...rest }: Props) {
  const known = { ...rest, now: useNow(recorder) };
  return (
    <span className={isNow(known) ? "live" : "stale"} aria-live="off">
      {freshText(known)}
    </span>
  );
}
