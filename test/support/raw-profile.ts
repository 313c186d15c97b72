/** A profile as `go tool pprof -raw` prints it, from its samples on: that tool is the truth. */
import type { Profile } from "../../src/model/profile.ts";
import { pathOf } from "./plain-profile.ts";

export function rawProfileText(profile: Profile): string {
  const { samples, locations, mappings } = profile;
  return [
    "Samples:",
    typesLine(profile),
    ...range(0, samples.length).flatMap((row) => sampleLines(profile, row)),
    "Locations",
    ...range(0, locations.length).flatMap((row) => locationLines(profile, row)),
    "Mappings",
    ...range(0, mappings.length).map((row) => mappingLine(profile, row)),
  ].join("\n");
}

function typesLine({ valueTypes, defaultValueType }: Profile): string {
  return valueTypes
    .map(({ type, unit }) => `${type}/${unit}${type === defaultValueType ? "[dflt]" : ""}`)
    .join(" ");
}

function sampleLines(profile: Profile, row: number): string[] {
  const { samples, labels, stacks, locations, strings } = profile;
  const values = samples.values.map((column) => ` ${String(column[row]).padStart(10)}`);
  const ids = pathOf(stacks, samples.stack[row]!).map((location) => `${locations.id[location]} `);
  const own = range(samples.labelStart[row]!, samples.labelStart[row + 1]!).map(
    (label) => `${" ".repeat(16)}${strings.get(labels.key[label]!)}:[${labels.num[label]}]`,
  );
  return [`${values.join("")}: ${ids.join("")}`, ...own];
}

function locationLines(profile: Profile, row: number): string[] {
  const { locations, mappings } = profile;
  const mapping = locations.mapping[row]!;
  const head = `${String(locations.id[row]).padStart(6)}: 0x${locations.address[row]!.toString(16)} `;
  const where = mapping < 0 ? "" : `M=${mappings.id[mapping]} `;
  const lines = range(locations.lineStart[row]!, locations.lineStart[row + 1]!).map((line) =>
    lineText(profile, line),
  );
  if (lines.length === 0) return [head + where];
  return lines.map((line, i) => (i === 0 ? head + where : " ".repeat(13)) + line);
}

function lineText({ lines, functions, strings }: Profile, row: number): string {
  const func = lines.func[row]!;
  const name = strings.get(functions.name[func]!);
  const file = strings.get(functions.filename[func]!);
  const place = `${file}:${lines.line[row]}:${lines.column[row]}`;
  return `${name} ${place} s=${functions.startLine[func]}`;
}

function mappingLine({ mappings, strings }: Profile, row: number): string {
  const [start, limit, offset] = [mappings.start, mappings.limit, mappings.offset].map((column) =>
    column[row]!.toString(16),
  );
  const marks = [
    mappings.hasFunctions[row] === 1 ? "[FN]" : "",
    mappings.hasFilenames[row] === 1 ? "[FL]" : "",
    mappings.hasLineNumbers[row] === 1 ? "[LN]" : "",
    mappings.hasInlineFrames[row] === 1 ? "[IN]" : "",
  ].join("");
  const file = strings.get(mappings.filename[row]!);
  const buildId = strings.get(mappings.buildId[row]!);
  return `${mappings.id[row]}: 0x${start}/0x${limit}/0x${offset} ${file} ${buildId} ${marks}`;
}

function range(start: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - start) }, (_, i) => start + i);
}
