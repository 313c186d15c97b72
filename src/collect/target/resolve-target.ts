/**
 * The user's words → what to look at. A PID, a process's name, a URL, a file and a bundle are told
 * apart by their form and by what is there. What runs is found by resolve-live-target.ts, which a
 * stored target does not need to load.
 */
import { ResidentError } from "../../base/errors.ts";
import { classifyTarget, type TargetWord } from "./classify-target.ts";
import type { ResolveOptions } from "./resolve-live-target.ts";
import type { StoredTarget, Target } from "./target.ts";
import { targetMixture } from "./target-mixture.ts";

/**
 * One target, or several stored ones to compare. A PID (or name) and a URL may be given together.
 * Throws RES_USAGE, RES_TARGET, RES_PROCESS, RES_FILE or RES_UNSUPPORTED.
 */
export async function resolveTarget(
  texts: readonly string[],
  options: ResolveOptions = {},
): Promise<Target> {
  const words = (texts.length === 0 ? implied(options) : texts).map((text) =>
    classifyTarget(text, options),
  );
  const stored = words.filter((word) => word.kind === "stored").map(({ target }) => target);
  if (stored.length === words.length) return storedTarget(stored);
  if (stored.length > 0) throw targetMixture(texts);
  const { resolveLiveTarget } = await import("./resolve-live-target.ts");
  return resolveLiveTarget([...words, ...socketBeside(words, options)], texts, options);
}

/** A process and --socket: the socket is where the program answers, as a URL would be. */
function socketBeside(words: readonly TargetWord[], options: ResolveOptions): TargetWord[] {
  const isMissing = words.every(({ kind }) => kind === "process");
  return options.socket !== undefined && isMissing ? [classifyTarget("", options)] : [];
}

/** With --socket alone, the socket is the target. */
function implied({ socket }: ResolveOptions): string[] {
  if (socket !== undefined) return [""];
  throw new ResidentError("RES_USAGE", "there is no target", {
    hint: "Give a PID, a process's name, host:port, a URL, a bundle, a profile, or - for standard input.",
  });
}

function storedTarget(stored: readonly StoredTarget[]): Target {
  const [first, ...others] = stored;
  if (first !== undefined && others.length === 0) return first;
  return { kind: "many", label: stored.map(({ label }) => label).join(" → "), targets: stored };
}
