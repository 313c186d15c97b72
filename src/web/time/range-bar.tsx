/** Which part of a recorded process's time is shown, and the way back to what ends now. */
import { formatSeconds } from "../../base/units.ts";
import type { Recorded } from "../../model/page.ts";
import { spanText } from "../format-time.ts";
import { Choice } from "../parts/choice.tsx";
import { follows, PRESETS, presetOf, USUAL } from "./range.ts";

interface Props {
  /** null: not known yet. */
  readonly recorded: Recorded | null;
  /** As in the address. */
  readonly range: string;
  /** The last look brought something, so what is shown goes on. */
  readonly isUp: boolean;
  readonly isLoading: boolean;
  /** Shows the newer looks that there are; null: there are none. */
  readonly onNewer: (() => void) | null;
  readonly onChange: (range: string) => void;
}

export function RangeBar({ recorded, range, isUp, isLoading, onNewer, onChange }: Props) {
  const isFollowing = follows(range);
  return (
    <div className="range-bar">
      <Choice
        label="Range of time"
        options={PRESETS}
        value={isFollowing ? presetOf(range) : ""}
        onChange={(preset) => onChange(preset === USUAL ? "" : preset)}
      />
      <span className="range-text" aria-live="polite">
        {recorded !== null && rangeText(recorded)}
        {isFollowing ? (
          <span className={isUp ? "live" : "muted"}>{isUp ? "now" : "nothing newer"}</span>
        ) : (
          <button type="button" onClick={() => onChange("")}>
            Back to now
          </button>
        )}
        {onNewer !== null && (
          <button type="button" className="link" onClick={onNewer}>
            Show newer looks
          </button>
        )}
        {isLoading && <span className="late">reading …</span>}
      </span>
    </div>
  );
}

/** What was recorded in it may be less than what was asked for. */
function rangeText({ from, to, first, last }: Recorded): string {
  const start = Math.max(from, first);
  const end = Math.min(to, last);
  if (end < start) return `nothing; there is ${spanText(first, last)}`;
  return `${spanText(start, end)} · ${formatSeconds(end - start)}`;
}
