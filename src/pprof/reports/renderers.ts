/** Which function prints which report. */
import type { ReportFormat } from "../commands.ts";
import type { ReportInput, ReportOutput } from "../report-input.ts";
import { renderCallgrind } from "./callgrind.ts";
import { renderComments } from "./comments.ts";
import { renderDisasm } from "./disasm/render-disasm.ts";
import { renderDot } from "./dot/render-dot.ts";
import { renderList } from "./list.ts";
import { renderProto } from "./proto.ts";
import { renderRaw } from "./raw.ts";
import { renderTags } from "./tags.ts";
import { renderText } from "./text.ts";
import { renderTopProto } from "./topproto.ts";
import { renderTraces } from "./traces.ts";
import { renderTree } from "./tree.ts";
import { renderWeblist } from "./weblist/render-weblist.ts";

export const RENDERERS: Readonly<Record<ReportFormat, (input: ReportInput) => ReportOutput>> = {
  callgrind: renderCallgrind,
  comments: renderComments,
  disasm: renderDisasm,
  dot: renderDot,
  list: renderList,
  proto: renderProto,
  raw: renderRaw,
  tags: renderTags,
  text: renderText,
  topproto: renderTopProto,
  traces: renderTraces,
  tree: renderTree,
  weblist: renderWeblist,
};
