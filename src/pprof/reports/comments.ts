/** `-comments`: what the writer of the profile noted, also what headers leave out. */
import type { ReportInput, ReportOutput } from "../report-input.ts";

export function* renderComments({ profile }: ReportInput): ReportOutput {
  for (const comment of profile.comments) yield `${comment}\n`;
}
