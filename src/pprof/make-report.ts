/**
 * From a profile and a command to a report: pseudo frames of labels first, then the total, then
 * filters, so that percentages are of the whole profile unless asked otherwise; then merging by
 * granularity.
 */
import { ResidentError } from "../base/errors.ts";
import { compileRegexp, type Regexp } from "../base/regexp.ts";
import type { Profile, ValueColumn } from "../model/profile.ts";
import { aggregate } from "./aggregate.ts";
import { type Command, settingsFor } from "./commands.ts";
import { applyFilters } from "./filter/apply-filters.ts";
import { addTagFrames } from "./filter/tag-frames.ts";
import { renderJson } from "./json/render-json.ts";
import { labelUnits } from "./label-units.ts";
import { isBaseSample } from "./labels.ts";
import { absInt64, addInt64, divideInt64, type Int64 } from "./measure/int64.ts";
import type { ReportHost, ReportInput, ReportOutput } from "./report-input.ts";
import { RENDERERS } from "./reports/renderers.ts";
import { sampleIndex } from "./sample-index.ts";
import type { Settings } from "./settings.ts";

export interface ReportRequest {
  /** Not changed; what a report leaves out is left out of a copy. */
  readonly profile: Profile;
  readonly command: Command;
  readonly argument?: string;
  readonly settings: Settings;
  readonly host: ReportHost;
  /** Numbers for scripts instead of text. */
  readonly json?: boolean;
  /** Gets what is worth saying beside the report, a line each. */
  readonly warn: (message: string) => void;
}

/** The report, in pieces. Throws RES_USAGE for a setting that means nothing for this profile. */
export function makeReport(request: ReportRequest): ReportOutput {
  const input = reportInput(request);
  return request.json === true ? renderJson(input) : RENDERERS[input.command.format](input);
}

export function reportInput({ command, host, warn, ...request }: ReportRequest): ReportInput {
  const { units, conflicts } = labelUnits(request.profile);
  for (const message of conflicts) warn(message);
  const settings = settingsFor(command, request.settings);
  const filter = (from: Profile) => applyFilters(from, settings, units, warn);
  let profile = addTagFrames(request.profile, settings, warn);
  if (settings.relative_percentages) profile = filter(profile);
  const value = chosenValue(profile, settings);
  const pattern = patternOf(request.argument);
  const exactTotal = totalOf(profile, value.valueIndex, settings.mean);
  if (!settings.relative_percentages) profile = filter(profile);
  return {
    profile: aggregate(profile, settings),
    command,
    settings,
    ...(pattern === undefined ? {} : { pattern }),
    ...value,
    total: Number(exactTotal),
    exactTotal,
    numLabelUnits: units,
    activeFilters: activeFilters(settings),
    format: {
      sampleUnit: value.sampleUnit,
      outputUnit: settings.unit,
      ratio: 1 / settings.divide_by,
    },
    host,
  };
}

function chosenValue(
  profile: Profile,
  settings: Settings,
): Pick<ReportInput, "valueIndex" | "sampleType" | "sampleUnit"> {
  if (profile.valueTypes.length === 0) throw noData("profile has no samples");
  const valueIndex = sampleIndex(profile, settings.sample_index);
  if (settings.divide_by === 0) throw new ResidentError("RES_USAGE", "zero divisor specified");
  const { type, unit } = profile.valueTypes[valueIndex]!;
  return { valueIndex, sampleType: settings.mean ? `mean_${type}` : type, sampleUnit: unit };
}

function patternOf(argument: string | undefined): Regexp | undefined {
  if (argument === undefined) return undefined;
  try {
    return compileRegexp(argument);
  } catch (error) {
    const reason = (error as Error).message;
    throw new ResidentError("RES_USAGE", `parsing argument regexp ${argument}: ${reason}`);
  }
}

/** Of a comparison the total is that of what is compared with, if it has one. */
function totalOf(profile: Profile, valueIndex: number, mean: boolean): Int64 {
  const values = profile.samples.values[valueIndex]!;
  const divisors = mean ? profile.samples.values[0] : undefined;
  if (profile.labels.length > 0) {
    const base = absoluteTotal(values, divisors, (sample) => isBaseSample(profile, sample));
    if (base.value > 0) return meanOf(base);
  }
  return meanOf(absoluteTotal(values, divisors));
}

interface AbsoluteTotal {
  readonly value: Int64;
  readonly divisor: Int64;
}

function absoluteTotal(
  values: ValueColumn,
  divisors: ValueColumn | undefined,
  counts?: (sample: number) => boolean,
): AbsoluteTotal {
  let value: Int64 = 0;
  let divisor: Int64 = 0;
  for (let i = 0; i < values.length; i++) {
    if (counts !== undefined && !counts(i)) continue;
    value = addInt64(value, absInt64(values[i]));
    if (divisors !== undefined) divisor = addInt64(divisor, divisors[i]);
  }
  return { value, divisor };
}

function meanOf({ value, divisor }: AbsoluteTotal): Int64 {
  return divideInt64(value, divisor);
}

const SHOWN_FILTERS = [
  "focus",
  "ignore",
  "hide",
  "show",
  "show_from",
  "tagfocus",
  "tagignore",
  "tagshow",
  "taghide",
] as const;

function activeFilters(settings: Settings): string[] {
  return SHOWN_FILTERS.filter((name) => settings[name] !== "").map(
    (name) => `${name}=${settings[name]}`,
  );
}

function noData(message: string): ResidentError {
  return new ResidentError("RES_NO_DATA", message);
}
