/** Which function prints which report. */
import type { ReportFormat } from "../commands.ts";
import type { ReportInput, ReportOutput } from "../report-input.ts";
import { renderText } from "./text.ts";
import { renderTree } from "./tree.ts";

export const RENDERERS: Readonly<Record<ReportFormat, (input: ReportInput) => ReportOutput>> = {
  callgrind: notYet,
  comments: notYet,
  disasm: notYet,
  dot: notYet,
  list: notYet,
  proto: notYet,
  raw: notYet,
  tags: notYet,
  text: renderText,
  topproto: notYet,
  traces: notYet,
  tree: renderTree,
  weblist: notYet,
};

function notYet({ command }: ReportInput): ReportOutput {
  throw new Error(`no renderer for ${command.format}`);
}
