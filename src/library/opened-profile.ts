/**
 * A profile as other programs have it: reports, filters, sums and differences, and the file that it
 * makes. Nothing changes it; what would gives another one, which shares all columns that are the same.
 *
 * Options bear the names of the flags of `go tool pprof`.
 */
import { gzipSync } from "node:zlib";
import type { Profile, ValueType } from "../model/profile.ts";
import { aggregate } from "../pprof/aggregate.ts";
import { encodeProfile } from "../pprof/encode/encode-profile.ts";
import { applyFilters } from "../pprof/filter/apply-filters.ts";
import { addTagFrames } from "../pprof/filter/tag-frames.ts";
import { labelUnits } from "../pprof/label-units.ts";
import { compareWithBase } from "../pprof/merge/compare-with-base.ts";
import { mergeProfiles } from "../pprof/merge/merge-profiles.ts";
import type { Settings } from "../pprof/settings.ts";
import { patternOf, settingsOf, switchesOf, usage } from "./options.ts";
import type { ListReport, TagsReport, TopReport, TracesReport, TreeReport } from "./reports.ts";
import { runReport } from "./run-report.ts";

type FilterName =
  | "focus"
  | "ignore"
  | "hide"
  | "show"
  | "show_from"
  | "prune_from"
  | "tagfocus"
  | "tagignore"
  | "tagshow"
  | "taghide"
  | "tagroot"
  | "tagleaf"
  | "noinlines";

export type FilterOptions = Partial<Pick<Settings, FilterName>>;
/** What only matters to text or to pictures has no meaning here. */
export interface ReportOptions
  extends Partial<
    Omit<
      Settings,
      | "output"
      | "unit"
      | "compact_labels"
      | "normalize"
      | "call_tree"
      | "intel_syntax"
      | "sample_index"
    >
  > {
  /** The name of a value, or its position among `valueTypes`. */
  readonly sample_index?: string | number;
}

export interface DiffOptions {
  /** Scales the profile to the total of the base first. */
  readonly normalize?: boolean;
}

export class OpenedProfile {
  /** The columns themselves: see docs/library.md. */
  readonly columns: Profile;

  constructor(columns: Profile) {
    this.columns = columns;
  }

  /** What the values of a sample count, in order. */
  get valueTypes(): readonly ValueType[] {
    return this.columns.valueTypes;
  }

  /** The heaviest functions, or lines, or files: `granularity`. */
  top(options: ReportOptions = {}): TopReport {
    return runReport<TopReport>(this.columns, { command: "top", settings: settingsOf(options) });
  }

  /** Each of them between its callers and callees. */
  tree(options: ReportOptions = {}): TreeReport {
    return runReport<TreeReport>(this.columns, { command: "tree", settings: settingsOf(options) });
  }

  /** Callers and callees of what matches a regular expression of RE2. */
  peek(pattern: string, options: ReportOptions = {}): TreeReport {
    const settings = settingsOf(options);
    return runReport<TreeReport>(this.columns, {
      command: "peek",
      settings,
      argument: patternOf(pattern),
    });
  }

  /** Source lines of what matches, where the source is on this machine. */
  list(pattern: string, options: ReportOptions = {}): ListReport {
    const settings = settingsOf(options);
    return runReport<ListReport>(this.columns, {
      command: "list",
      settings,
      argument: patternOf(pattern),
    });
  }

  /** Every sample with its stack. */
  traces(options: ReportOptions = {}): TracesReport {
    const settings = settingsOf(options);
    return runReport<TracesReport>(this.columns, { command: "traces", settings });
  }

  /** The labels of samples, and what they hold. */
  tags(options: ReportOptions = {}): TagsReport {
    return runReport<TagsReport>(this.columns, { command: "tags", settings: settingsOf(options) });
  }

  /** The profile that is left by filters. Throws RES_USAGE for a wrong expression. */
  filter(options: FilterOptions = {}): OpenedProfile {
    const settings = settingsOf(options);
    const ignore = () => {};
    const { units } = labelUnits(this.columns);
    const filtered = applyFilters(
      addTagFrames(this.columns, settings, ignore),
      settings,
      units,
      ignore,
    );
    return new OpenedProfile(aggregate(filtered, { ...settings, granularity: "addresses" }));
  }

  /** The sum of this profile and others. Throws RES_USAGE where they have no value in common. */
  merge(...others: readonly OpenedProfile[]): OpenedProfile {
    return new OpenedProfile(mergeProfiles([this, ...others].map(columnsOf)));
  }

  /** What changed since `base`, whose total is 100 %: `-diff_base`. */
  diff(base: OpenedProfile, options: DiffOptions = {}): OpenedProfile {
    return this.compare(base, true, options);
  }

  /** This profile without what `base` has; what is the same is gone: `-base`. */
  subtract(base: OpenedProfile, options: DiffOptions = {}): OpenedProfile {
    return this.compare(base, false, options);
  }

  /** As profile.proto, which pprof and others read: gzip, unless `gzip` is false. */
  encode(options: { readonly gzip?: boolean } = {}): Uint8Array {
    const { gzip } = switchesOf(options, { gzip: true });
    const bytes = Buffer.concat([...encodeProfile(this.columns)]);
    return gzip ? gzipSync(bytes) : bytes;
  }

  private compare(base: OpenedProfile, isDiff: boolean, options: DiffOptions): OpenedProfile {
    const { normalize } = switchesOf(options, { normalize: false });
    return new OpenedProfile(compareWithBase(this.columns, columnsOf(base), { isDiff, normalize }));
  }
}

function columnsOf(profile: OpenedProfile): Profile {
  if (profile instanceof OpenedProfile) return profile.columns;
  throw usage("not a profile: openProfile gives one");
}
