/** What the reports on source and machine code ask of this machine. */
import { ResidentError } from "../../../base/errors.ts";
import { openObject } from "../../../collect/objects/open-object.ts";
import { openReason } from "../../../collect/open-reason.ts";
import { goSourceCandidates } from "../../../collect/source/go-source-candidates.ts";
import { readSourceFile } from "../../../collect/source/read-source-file.ts";
import type { PprofFlags } from "../../../pprof/flags/pprof-flags.ts";
import type { ReportHost } from "../../../pprof/report-input.ts";
import { splitList } from "../../../pprof/trim-path.ts";

export async function sourceHost({
  settings,
  source,
}: Pick<PprofFlags, "settings" | "source">): Promise<Omit<ReportHost, "localTime">> {
  const host = { readSource: readSourceFile, openObject, workingFolder };
  if (!source.findSources) return host;
  const folders = splitList(settings.source_path);
  return { ...host, sourceCandidates: await goSourceCandidates(workingFolder(), folders) };
}

/** Asked for by the reports that need it: a folder can be gone, and most reports don't mind. */
function workingFolder(): string {
  try {
    return process.cwd();
  } catch (error) {
    const message = `could not stat current dir: getwd: ${openReason(error)}`;
    throw new ResidentError("RES_FILE", message, { cause: error });
  }
}
