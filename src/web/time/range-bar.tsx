/** Which part of a recorded process's time is shown, and the way back to what ends now. */
import type { ReactNode } from "react";
import type { Recorded } from "../../model/page.ts";
import { Choice } from "../parts/choice.tsx";
import { follows, PRESETS, presetOf, USUAL } from "./range.ts";
import { rangeText } from "./range-text.ts";

interface Props {
  /** null: not known yet. */
  readonly recorded: Recorded | null;
  /** As in the address. */
  readonly range: string;
  /** Whether what is shown is of now, and how old it is. */
  readonly fresh: ReactNode;
  readonly isLoading: boolean;
  /** Shows the newer looks that there are; null: there are none. */
  readonly onNewer: (() => void) | null;
  readonly onChange: (range: string) => void;
}

export function RangeBar({ recorded, range, fresh, isLoading, onNewer, onChange }: Props) {
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
          fresh
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
