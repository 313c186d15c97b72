/** Functions by what they hold, with bars and intervals. */
import { useMemo, useState } from "react";
import { formatCount } from "../../base/units.ts";
import { formatChange, formatPart, formatRange, formatValue } from "../format.ts";
import type { PageState } from "../state/url-state.ts";
import type { ChangeState } from "../state/use-url-state.ts";
import type { Code } from "./state/use-code.ts";
import { usePlainTree } from "./state/use-plain-tree.ts";
import { fileLine, frameLabel } from "./tree/frame-label.ts";
import { rowsBySize, sumByFunction } from "./tree/function-table.ts";

interface Props {
  readonly code: Code;
  readonly state: PageState;
  readonly change: ChangeState;
}

const STEP = 50;

export function FunctionList({ code, state, change }: Props) {
  const [shown, setShown] = useState(STEP);
  const { tree } = usePlainTree(code, state.isInverted);
  const sums = useMemo(() => sumByFunction(tree, code.frames.length), [tree, code.frames]);
  const rows = useMemo(
    () => rowsBySize(sums, state.sort, code.found),
    [sums, state.sort, code.found],
  );
  const whole = tree.total[0]!;
  const heads = [
    { key: "self", title: "itself" },
    { key: "total", title: "with what it called" },
  ] as const;
  return (
    <>
      <table className="table functions">
        <thead>
          <tr>
            {heads.map(({ key, title }) => (
              <th
                key={key}
                className="number"
                aria-sort={state.sort === key ? "descending" : "none"}
              >
                <button type="button" className="head" onClick={() => change({ sort: key })}>
                  {title}
                </button>
                {tree.base !== null && <span className="muted small change">change</span>}
              </th>
            ))}
            {code.rows.estimate !== null && <th className="number wide-only">95 % of itself</th>}
            <th>{state.byLine ? "line" : "function"}</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shown).map((row) => (
            <Row
              key={row}
              {...{ code, sums, row, whole, byLine: state.byLine, sort: state.sort, change }}
            />
          ))}
        </tbody>
      </table>
      {rows.length > shown && (
        <button type="button" onClick={() => setShown(shown * 2)}>
          Show more of {formatCount(rows.length)}
        </button>
      )}
    </>
  );
}

interface RowProps {
  readonly code: Code;
  readonly sums: ReturnType<typeof sumByFunction>;
  readonly row: number;
  readonly whole: number;
  readonly byLine: boolean;
  readonly sort: "self" | "total";
  readonly change: ChangeState;
}

function Row({ code, sums, row, whole, byLine, sort, change }: RowProps) {
  const { unit } = code.choice;
  const frame = code.frames.frameOf[row]!;
  const { name, file, line } = code.model.frames;
  const share = whole > 0 ? Math.max(0, sums[sort][row]! / whole) : 0;
  return (
    <tr>
      <td className="number">
        {sums.self[row] === 0 ? "–" : formatValue(sums.self[row]!, unit)}
        <Change now={sums.self[row]!} before={sums.selfBase?.[row]} unit={unit} />
      </td>
      <td className="number">
        {formatValue(sums.total[row]!, unit)}{" "}
        <span className="muted part">{formatPart(sums.total[row]!, whole)}</span>
        <Change now={sums.total[row]!} before={sums.totalBase?.[row]} unit={unit} />
      </td>
      {code.rows.estimate !== null && (
        <td className="number wide-only muted">{selfInterval(code, row)}</td>
      )}
      <td className="name">
        <span className="share" style={{ width: `${share * 100}%` }} />
        <button
          type="button"
          className="link code"
          data-row=""
          title={name[frame]!}
          onClick={() => change({ show: "callers", of: name[frame]! })}
        >
          {frameLabel(code.model, frame, false)}
        </button>{" "}
        <span className="muted code">{fileLine(file[frame]!, byLine ? line[frame]! : 0)}</span>
      </td>
    </tr>
  );
}

interface ChangeProps {
  readonly now: number;
  /** undefined: nothing is compared. */
  readonly before: number | undefined;
  readonly unit: string;
}

function Change({ now, before, unit }: ChangeProps) {
  if (before === undefined) return null;
  return <span className="muted small change">{formatChange(now - before, unit)}</span>;
}

function selfInterval({ rows, model, frames, choice }: Code, row: number): string {
  const estimate = rows.estimate?.((at) => {
    const stack = rows.stack[at]!;
    return stack >= 0 && frames.rowOf[model.frame[stack]!] === row;
  });
  if (estimate === undefined || estimate.samples === 0) return "";
  return formatRange(rows.isBytes ? estimate.bytesRange : estimate.objectsRange, choice.unit);
}
