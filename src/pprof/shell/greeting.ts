/** What the shell says before its first prompt: what profile this is. */
import { ResidentError } from "../../base/errors.ts";
import { findCommand } from "../commands.ts";
import type { ReportRequest } from "../make-report.ts";
import { reportInput } from "../make-report.ts";
import { profileLines } from "../reports/header.ts";
import { DEFAULT_SETTINGS } from "../settings.ts";

/** Lines. Where the value that was asked for is not there, nothing is said of the profile. */
export function greeting(request: Omit<ReportRequest, "command">): string[] {
  return [
    ...profileGreeting(request),
    'Entering interactive mode (type "help" for commands, "o" for options)',
  ];
}

function profileGreeting(request: Omit<ReportRequest, "command">): string[] {
  const { sample_index, mean, divide_by, unit } = request.settings;
  // Filters have no say in this, and would only take time.
  const settings = { ...DEFAULT_SETTINGS, sample_index, mean, divide_by, unit };
  try {
    const input = reportInput({ ...request, settings, command: findCommand("raw")! });
    const lines = profileLines(input);
    if (input.total !== 0 || input.profile.valueTypes.length < 2) return lines;
    return [
      ...lines,
      "No samples were found with the default sample value type.",
      'Try "sample_index" command to analyze different sample values.',
    ];
  } catch (error) {
    if (error instanceof ResidentError) return [];
    throw error;
  }
}
