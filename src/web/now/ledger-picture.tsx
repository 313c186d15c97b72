/**
 * The ledger as bars that lie on each other: the line one looks at, what it is part of above it,
 * what it is made of below. A click goes down into a line, or up again; arrow keys move, Escape goes up.
 */
import type { KeyboardEvent } from "react";
import { formatBytes, formatShare } from "../../base/units.ts";
import type { LedgerLine } from "../../model/ledger.ts";
import { lineAt } from "./ledger-keys.ts";
import { type LedgerCell, layOutLedger, pathTo } from "./ledger-layout.ts";

interface Props {
  readonly ledger: LedgerLine;
  readonly id: string;
  /** RSS in bytes; null: not known. */
  readonly rss: number | null;
  readonly onLook: (id: string) => void;
}

const ABOVE = 30;
const ROW = 54;

export function LedgerPicture({ ledger, id, rss, onLook }: Props) {
  const cells = layOutLedger(ledger, id);
  const above = -Math.min(...cells.map(({ depth }) => depth));
  const below = Math.max(...cells.map(({ depth }) => depth));
  const top = (depth: number) =>
    depth < 0 ? (depth + above) * ABOVE : above * ABOVE + depth * ROW;
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const focused = event.currentTarget.dataset["line"] ?? "";
    const isUp = event.key === "Escape";
    const to = isUp ? pathTo(ledger, id)?.at(-2)?.id : lineAt(cells, focused, event.key);
    if (to === undefined) return;
    event.preventDefault();
    if (isUp) onLook(to);
    const beside = event.currentTarget.parentElement;
    beside?.querySelector<HTMLElement>(`[data-line="${CSS.escape(to)}"]`)?.focus();
  };
  return (
    <div className="icicle" style={{ height: above * ABOVE + (below + 1) * ROW }}>
      {cells.map((cell) => (
        <Cell
          key={keyOf(cell)}
          cell={cell}
          rss={rss}
          top={top(cell.depth)}
          height={cell.depth < 0 ? ABOVE : ROW}
          onLook={onLook}
          onKeyDown={onKeyDown}
        />
      ))}
    </div>
  );
}

/** The same line keeps its element as it moves, so that the move can be seen. */
function keyOf({ line }: LedgerCell): string {
  return line.id;
}

interface CellProps {
  readonly cell: LedgerCell;
  readonly rss: number | null;
  readonly top: number;
  readonly height: number;
  readonly onLook: (id: string) => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

function Cell({ cell, rss, top, height, onLook, onKeyDown }: CellProps) {
  const { line, depth, left, width, color } = cell;
  const amount = amountText(line);
  const resident = line.resident ?? line.bytes;
  const isRam = rss !== null && rss > 0 && color !== "addresses" && resident !== null;
  const share = isRam ? formatShare(Math.max(0, resident) / rss) : "";
  const state = depth < 0 ? "above" : depth === 0 ? "looked" : "below";
  return (
    <button
      type="button"
      className={`cell ${state}`}
      data-line={line.id}
      style={{
        left: `${left * 100}%`,
        width: `${width * 100}%`,
        top,
        height,
        background: `var(--ledger-${color})`,
      }}
      title={`${line.title}: ${amount}${share === "" ? "" : `, ${share} of RSS`}`}
      aria-current={depth === 0 ? "true" : undefined}
      onClick={() => onLook(line.id)}
      onKeyDown={onKeyDown}
    >
      <span className="cell-title">{line.title}</span>
      <span className="cell-amount">
        {amount}
        {share !== "" && depth >= 0 && <span className="cell-share"> · {share}</span>}
      </span>
    </button>
  );
}

/** Of what is partly in RAM, what is. */
function amountText({ bytes, resident }: LedgerLine): string {
  if (bytes === null) return "not known";
  return formatBytes(resident !== undefined && resident > 0 ? resident : bytes);
}
