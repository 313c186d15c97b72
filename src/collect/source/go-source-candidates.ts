/** The places of this machine where Go keeps sources, for a report that looks further than pprof. */
import { goFolders } from "./go-folders.ts";
import { type SourceCandidate, sourceCandidates } from "./source-candidates.ts";

/** Asks the `go` command once; the function that it gives asks nobody. */
export async function goSourceCandidates(
  cwd: string,
  sourcePath: readonly string[],
): Promise<(recorded: string) => readonly SourceCandidate[]> {
  const folders = await goFolders();
  return (recorded) => sourceCandidates(recorded, { cwd, sourcePath, ...folders });
}
