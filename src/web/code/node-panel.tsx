/** What is said of the node that fills the width, and where one can go from it. */
import { elideTypes } from "../../model/function-name.ts";
import type { ChangeState } from "../state/use-url-state.ts";
import { describeNode } from "./state/describe-node.ts";
import type { Code } from "./state/use-code.ts";

interface Props {
  readonly code: Code;
  /** -1: the address names one that is not in this profile. */
  readonly node: number;
  readonly change: ChangeState;
}

export function NodePanel({ code, node: zoom, change }: Props) {
  const node = Math.max(0, zoom);
  const { place, facts, ...text } = describeNode(code, node);
  const name = node === 0 ? titleOf(code) : text.name;
  const note = zoom < 0 ? GONE : text.note;
  return (
    <section className="node-panel" aria-live="polite">
      <div className="node-title one-line">
        <h2 className={`node-name ${node === 0 ? "" : "code"}`} title={name}>
          {elideTypes(name)}
        </h2>
        {place !== "" && (
          <span className="node-place muted code" title={place}>
            {place}
          </span>
        )}
      </div>
      <p className="node-facts">
        {facts.map(([what, value]) => (
          <span key={what}>
            <span className="muted">{what}</span> {value}
          </span>
        ))}
        {note !== "" && <span className="muted">{note}</span>}
      </p>
      {node > 0 && <Ways code={code} node={node} change={change} />}
    </section>
  );
}

const GONE = "What was zoomed into is not in this profile, so all of it is shown.";

function titleOf({ choice, before }: Code): string {
  const isName = choice.title === "cpu";
  const title = isName ? "CPU" : choice.title.charAt(0).toUpperCase() + choice.title.slice(1);
  return before === null ? `${title} by call stack` : `${title}, compared`;
}

function Ways({ code, node, change }: Pick<Props, "code" | "node" | "change">) {
  const frame = code.frames.frameOf[code.built.tree.frame[node]!]!;
  const name = code.model.frames.name[frame]!;
  const exactly = `^${name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}$`;
  return (
    <div className="ways">
      <button type="button" onClick={() => change({ zoom: "" })}>
        Show all
      </button>
      <button type="button" onClick={() => change({ show: "callers", of: name })}>
        Callers and callees
      </button>
      <button type="button" onClick={() => change({ show: "source", of: name })}>
        Source
      </button>
      <button type="button" onClick={() => change({ focus: exactly, zoom: "" })}>
        Only stacks with it
      </button>
      <button type="button" onClick={() => change({ hide: exactly, zoom: "" })}>
        Hide it
      </button>
    </div>
  );
}
