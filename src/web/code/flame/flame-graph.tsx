/** The flame graph with its tooltip; what is drawn is the controller's. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useTheme } from "../../theme.ts";
import { describeNode, type NodeText } from "../state/describe-node.ts";
import type { Code } from "../state/use-code.ts";
import type { Reached } from "../state/use-matches.ts";
import { frameLabel } from "../tree/frame-label.ts";
import { isUnsure } from "../tree/is-unsure.ts";
import { ROW_HEIGHT } from "./draw-flame.ts";
import { changeColor, packageColors } from "./flame-colors.ts";
import { FlameController } from "./flame-controller.ts";
import { listenToFlame } from "./flame-input.ts";
import { readFlameStyle } from "./flame-style.ts";

interface Props {
  readonly code: Code;
  readonly zoom: number;
  readonly byLine: boolean;
  /** What a search has come to; a new object with every step. */
  readonly reached: Reached;
  readonly onZoom: (node: number) => void;
}

interface Hover {
  readonly node: number;
  readonly x: number;
  readonly y: number;
}

export function FlameGraph({ code, zoom, byLine, reached, onZoom }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const controller = useRef<FlameController>(null);
  const [hover, setHover] = useState<Hover>();
  const theme = useTheme();
  const isCompared = code.base !== null;
  const content = useMemo(() => contentOf(code, byLine), [code, byLine]);
  const latest = useRef({ onZoom, tree: content.tree });
  latest.current = { onZoom, tree: content.tree };

  useLayoutEffect(() => {
    const element = canvas.current!;
    const flame = new FlameController(element, {
      onHover: (node, x, y) => setHover(node < 0 ? undefined : { node, x, y }),
      onPick: (node) => pick(node),
    });
    // The wheel may have gone elsewhere since, of which the address knows nothing.
    const pick = (node: number) => {
      flame.zoomTo(latest.current.tree, node);
      latest.current.onZoom(node);
    };
    controller.current = flame;
    const off = listenToFlame(element, flame, { pick, tree: () => latest.current.tree });
    const sizes = new ResizeObserver(() => flame.redraw());
    sizes.observe(element);
    return () => {
      off();
      sizes.disconnect();
      flame.stop();
    };
  }, []);
  useLayoutEffect(() => {
    const flame = controller.current!;
    flame.show(content, readFlameStyle(canvas.current!, flame.pen, isCompared, theme));
    setHover(undefined);
  }, [content, theme, isCompared]);
  useEffect(() => controller.current!.zoomTo(content.tree, zoom), [zoom, content.tree]);

  useEffect(() => {
    if (reached.node > 0) controller.current!.point(reached.node);
  }, [reached]);

  const height = (content.tree.maxDepth + 1) * ROW_HEIGHT;
  return (
    <div className="flame" style={{ height }}>
      <canvas
        ref={canvas}
        className="flame-canvas"
        style={{ height: `min(${height}px, 100vh)` }}
        tabIndex={0}
        role="img"
        aria-label={`Flame graph of ${code.choice.title}. Arrow keys move, Enter zooms, Escape shows all.`}
      />
      {hover !== undefined && <NodeTooltip code={code} hover={hover} />}
    </div>
  );
}

function contentOf(code: Code, byLine: boolean) {
  const { tree } = code.built;
  const { model, frames, found } = code;
  const colors = packageColors(model, frames);
  const { base } = tree;
  const labels = new Map<number, string>();
  return {
    tree,
    color: (node: number) => {
      if (base !== null) return changeColor(tree.total[node]!, base[node]!);
      return node === 0 ? 0 : colors[tree.frame[node]!]!;
    },
    label: (node: number) => {
      const frame = tree.frame[node]!;
      let text = labels.get(frame);
      if (text === undefined) {
        text = frame < 0 ? "all" : frameLabel(model, frames.frameOf[frame]!, byLine);
        labels.set(frame, text);
      }
      return text;
    },
    isUnsure: (node: number) => isUnsure(tree, node),
    isMatch: found === null ? null : (node: number) => node > 0 && found[tree.frame[node]!] === 1,
  };
}

function NodeTooltip({ code, hover }: { readonly code: Code; readonly hover: Hover }) {
  const { node, x, y } = hover;
  const text = useMemo(() => describeNode(code, node), [code, node]);
  return <Tooltip text={text} x={x} y={y} />;
}

function Tooltip({ text, x, y }: { text: NodeText; x: number; y: number }) {
  const isRight = x > window.innerWidth / 2;
  const isLow = y > window.innerHeight * 0.6;
  const style = {
    ...(isRight ? { right: window.innerWidth - x + 12 } : { left: x + 12 }),
    ...(isLow ? { bottom: window.innerHeight - y + 12 } : { top: y + 16 }),
  };
  return (
    <div className="tooltip" style={style} role="tooltip">
      <strong className="code">{text.name}</strong>
      {text.place !== "" && <span className="muted code">{text.place}</span>}
      <dl className="facts">
        {text.facts.map(([what, value]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {text.note !== "" && <p className="muted">{text.note}</p>}
    </div>
  );
}
