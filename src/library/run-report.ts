/**
 * A report as an object: what `resident pprof -json` writes, read again. One shape for scripts and
 * programs is worth the detour, which costs little beside the report.
 */
import { readSourceFile } from "../collect/source/read-source-file.ts";
import type { Profile } from "../model/profile.ts";
import { findCommand } from "../pprof/commands.ts";
import { makeReport } from "../pprof/make-report.ts";
import type { ReportHost } from "../pprof/report-input.ts";
import type { Settings } from "../pprof/settings.ts";
import type { Report } from "./reports.ts";

interface Request {
  readonly command: string;
  readonly settings: Settings;
  readonly argument?: string;
}

export function runReport<R extends Report>(profile: Profile, request: Request): R {
  const notes: string[] = [];
  const pieces = makeReport({
    profile,
    ...request,
    command: findCommand(request.command)!,
    json: true,
    host: hostOf(),
    warn: (note) => notes.push(note),
  });
  return { ...JSON.parse([...pieces].join("")), notes };
}

/** Reports with a JSON print no time and need no program. */
function hostOf(): ReportHost {
  return {
    localTime: () => ({ offset: 0, zone: "UTC" }),
    readSource: readSourceFile,
    openObject: () => ({ error: "not needed", needsGo: false }),
    workingFolder: () => process.cwd(),
  };
}
