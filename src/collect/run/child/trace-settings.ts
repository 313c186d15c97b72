/**
 * GODEBUG with the collector's trace turned on. What the user has set stays and wins: the runtime
 * takes the last of two settings of one name, so ours come first.
 */
import { type GoVersion, isAtLeast } from "../../../model/go-version.ts";

export interface TraceSettings {
  /** The value of GODEBUG for the program. */
  readonly godebug: string;
  /** False where the user's own settings turn the trace off. */
  readonly isTraced: boolean;
}

/**
 * @param given GODEBUG as the user has it
 * @param go version of the program, undefined where it is not known before it runs
 */
export function addTraceSettings(
  given: string | undefined,
  go: GoVersion | undefined,
): TraceSettings {
  const own = given ?? "";
  if (lastSetting(own, "gctrace") === "0") return { godebug: own, isTraced: false };
  const knowsScavtrace = go === undefined || isAtLeast(go, 14);
  const ours = knowsScavtrace ? "gctrace=1,scavtrace=1" : "gctrace=1";
  return { godebug: own === "" ? ours : `${ours},${own}`, isTraced: true };
}

function lastSetting(godebug: string, name: string): string | undefined {
  const settings = godebug.split(",").map((setting) => setting.trim().split("=", 2));
  return settings.findLast(([key]) => key === name)?.[1];
}
