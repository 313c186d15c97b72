/** Figures as table cells: MiB with one decimal, signed changes, rates, intervals, shares. */
import { formatMiB, formatShare, MiB } from "../../base/units.ts";
import type { LedgerLine } from "../../model/ledger.ts";
import type { Style } from "./spans.ts";
import { type Cell, EMPTY_CELL, textCell } from "./table.ts";

export type Change = LedgerLine["change"];

/** Unit that the rates of a table share, so that they can be compared at a glance. */
export interface RateUnit {
  readonly header: string;
  readonly seconds: number;
}

const PER_SECOND: RateUnit = { header: "/s", seconds: 1 };
const PER_MINUTE: RateUnit = { header: "/min", seconds: 60 };

export function mibCell(bytes: number | null, style: Style = "plain"): Cell {
  return bytes === null ? textCell("?", "faint") : textCell(formatMiB(bytes), style);
}

/** `+1.2`, `−0.3`; a change that rounds to nothing is a faint 0.0. */
export function changeCell(bytes: number | undefined): Cell {
  if (bytes === undefined) return EMPTY_CELL;
  const text = formatMiB(bytes);
  if (text === "0.0") return textCell(text, "faint");
  return textCell(bytes > 0 ? `+${text}` : text);
}

export function rateCell(change: Change, unit: RateUnit): Cell {
  const perSecond = change?.perSecond;
  return changeCell(perSecond === undefined ? undefined : perSecond * unit.seconds);
}

/** A second is the unit only where something moves by a MiB in it. */
export function rateUnit(changes: readonly Change[]): RateUnit {
  const fastest = Math.max(0, ...changes.map((change) => Math.abs(change?.perSecond ?? 0)));
  return fastest >= MiB ? PER_SECOND : PER_MINUTE;
}

/** An estimate that lies further from the middle of its interval, as a share of its half, has no ±. */
const MOST_LOPSIDED = 0.25;

/**
 * `±41.2`: half of a 95 % interval; nothing where it is exact at this precision. Few samples have an
 * interval that reaches further up than down, and then both ends are given.
 */
export function marginCell(
  bytes: number | null,
  range: readonly [number, number] | undefined,
): Cell {
  if (bytes === null || range === undefined) return EMPTY_CELL;
  const half = (range[1] - range[0]) / 2;
  const text = formatMiB(half);
  if (text === "0.0") return EMPTY_CELL;
  const isLopsided = Math.abs(range[0] + half - bytes) > MOST_LOPSIDED * half;
  return textCell(isLopsided ? rangeText(range) : `±${text}`, "faint");
}

/** `150.2 – 231.9`, in MiB. */
export function rangeText(range: readonly [number, number]): string {
  return `${formatMiB(range[0])} – ${formatMiB(range[1])}`;
}

export function shareCell(share: number | null, style: Style = "plain"): Cell {
  if (share === null) return EMPTY_CELL;
  return textCell(share > 0 && share < 0.0005 ? "<0.1 %" : formatShare(share), style);
}
