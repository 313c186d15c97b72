/** Whether a report has regular expressions to match, so that they must be loaded. */
import type { Settings } from "./settings.ts";

const PATTERNS = [
  ...(["focus", "ignore", "hide", "show", "show_from", "prune_from"] as const),
  ...(["tagfocus", "tagignore", "tagshow", "taghide"] as const),
];

/** `argument`: what the command is given, as `list` is; undefined where it takes none. */
export function takesPatterns(settings: Settings, argument: string | undefined): boolean {
  return argument !== undefined || PATTERNS.some((name) => settings[name] !== "");
}
