/** The lines of code that hold most, each with its 95 % interval drawn on the same scale. */
import { formatBytes, formatCount } from "../../base/units.ts";
import { elideTypes, shortFunction } from "../../model/function-name.ts";
import { linesRemark } from "../../model/lines-remark.ts";
import type { CodeLine, Report } from "../../model/report.ts";
import { fileLine } from "../code/tree/frame-label.ts";
import { formatChange, formatRange } from "../format.ts";
import type { ChangeState } from "../state/use-url-state.ts";

interface Props {
  readonly report: Report;
  readonly change: ChangeState;
}

const SHOWN = 8;

export function CodeBars({ report, change }: Props) {
  const sure = report.code.filter(({ resolvable }) => resolvable);
  const lines = (sure.length > 0 ? sure : report.code).slice(0, SHOWN);
  if (lines.length === 0) return null;
  const scale = Math.max(...lines.map(({ bytesRange }) => bytesRange[1]), 1);
  const remark = linesRemark(report.ledger);
  const rest = report.code.length - lines.length;
  return (
    <section>
      <h2>Lines of code that hold it</h2>
      {remark !== undefined && <p className="muted">{remark}</p>}
      <ul className="code-lines">
        {lines.map((line) => (
          <Line
            key={`${line.file}:${line.line} ${line.function}`}
            line={line}
            scale={scale}
            change={change}
          />
        ))}
      </ul>
      <p className="muted">
        {rest > 0 &&
          `${rest} more ${rest === 1 ? "line has" : "lines have"} less, or too few samples to be ranked. `}
        {report.unseenBound !== null &&
          report.unseenBound > 0 &&
          `A line without any sample may hold up to ${formatBytes(report.unseenBound)}. `}
        <button type="button" className="link" onClick={() => change({ view: "code" })}>
          All of it as a flame graph
        </button>
      </p>
    </section>
  );
}

function Line({ line, scale, change }: Pick<Props, "change"> & { line: CodeLine; scale: number }) {
  const [low, high] = line.bytesRange;
  const percent = (bytes: number) => `${(100 * Math.max(0, bytes)) / scale}%`;
  const caller = line.callers.find(isNamed);
  return (
    <li>
      <button
        type="button"
        className="code-line"
        data-row=""
        onClick={() => change({ view: "code", show: "callers", of: line.function })}
      >
        <span className="code-place">
          <strong className="code">{fileLine(line.file, line.line)}</strong>{" "}
          <span className="code" title={line.function}>
            {elideTypes(shortFunction(line.function))}
          </span>
          {caller !== undefined && (
            <span className="muted code"> ← {elideTypes(shortFunction(caller.function))}</span>
          )}
        </span>
        <span className="number">{formatBytes(line.bytes)}</span>
        <span className="whisker" title={`95 % interval: ${formatRange(line.bytesRange, "bytes")}`}>
          <span className="fill" style={{ width: percent(line.bytes) }} />
          <span className="range" style={{ left: percent(low), width: percent(high - low) }} />
        </span>
        <span className="muted small">
          {low === high ? "exact" : formatRange(line.bytesRange, "bytes")} ·{" "}
          {formatCount(line.objects)} {line.objects === 1 ? "object" : "objects"}
          {line.change !== undefined &&
            line.change.bytes !== 0 &&
            ` · ${formatChange(line.change.bytes, "bytes")}`}
        </span>
      </button>
    </li>
  );
}

/** Profiles of old Go versions have addresses without a name below main. */
function isNamed({ function: name }: CodeLine["callers"][number]): boolean {
  return !/^0x[\da-f]+$/.test(name) && !/^runtime\.(?:main|goexit)$/.test(name);
}
