/**
 * What-if is told from collections under one setting: where a program set another one in the range, from those
 * since. A look sees a change up to a minute late, so what came before it can be of either.
 */
import type { ChangedSettings } from "../../analyze/page/gc-table.ts";
import { formatBytes } from "../../base/units.ts";
import { lastPacerChange, type PacerChange } from "../../store/run-settings.ts";
import type { StoredRun } from "../../store/store.ts";
import type { Asked } from "./asked.ts";
import { lightRecording } from "./light-recording.ts";

/**
 * @param first look of the range
 * @param most looks since the change
 * @returns undefined where all looks of the range are under one setting
 */
export async function settingsChange(
  { store, target, range }: Asked,
  run: StoredRun,
  first: number,
  most: number,
): Promise<ChangedSettings | undefined> {
  const change = lastPacerChange(run, { from: first, to: range.to });
  if (change === undefined) return undefined;
  const figures = await store.figures(target.id, { from: change.at, to: range.to }, most);
  const told = figures.filter((look) => look.run === run.id && look.memStats !== null);
  const recording = lightRecording(run.name, run, told);
  return { since: change.at, what: changeText(change), recording };
}

function changeText({ before, after }: PacerChange): string {
  const parts: string[] = [];
  if (before.gogc !== after.gogc) {
    parts.push(`GOGC was changed from ${percentText(before.gogc)} to ${percentText(after.gogc)}`);
  }
  if (before.memlimit !== after.memlimit) {
    const verb = parts.length === 0 ? " was changed" : "";
    const [from, to] = [limitText(before.memlimit), limitText(after.memlimit)];
    parts.push(`GOMEMLIMIT${verb} from ${from} to ${to}`);
  }
  return parts.join(" and ");
}

function percentText(gogc: number): string {
  return Number.isFinite(gogc) ? String(gogc) : "off";
}

function limitText(bytes: number | null): string {
  return bytes === null ? "none" : formatBytes(bytes);
}
