/** Code: which functions hold it, as a flame graph, as callers of one, as a table. */
import { useMemo } from "react";
import { linesRemark } from "../../model/lines-remark.ts";
import type { Page } from "../../model/page.ts";
import type { PageState } from "../state/url-state.ts";
import type { ChangeState } from "../state/use-url-state.ts";
import { parseRange } from "../time/range.ts";
import { CallersView } from "./callers-view.tsx";
import { CodeToolbar } from "./code-toolbar.tsx";
import { ExportBar } from "./export/export-bar.tsx";
import { FlameGraph } from "./flame/flame-graph.tsx";
import { FunctionList } from "./function-list.tsx";
import { NodePanel } from "./node-panel.tsx";
import { SourceView } from "./source-view.tsx";
import { nodeOfPath, pathOfNode } from "./state/frame-path.ts";
import { type Code, useCode } from "./state/use-code.ts";
import { useCodeTables } from "./state/use-code-tables.ts";
import { type Search, useMatches } from "./state/use-matches.ts";

interface Props {
  readonly page: Page;
  readonly state: PageState;
  readonly change: ChangeState;
}

export function CodeView({ page, state, change }: Props) {
  const { tables, note } = useCodeTables(page, state);
  const code = useCode(tables, state);
  const zoom = useMemo(
    () => (code === undefined ? 0 : nodeOfPath(code, state.zoom)),
    [code, state.zoom],
  );
  const search = useMatches(code);
  if (code === undefined) return <Nothing note={note} change={change} />;
  return (
    <main className="view wide">
      <CodeToolbar code={code} search={search} state={state} change={change} />
      <Note text={note === "" && isAlone(code, state) ? ALONE : note} />
      <Note text={remarkOf(page, code, state)} />
      <Problem code={code} />
      <Picture {...{ page, code, state, change, zoom, search }} />
      <ExportBar page={page} code={code} state={state} zoom={Math.max(0, zoom)} />
    </main>
  );
}

/** Of now the report tells whether the profile is of the heap that is live. */
function remarkOf({ report }: Page, { choice }: Code, { at, base }: PageState): string {
  const isOfNow = at === "" && base === "" && choice.name.startsWith("inuse_");
  return isOfNow && report !== null ? (linesRemark(report.ledger) ?? "") : "";
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

interface PictureProps extends Props {
  readonly code: Code;
  /** Node that fills the width; 0: all; -1: what the address names is not here. */
  readonly zoom: number;
  readonly search: Search;
}

function Picture({ page, code, state, change, zoom, search }: PictureProps) {
  if (code.built.tree.width[0] === 0) return <p className="empty">Nothing here.</p>;
  if (state.show === "table") return <FunctionList code={code} state={state} change={change} />;
  if (state.show === "callers") return <CallersView code={code} state={state} change={change} />;
  if (state.show === "source") {
    return <SourceView page={page} code={code} state={state} change={change} />;
  }
  return (
    <>
      <NodePanel code={code} node={zoom} change={change} />
      <FlameGraph
        code={code}
        zoom={Math.max(0, zoom)}
        byLine={state.byLine}
        reached={search.reached}
        onZoom={(node) => change({ zoom: pathOfNode(code, node) })}
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
      <span className="by-mouse">
        Click to go in, Esc for all, Ctrl and wheel to zoom, drag to move
      </span>
      <span className="by-touch">Tap to go in; “Show all” leads back</span>
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
