/** A function between those that called it and those that it called. */
import { useMemo } from "react";
import { elideTypes } from "../../model/function-name.ts";
import { formatPart, formatValue } from "../format.ts";
import type { PageState } from "../state/url-state.ts";
import type { ChangeState } from "../state/use-url-state.ts";
import { useChosenFunction } from "./state/use-chosen-function.ts";
import type { Code } from "./state/use-code.ts";
import { usePlainTree } from "./state/use-plain-tree.ts";
import { fileLine, frameLabel } from "./tree/frame-label.ts";
import { type Neighbour, neighboursOf } from "./tree/neighbours.ts";

interface Props {
  readonly code: Code;
  readonly state: PageState;
  readonly change: ChangeState;
}

export function CallersView({ code, state, change }: Props) {
  const { tree } = usePlainTree(code, state.isInverted);
  const { frames, model } = code;
  const row = useChosenFunction(code, tree, state.of);
  const around = useMemo(() => neighboursOf(tree, frames.length, row), [tree, frames, row]);
  if (row < 0) return <p className="empty">No function matches.</p>;
  const frame = frames.frameOf[row]!;
  const { unit } = code.choice;
  const source = () => change({ show: "source", of: model.frames.name[frame]! });
  const go = (to: number) => change({ of: model.frames.name[frames.frameOf[to]!]! });
  return (
    <section className="sandwich">
      <Side
        title="Called by"
        {...{ code, go }}
        rows={around.callers}
        whole={around.total}
        none="nobody: it is where the stacks begin"
      />
      <div className="sandwich-middle">
        <h2 className="code" title={model.frames.name[frame]}>
          {elideTypes(model.frames.name[frame]!)}
        </h2>
        <p className="muted code">
          {fileLine(model.frames.file[frame]!, state.byLine ? model.frames.line[frame]! : 0)}{" "}
          <button type="button" className="link" onClick={source}>
            source
          </button>
        </p>
        <p className="node-facts">
          <span>
            {formatValue(around.total, unit)}{" "}
            <span className="muted">in all, {formatPart(around.total, tree.total[0]!)}</span>
          </span>
          <span>
            {formatValue(around.self, unit)} <span className="muted">itself</span>
          </span>
        </p>
      </div>
      <Side
        title="It calls"
        {...{ code, go }}
        rows={around.callees}
        whole={around.total}
        none="nothing that holds any"
      />
    </section>
  );
}

interface SideProps {
  readonly title: string;
  readonly code: Code;
  readonly rows: readonly Neighbour[];
  readonly whole: number;
  readonly none: string;
  readonly go: (row: number) => void;
}

function Side({ title, code, rows, whole, none, go }: SideProps) {
  const { unit } = code.choice;
  return (
    <div>
      <h3>{title}</h3>
      {rows.length === 0 && <p className="muted">{none}</p>}
      <ul className="bars">
        {rows.slice(0, 30).map(({ frame, value }) => (
          <li key={frame}>
            <span
              className="share"
              style={{ width: `${Math.min(100, (100 * value) / (whole || 1))}%` }}
            />
            <span className="number">{formatValue(value, unit)}</span>
            {frame < 0 ? (
              <span className="muted">nobody: the stack begins here</span>
            ) : (
              <button
                type="button"
                className="link code"
                data-row=""
                title={code.model.frames.name[code.frames.frameOf[frame]!]!}
                onClick={() => go(frame)}
              >
                {frameLabel(code.model, code.frames.frameOf[frame]!, false)}
              </button>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
