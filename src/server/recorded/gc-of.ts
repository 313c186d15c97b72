/** The collections of the last run in a range, and what other settings would make of it. */
import { gcTable } from "../../analyze/page/gc-table.ts";
import type { GcTable } from "../../model/page.ts";
import { settingsAt } from "../../store/run-settings.ts";
import type { Asked } from "./asked.ts";
import { askingText } from "./asking-share.ts";
import { lightRecording } from "./light-recording.ts";
import { ownGogc, ownGogcText } from "./own-gogc.ts";
import { settingsChange } from "./settings-change.ts";

/** Looks from which sizes, CPU and settings are told. */
const LOOKS = 120;

/** null where nothing is known of any. */
export async function gcOf(asked: Asked): Promise<GcTable | null> {
  const { store, target, range, runs } = asked;
  const run = runs.at(-1);
  if (run === undefined) return null;
  const within = { from: Math.max(range.from, run.first), to: range.to };
  const [figures, collections, added] = await Promise.all([
    store.figures(target.id, within, LOOKS),
    store.collections(run.id, within),
    store.heapAdditions(target.id, within),
  ]);
  const own = figures.filter((look) => look.run === run.id && look.memStats !== null);
  if (own.length === 0) return null;
  const changed = await settingsChange(asked, run, own[0]!.time, LOOKS);
  const gogc = changed === undefined ? ownGogc(run, own) : undefined;
  const seen = gogc === undefined ? run : { ...run, gogc };
  const table = gcTable(lightRecording(run.name, seen, own), collections, changed);
  const read = settingsAt(run, own.at(-1)!.time).gogc;
  const asking = askingText(
    store.dictionary,
    own,
    added.findLast((one) => one.run === run.id),
  );
  const before = gogc === undefined ? [] : [ownGogcText(read!, gogc)];
  const after = asking === undefined ? [] : [asking];
  return table && { ...table, findings: [...before, ...table.findings, ...after] };
}
