/** A pattern that was given as a setting; a wrong one is told of by the setting's name. */
import { ResidentError } from "../../../base/errors.ts";
import { compileRegexp, type Regexp } from "../../../base/regexp.ts";

/** Undefined for an empty pattern: no filter. Throws RES_USAGE for one that Go's regexp refuses. */
export function patternOption(name: string, pattern: string): Regexp | undefined {
  return pattern === "" ? undefined : compileNamed(name, pattern);
}

/** As `patternOption`, but an empty pattern is one that matches everything. */
export function compileNamed(name: string, pattern: string): Regexp {
  try {
    return compileRegexp(pattern);
  } catch (error) {
    if (!(error instanceof ResidentError)) throw error;
    throw new ResidentError("RES_USAGE", `parsing ${name} regexp: ${error.message}`, {
      cause: error,
    });
  }
}
