/**
 * `import { openProfile } from "resident/profile"`: profiles of pprof for other programs. What is
 * exported here is documented in docs/library.md and stays as it is; the rest of Resident may change.
 */
export { ResidentError } from "../base/errors.ts";
export type { Profile, ValueColumn, ValueType } from "../model/profile.ts";
export { type OpenOptions, openProfile } from "./open-profile.ts";
export type {
  DiffOptions,
  FilterOptions,
  OpenedProfile,
  ReportOptions,
} from "./opened-profile.ts";
export type {
  Frame,
  FrameNode,
  ListReport,
  Report,
  TagsReport,
  TopReport,
  TracesReport,
  TreeReport,
} from "./reports.ts";
