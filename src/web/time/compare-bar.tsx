/** What a drag does, and what is marked: below the headline of Time. */
import { spanText } from "../format-time.ts";
import { Choice } from "../parts/choice.tsx";
import type { PageState } from "../state/url-state.ts";
import type { ChangeState } from "../state/use-url-state.ts";
import { PRESETS, type Preset, parseRange, presetOf } from "./range.ts";

interface Props {
  readonly state: PageState;
  readonly change: ChangeState;
  /** A drag marks, without Shift too. */
  readonly isMarking: boolean;
  readonly setMarking: (isMarking: boolean) => void;
  readonly canCompare: boolean;
  /** Of a file only a part is shown. */
  readonly isZoomed: boolean;
  /** How long a file's recording is; 0: the range is chosen elsewhere. */
  readonly seconds: number;
}

export function CompareBar(props: Props) {
  const { state, change, isMarking, setMarking, canCompare, isZoomed, seconds } = props;
  const presets = PRESETS.filter((preset) => preset.seconds < seconds || preset.value === "all");
  const base = parseRange(state.base);
  const at = parseRange(state.at);
  const clear = () => {
    setMarking(false);
    change({ base: "", at: "" });
  };
  return (
    <div className="ways compare-bar">
      {presets.length > 1 && (
        <Choice
          label="Range of time"
          options={presets}
          value={isZoomed ? presetIfAny(state.range) : "all"}
          onChange={(range) => change({ range: range === "all" ? "" : range })}
        />
      )}
      {isZoomed && presets.length === 1 && (
        <button type="button" onClick={() => change({ range: "" })}>
          Show all
        </button>
      )}
      {canCompare && (
        <button
          type="button"
          className="toggle"
          aria-pressed={isMarking}
          onClick={() => setMarking(!isMarking)}
        >
          Compare two ranges
        </button>
      )}
      {base !== null && at !== null && (
        <button type="button" onClick={() => change({ view: "code", zoom: "" })}>
          Their difference in code
        </button>
      )}
      {(base !== null || at !== null) && (
        <button type="button" onClick={clear}>
          Unmark
        </button>
      )}
      <span className="muted small" aria-live="polite">
        {hint({ base: base !== null, at: at !== null, isMarking })}
        {base === null && !isMarking && canCompare && (
          <span className="wide-only"> With Shift, a drag marks a range to compare.</span>
        )}
        {base !== null && at === null && ` Marked: ${spanText(base.from, base.to)}.`}
      </span>
    </div>
  );
}

function presetIfAny(range: string): Preset | "" {
  return parseRange(range) === null ? presetOf(range) : "";
}

interface Marked {
  readonly base: boolean;
  readonly at: boolean;
  readonly isMarking: boolean;
}

function hint({ base, at, isMarking }: Marked): string {
  if (base && !at) {
    return `Now drag over the other range${isMarking ? "" : " with Shift"}: Code shows what differs.`;
  }
  if (isMarking) return "Drag over the first range in a chart.";
  return "Drag in a chart to look closer.";
}
