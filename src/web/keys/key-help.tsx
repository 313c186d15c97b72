/** The keys there are. */
import { useEffect, useRef } from "react";
import type { View } from "../state/url-state.ts";
import { TITLES } from "../views.ts";

interface Props {
  readonly views: readonly View[];
  readonly onClose: () => void;
}

export function KeyHelp({ views, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current!.showModal(), []);
  const rows: [keys: string, what: string][] = [
    ["/", "search"],
    ["j k, ↓ ↑", "down and up in a list"],
    ["Enter", "opens what is chosen"],
    ["?", "this help"],
  ];
  if (views.length > 1) {
    rows.unshift([`1 to ${views.length}`, views.map((view) => TITLES[view]).join(", ")]);
  }
  if (views.includes("now")) {
    rows.push(["arrows, Enter, Esc", "in the picture of Now: move, go in, a level up"]);
  }
  if (views.includes("code")) {
    rows.push(["arrows, + −, Esc", "in the flame graph: move, zoom, all of it"]);
    rows.push(["Enter, Shift and Enter", "in its search: the next match, the one before"]);
  }
  if (views.includes("time")) {
    rows.push(["drag", "in a chart: look closer"]);
    rows.push(["Shift and drag, twice", "in a chart: compare the code of two ranges"]);
  }
  return (
    <dialog ref={dialog} className="help" onClose={onClose} aria-label="Keys">
      <h2>Keys</h2>
      <dl className="facts">
        {rows.map(([keys, what]) => (
          <div key={keys}>
            <dt>{keys}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <button type="button" onClick={onClose}>
        Close
      </button>
    </dialog>
  );
}
