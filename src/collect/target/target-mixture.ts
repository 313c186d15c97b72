/** What is said where the targets named together are not of one program. */
import { ResidentError } from "../../base/errors.ts";

export function targetMixture(texts: readonly string[]): ResidentError {
  return new ResidentError("RES_USAGE", `these targets don't go together: ${texts.join(" ")}`, {
    hint: "Give one program (its PID and its URL may both be named), or several bundles or profiles to compare.",
  });
}
