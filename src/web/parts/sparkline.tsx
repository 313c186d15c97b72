/** A small line without axes: how something went. Gaps are gaps. */
import { sparkPath } from "./spark-path.ts";

interface Props {
  /** Rising, at their distances. */
  readonly times: readonly number[];
  readonly values: readonly (number | null)[];
  /** What it says to those who can't see it. */
  readonly label: string;
  readonly width?: number;
  readonly height?: number;
}

export function Sparkline({ times, values, label, width = 120, height = 28 }: Props) {
  const path = sparkPath(times, values, width, height);
  return (
    <svg
      className="sparkline"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={label}
    >
      {path !== "" && <path d={path} />}
    </svg>
  );
}
