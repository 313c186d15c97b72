/** `-traces`: every sample with its labels and its stack, leaf first. */
import type { Profile } from "../../model/profile.ts";
import { compareText, printableName } from "../graph/node-info.ts";
import { buildNodeTable, type NodeTable } from "../graph/node-table.ts";
import { labelsOf, type SampleLabels } from "../labels.ts";
import { label } from "../measure/label.ts";
import { formatValue } from "../measure/value-format.ts";
import type { ReportInput, ReportOutput } from "../report-input.ts";
import { profileLines } from "./header.ts";

const RULE = "-----------+-------------------------------------------------------\n";

export function* renderTraces(input: ReportInput): ReportOutput {
  const { profile } = input;
  yield `${profileLines(input).join("\n")}\n`;
  const frames = new FrameTexts(profile);
  for (let sample = 0; sample < profile.samples.length; sample++) {
    const stack = frames.ofStack(profile.samples.stack[sample]);
    if (stack === "") continue;
    const labels = labelLines(labelsOf(profile, sample), input);
    const value = formatValue(sampleValue(input, sample), input.format).padStart(VALUE_WIDTH);
    // A frame's line begins with the room for a value, which only the leaf's has.
    yield `${RULE}${labels}${value}${stack.slice(VALUE_WIDTH)}`;
  }
  yield RULE;
}

const VALUE_WIDTH = 10;

/** The lines of each location, formatted once. */
class FrameTexts {
  private readonly texts: string[] = [];
  private readonly profile: Profile;
  private readonly table: NodeTable;

  constructor(profile: Profile) {
    this.profile = profile;
    this.table = buildNodeTable(profile, { keepObjects: false, trim_path: "", source_path: "" });
  }

  ofStack(stack: number): string {
    const { prefix, location } = this.profile.stacks;
    let text = "";
    for (let row = stack; row >= 0; row = prefix[row]) text += this.ofLocation(location[row]);
    return text;
  }

  private ofLocation(location: number): string {
    const known = this.texts[location];
    if (known !== undefined) return known;
    const { start, node, infos } = this.table;
    const last = start[location + 1] - 1;
    let text = "";
    for (let i = start[location]; i <= last; i++) {
      const name = printableName(infos[node[i]]!);
      text += `${" ".repeat(13)}${name}${i === last ? "" : " (inline)"}\n`;
    }
    this.texts[location] = text;
    return text;
  }
}

/** The value of one sample, of a mean already divided. */
export function sampleValue(
  { profile, valueIndex, settings }: ReportInput,
  sample: number,
): number {
  const value = Number(profile.samples.values[valueIndex]![sample]);
  const divisor = settings.mean ? Number(profile.samples.values[0]![sample]) : 0;
  return divisor === 0 ? value : Math.trunc(value / divisor);
}

/** Labels with text first, then those with numbers; each in the order of its line. */
function labelLines({ strings, numbers }: SampleLabels, { numLabelUnits }: ReportInput): string {
  if (strings.size === 0 && numbers.size === 0) return "";
  const texts = [...strings].map(([key, values]) => labelLine(key, values));
  const figures = [...numbers].map(([key, { values }]) => {
    const unit = numLabelUnits.get(key) ?? "";
    return labelLine(
      key,
      values.map((value) => label(Number(value), unit)),
    );
  });
  return [...texts.sort(compareText), ...figures.sort(compareText)].join("");
}

function labelLine(key: string, values: readonly string[]): string {
  return `${key.padStart(10)}:  ${values.join(" ")}\n`;
}
