/** `-raw`: everything in a profile as it is, one line a thing; ids are those of the file. */
import type { Profile } from "../../model/profile.ts";
import { compareText } from "../graph/node-info.ts";
import { labelsOf, type NumberLabel, type SampleLabels } from "../labels.ts";
import { formatDuration } from "../measure/go-duration.ts";
import type { ReportHost, ReportInput, ReportOutput } from "../report-input.ts";
import { StackBytes } from "../stack-bytes.ts";
import { BytePieces } from "./byte-pieces.ts";
import { dateAndTime } from "./header.ts";
import { LabelTexts } from "./label-texts.ts";

const LABEL_INDENT = " ".repeat(16);
/** Of a value with the space in front of it. */
const VALUE_WIDTH = 11;
const BEHIND_VALUES = new TextEncoder().encode(": ");
const LINE_END = new TextEncoder().encode("\n");
const LINE_INDENT = " ".repeat(13);
/** Of the duration's text; the rest is cut. */
const DURATION_LENGTH = 4;

export function* renderRaw({ profile, host }: Pick<ReportInput, "profile" | "host">): ReportOutput {
  yield `${headLines(profile, host).join("\n")}\n`;
  yield* sampleLines(profile);
  yield "Locations\n";
  for (let i = 0; i < profile.locations.length; i++) yield `${locationLines(profile, i)}\n`;
  yield "Mappings\n";
  for (let i = 0; i < profile.mappings.length; i++) yield `${mappingLine(profile, i)}\n`;
}

function headLines(profile: Profile, host: ReportHost): string[] {
  const { periodType, valueTypes, defaultValueType } = profile;
  const lines = profile.comments.map((comment) => `Comment: ${comment}`);
  if (profile.docUrl !== "") lines.push(`Doc: ${profile.docUrl}`);
  lines.push(`PeriodType: ${periodType.type} ${periodType.unit}`, `Period: ${profile.period}`);
  if (profile.timeNanos !== 0n) lines.push(`Time: ${formatTime(profile.timeNanos, host)}`);
  if (profile.durationNanos !== 0n) {
    const duration = formatDuration(profile.durationNanos);
    lines.push(`Duration: ${[...duration].slice(0, DURATION_LENGTH).join("")}`);
  }
  const types = valueTypes.map(({ type, unit }) => {
    return `${type}/${unit}${type === defaultValueType ? "[dflt]" : ""} `;
  });
  lines.push("Samples:", types.join("").trim());
  return lines;
}

/** Values, ids of locations, labels: pieces of many samples. */
function* sampleLines(profile: Profile): ReportOutput {
  const { samples, locations } = profile;
  const pieces = new BytePieces();
  const encoder = new TextEncoder();
  const ids = new StackBytes(profile, (at) => encoder.encode(`${locations.id[at]} `));
  const labels = new LabelTexts(profile, (sample) => labelText(labelsOf(profile, sample)));
  for (let sample = 0; sample < samples.length; sample++) {
    for (const column of samples.values) pieces.addNumber(column[sample]!, VALUE_WIDTH);
    pieces.add(BEHIND_VALUES);
    ids.addTo(pieces, samples.stack[sample]!);
    labels.add(sample, pieces);
    pieces.add(LINE_END);
    if (pieces.isFull) yield pieces.take();
  }
  yield pieces.take();
}

function labelText({ strings, numbers }: SampleLabels): string {
  const texts = [...strings].map(([key, values]) => `${key}:[${values.join(" ")}]`);
  const figures = [...numbers].map(([key, label]) => `${key}:${numberList(label)}`);
  return [texts, figures]
    .filter((lines) => lines.length > 0)
    .map((lines) => `\n${LABEL_INDENT}${lines.sort(compareText).join(" ")}`)
    .join("");
}

function numberList({ values, units }: NumberLabel): string {
  const texts = values.map((value, i) => (units.length > 0 ? `${value} ${units[i]}` : `${value}`));
  return `[${texts.join(" ")}]`;
}

function locationLines(
  { locations, lines, functions, strings, mappings }: Profile,
  at: number,
): string {
  const mapping = locations.mapping[at];
  const owner = mapping < 0 ? "" : `M=${mappings.id[mapping]} `;
  const folded = locations.isFolded[at] === 1 ? "[F] " : "";
  const head = `${String(locations.id[at]).padStart(6)}: ${hex(locations.address[at])} ${owner}${folded}`;
  const texts: string[] = [];
  for (let row = locations.lineStart[at]; row < locations.lineStart[at + 1]; row++) {
    const func = lines.func[row];
    if (func < 0) {
      texts.push("??");
      continue;
    }
    const name = strings.get(functions.name[func]);
    const system = strings.get(functions.systemName[func]);
    const place = `${strings.get(functions.filename[func])}:${lines.line[row]}:${lines.column[row]}`;
    const other = system === name ? "" : `(${system})`;
    texts.push(`${name} ${place} s=${functions.startLine[func]}${other}`);
  }
  return head + texts.join(`\n${LINE_INDENT}`);
}

function mappingLine({ mappings, strings }: Profile, at: number): string {
  const range = [mappings.start[at], mappings.limit[at], mappings.offset[at]].map(hex).join("/");
  const bits = [
    mappings.hasFunctions[at] === 1 ? "[FN]" : "",
    mappings.hasFilenames[at] === 1 ? "[FL]" : "",
    mappings.hasLineNumbers[at] === 1 ? "[LN]" : "",
    mappings.hasInlineFrames[at] === 1 ? "[IN]" : "",
  ].join("");
  const file = strings.get(mappings.filename[at]);
  return `${mappings.id[at]}: ${range} ${file} ${strings.get(mappings.buildId[at])} ${bits}`;
}

function hex(value: bigint): string {
  return `0x${value.toString(16)}`;
}

/** With what a second has behind the point, and the zone twice: as an offset and by name. */
function formatTime(nanos: bigint, host: ReportHost): string {
  const { offset, zone } = host.localTime(nanos);
  const rest = ((nanos % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  const fraction = rest === 0n ? "" : `.${String(rest).padStart(9, "0").replace(/0+$/, "")}`;
  return `${dateAndTime(nanos, offset)}${fraction} ${offsetText(offset)} ${zone}`;
}

function offsetText(offset: number): string {
  const minutes = Math.floor(Math.abs(offset) / 60);
  const text = [Math.floor(minutes / 60), minutes % 60].map((n) => String(n).padStart(2, "0"));
  return `${offset < 0 ? "-" : "+"}${text.join("")}`;
}
