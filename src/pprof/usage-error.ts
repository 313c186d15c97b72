/** What is wrong with a flag, a setting or a command, in pprof's words. */
import { ResidentError } from "../base/errors.ts";

export function usageError(message: string): ResidentError {
  return new ResidentError("RES_USAGE", message);
}
