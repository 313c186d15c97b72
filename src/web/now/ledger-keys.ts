/** Where keys lead in the ledger's picture: from bar to bar of a level, and from level to level. */
import type { LedgerCell } from "./ledger-layout.ts";

/** The id of the line to go to; undefined: the key leads nowhere. */
export function lineAt(cells: readonly LedgerCell[], id: string, key: string): string | undefined {
  const here = cells.find(({ line }) => line.id === id);
  if (here === undefined) return undefined;
  const { depth, left } = here;
  const row = (at: number) =>
    cells.filter((cell) => cell.depth === at).sort((a, b) => a.left - b.left);
  if (key === "ArrowUp") return row(depth - 1).findLast((cell) => cell.left <= left)?.line.id;
  if (key === "ArrowDown") return row(depth + 1).find((cell) => isBelow(cell, here))?.line.id;
  const beside = row(depth);
  const at = beside.indexOf(here);
  if (key === "ArrowLeft") return beside[at - 1]?.line.id;
  if (key === "ArrowRight") return beside[at + 1]?.line.id;
  return undefined;
}

/** Its left edge is below the other, but for what adding up loses. */
function isBelow({ left }: LedgerCell, above: LedgerCell): boolean {
  return left >= above.left - 1e-9 && left < above.left + above.width - 1e-9;
}
