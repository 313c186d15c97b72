/** What is said of the node that fills the width, and where one can go from it. */
import type { ChangeState } from "../state/use-url-state.ts";
import { describeNode } from "./describe-node.ts";
import type { Code } from "./use-code.ts";

interface Props {
  readonly code: Code;
  readonly node: number;
  readonly byLine: boolean;
  readonly change: ChangeState;
}

export function NodePanel({ code, node, change }: Props) {
  const text = describeNode(code, node);
  return (
    <section className="node-panel" aria-live="polite">
      <div className="node-title">
        <h2 className={node === 0 ? "" : "code"}>{node === 0 ? titleOf(code) : text.name}</h2>
        {text.place !== "" && <span className="muted code">{text.place}</span>}
      </div>
      <p className="node-facts">
        {text.facts.map(([what, value]) => (
          <span key={what}>
            <span className="muted">{what}</span> {value}
          </span>
        ))}
      </p>
      {text.note !== "" && <p className="muted">{text.note}</p>}
      {node > 0 && <Ways code={code} node={node} change={change} />}
    </section>
  );
}

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
      <button type="button" onClick={() => change({ zoom: 0 })}>
        Show all
      </button>
      <button type="button" onClick={() => change({ show: "callers", of: name })}>
        Callers and callees
      </button>
      <button type="button" onClick={() => change({ show: "source", of: name })}>
        Source
      </button>
      <button type="button" onClick={() => change({ focus: exactly, zoom: 0 })}>
        Only stacks with it
      </button>
      <button type="button" onClick={() => change({ hide: exactly, zoom: 0 })}>
        Hide it
      </button>
    </div>
  );
}
