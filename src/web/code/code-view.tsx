/** Code: which functions hold it, as a flame graph, as callers of one, as a table. */
import type { Page } from "../../model/page.ts";
import type { PageState } from "../state/url-state.ts";
import type { ChangeState } from "../state/use-url-state.ts";
import { parseRange } from "../time/range.ts";
import { CallersView } from "./callers-view.tsx";
import { CodeToolbar } from "./code-toolbar.tsx";
import { ExportBar } from "./export-bar.tsx";
import { FlameGraph } from "./flame-graph.tsx";
import { FunctionList } from "./function-list.tsx";
import { NodePanel } from "./node-panel.tsx";
import { SourceView } from "./source-view.tsx";
import { type Code, useCode } from "./use-code.ts";
import { useCodeTables } from "./use-code-tables.ts";

interface Props {
  readonly page: Page;
  readonly state: PageState;
  readonly change: ChangeState;
}

export function CodeView({ page, state, change }: Props) {
  const { tables, note } = useCodeTables(page, state);
  const code = useCode(tables, state);
  if (code === undefined) return <Nothing note={note} change={change} />;
  return (
    <main className="view wide">
      <CodeToolbar code={code} state={state} change={change} />
      <Note text={note === "" && isAlone(code, state) ? ALONE : note} />
      <Problem code={code} />
      <Picture page={page} code={code} state={state} change={change} />
      <ExportBar page={page} code={code} state={state} />
    </main>
  );
}

const ALONE = "Both ranges have the same profile: there is nothing to compare.";

function isAlone({ before }: Code, { base }: PageState): boolean {
  return before === null && parseRange(base) !== null;
}

function Note({ text }: { readonly text: string }) {
  if (text === "") return null;
  return (
    <p className="muted" role="status">
      {text}
    </p>
  );
}

function Nothing({ note, change }: Pick<Props, "change"> & { readonly note: string }) {
  if (note !== "") {
    return (
      <main className="view">
        <h1>{note}</h1>
        <p>
          <button type="button" onClick={() => change({ at: "", base: "" })}>
            Show the code of now
          </button>
        </p>
      </main>
    );
  }
  return (
    <main className="view">
      <h1>No lines of code</h1>
      <p>
        They need a heap profile: import <code>net/http/pprof</code> in the program.
      </p>
    </main>
  );
}

function Picture({ page, code, state, change }: Props & { readonly code: Code }) {
  const zoom = state.zoom < code.built.tree.length ? state.zoom : 0;
  if (code.built.tree.width[0] === 0) return <p className="empty">Nothing here.</p>;
  if (state.show === "table") return <FunctionList code={code} state={state} change={change} />;
  if (state.show === "callers") return <CallersView code={code} state={state} change={change} />;
  if (state.show === "source") {
    return <SourceView page={page} code={code} state={state} change={change} />;
  }
  return (
    <>
      <NodePanel code={code} node={zoom} byLine={state.byLine} change={change} />
      <FlameGraph
        code={code}
        zoom={zoom}
        byLine={state.byLine}
        onZoom={(node) => change({ zoom: node })}
      />
      <FlameHint code={code} />
    </>
  );
}

/** What the colours mean, and how one moves. */
function FlameHint({ code }: { readonly code: Code }) {
  const isSampled = code.rows.variance !== null;
  return (
    <p className="muted small hint">
      {code.base !== null ? (
        <span>
          <span className="swatch less" /> less, <span className="swatch more" /> more than before;
          widths are the mean of both
        </span>
      ) : (
        <span>A colour is a package; grey is the runtime</span>
      )}
      {isSampled && (
        <span>
          <span className="swatch unsure" />{" "}
          {code.base === null ? "too few samples to be sure" : "it may be no change at all"}
        </span>
      )}
      <span>Click to go in, Esc for all, Ctrl and wheel to zoom, drag to move</span>
    </p>
  );
}

/** An expression that is none is taken letter by letter, and that is said. */
function Problem({ code }: { readonly code: Code }) {
  const problem = Object.values(code.patterns).find((pattern) => pattern.problem !== null);
  if (problem === undefined) return null;
  return (
    <p className="muted" role="status">
      <code>{problem.text}</code> is no regular expression; it is looked for letter by letter.
    </p>
  );
}
