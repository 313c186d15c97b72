/** When each finding held, below the chart and in its time; a click shows that time. */

import type { CSSProperties } from "react";
import { elideTypesIn } from "../../model/function-name.ts";
import type { RangeOfX } from "../charts/select-range.ts";
import { type Band, bandRows, heldShare, heldText } from "./band-rows.ts";

interface Props {
  readonly bands: readonly Band[];
  /** What the chart above it shows. */
  readonly span: RangeOfX;
  readonly onPick: (band: Band) => void;
}

export function FindingBands({ bands, span, onPick }: Props) {
  const rows = bandRows(bands.filter(({ from, to }) => to >= span.from && from <= span.to));
  if (rows.length === 0) return null;
  const width = span.to - span.from || 1;
  const percent = (time: number) =>
    (100 * (Math.min(span.to, Math.max(span.from, time)) - span.from)) / width;
  return (
    <ul className="bands" aria-label="What was found, and when">
      {rows.map((row) => (
        <li key={row[0]!.id}>
          <span className="band-track">
            {row.map((band) => (
              <button
                key={band.from}
                type="button"
                className={`band ${band.severity} ${band.missed > 0 ? "at-times" : ""}`}
                style={placeOf(band, percent)}
                title={`${band.headline} ${heldText(band)}`}
                aria-label={`${band.headline} ${heldText(band)}`}
                onClick={() => onPick(band)}
              />
            ))}
          </span>
          <span className="band-text small">
            {/* The time is first, as a long sentence loses its end. */}
            <span className="muted">{heldText(row.at(-1)!)}</span>{" "}
            {elideTypesIn(row.at(-1)!.headline)}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Stripes are as wide as the share of the answers that had it. */
function placeOf(band: Band, percent: (time: number) => number): CSSProperties {
  const left = percent(band.from);
  const place = { left: `${left}%`, width: `${percent(band.to) - left}%` };
  return { ...place, "--held": heldShare(band) } as CSSProperties;
}
