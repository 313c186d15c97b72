/** A function's source, with what each line holds; without the text, its lines by number. */
import { useMemo } from "react";
import { elideTypes } from "../../model/function-name.ts";
import type { Page } from "../../model/page.ts";
import { formatChange, formatValue } from "../format.ts";
import { Prose } from "../parts/prose.tsx";
import type { PageState } from "../state/url-state.ts";
import type { ChangeState } from "../state/use-url-state.ts";
import { useChosenFunction } from "./state/use-chosen-function.ts";
import type { Code } from "./state/use-code.ts";
import { usePlainTree } from "./state/use-plain-tree.ts";
import { type Source, useSource } from "./state/use-source.ts";
import { type LineSum, lineSums } from "./tree/line-sums.ts";
import { type ShownLine, shownLines } from "./tree/shown-lines.ts";

interface Props {
  readonly page: Page;
  readonly code: Code;
  readonly state: PageState;
  readonly change: ChangeState;
}

export function SourceView({ page, code, state, change }: Props) {
  const { tree } = usePlainTree(code, state.isInverted);
  const row = useChosenFunction(code, tree, state.of);
  if (row < 0) return <p className="empty">No function matches.</p>;
  return <FunctionSource page={page} code={code} row={row} change={change} />;
}

type FunctionProps = Omit<Props, "state"> & { readonly row: number };

function FunctionSource({ page, code, row, change }: FunctionProps) {
  const { model, rows, base, frames, choice } = code;
  const frame = frames.frameOf[row]!;
  const name = model.frames.name[frame]!;
  const file = model.frames.file[frame]!;
  const source = useSource(page, file, name);
  const sums = useMemo(() => lineSums(model, rows, base, name), [model, rows, base, name]);
  const lines = useMemo(() => shownLines(sums, source.text), [sums, source.text]);
  const most = Math.max(...sums.map(({ total }) => Math.abs(total)), 1);
  return (
    <section className="source">
      <div className="node-title">
        <h2 className="code" title={name}>
          {elideTypes(name)}
        </h2>
        <span className="muted code">{file}</span>
        <button type="button" onClick={() => change({ show: "callers", of: name })}>
          Callers and callees
        </button>
      </div>
      <Where source={source} />
      <div className="source-scroll">
        <table className="source-lines">
          <thead>
            <tr>
              <th className="number wide-only">itself</th>
              <th className="number">with calls</th>
              {base !== null && <th className="number">change</th>}
              <th className="number">line</th>
              <th className="source-text" />
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <Line
                key={line.line}
                {...{ line, most }}
                unit={choice.unit}
                hasBase={base !== null}
              />
            ))}
          </tbody>
        </table>
      </div>
      {sums.length === 0 && <p className="muted">None of its lines holds any of this value.</p>}
    </section>
  );
}

/** Where the text was read, or why there is none. */
function Where({ source: { text, missing } }: { readonly source: Source }) {
  if (text?.source == null) {
    return (
      <p className="muted" role="status">
        {missing === "" ? "Reading the source …" : <Prose text={missing} />}
      </p>
    );
  }
  const { path, isExact } = text.source;
  return (
    <p className="muted small">
      Read from <span className="code">{path}</span>
      {!isExact && "; it may be another version of that file"}
    </p>
  );
}

interface LineProps {
  readonly line: ShownLine;
  readonly most: number;
  readonly unit: string;
  readonly hasBase: boolean;
}

function Line({ line: { line, text, sum, isAfterGap }, most, unit, hasBase }: LineProps) {
  const value = (part: number | undefined) =>
    part === undefined || part === 0 ? "" : formatValue(part, unit);
  return (
    <tr className={isAfterGap ? "after-gap" : ""}>
      <td className="number wide-only">{value(sum?.self)}</td>
      <td className="number">{value(sum?.total)}</td>
      {hasBase && <td className="number">{changeText(sum, unit)}</td>}
      <td className="number muted">{line > 0 ? line : "?"}</td>
      <td className="source-text">
        {sum !== undefined && (
          <span
            className="share"
            style={{ width: `${Math.min(100, (100 * Math.abs(sum.total)) / most)}%` }}
          />
        )}
        <code>{text}</code>
      </td>
    </tr>
  );
}

function changeText(sum: LineSum | undefined, unit: string): string {
  if (sum === undefined || sum.total === sum.totalBase) return "";
  return formatChange(sum.total - sum.totalBase, unit);
}
