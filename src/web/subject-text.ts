/** Whose memory it is, in one line: `shop · pid 4817 · go1.23.4 · 6 snapshots over 30 s`. */
import { formatSeconds } from "../base/units.ts";
import type { Page } from "../model/page.ts";

export function subjectText({ report, target }: Page): string {
  if (report === null) return target;
  const parts = [report.name ?? target];
  if (report.pid !== null) parts.push(`pid ${report.pid}`);
  if (report.go !== null) parts.push(report.go);
  const { snapshots } = report;
  if (snapshots.length > 1) {
    const [first, last] = [snapshots[0]!.time, snapshots.at(-1)!.time];
    const over = first === null || last === null ? "" : ` over ${formatSeconds(last - first)}`;
    parts.push(`${snapshots.length} snapshots${over}`);
  }
  return parts.join(" · ");
}
