/**
 * Whether a report says anything of samples' labels. Where none does they need not be read, which
 * is a fifth of the work on a heap profile: each of its samples has one. What is lost is the note
 * on standard error that the labels of one key have different units.
 */
import type { ReportFormat } from "./commands.ts";
import type { Settings } from "./settings.ts";

const WITHOUT_LABELS: ReadonlySet<ReportFormat> = new Set([
  ...(["text", "tree", "list", "disasm", "weblist", "callgrind", "topproto", "comments"] as const),
]);

const LABEL_SETTINGS = [
  ...(["tagfocus", "tagignore", "tagshow", "taghide", "tagroot", "tagleaf"] as const),
];

export function readsLabels(format: ReportFormat, settings: Settings): boolean {
  return !WITHOUT_LABELS.has(format) || LABEL_SETTINGS.some((name) => settings[name] !== "");
}
