/**
 * Profiles as text, for tests that need one at hand and for reading one in a failure message.
 *
 *     main.main@main.go:7;main.work|main.inlined 3 4096 {bytes:512 B, user:"ann"}
 *
 * A line is a sample: the frames from the root to the leaf, split by `;`, its values, its labels.
 * A frame is `name`, `name@file:line` or an address `0x…` without a name; `outer|inner` is one
 * location with inner inlined into outer. A value or a numeric label with `n` behind it is a
 * bigint. `-` stands for a sample without a stack; empty lines and `#` comments are skipped.
 * Equal frames are one location, equal name and file one function.
 */
import type { FunctionIndex, LocationIndex, Profile, ValueType } from "../../src/model/profile.ts";
import {
  type LabelInput,
  type LineInput,
  ProfileBuilder,
  type ProfileHeader,
} from "../../src/model/profile-builder.ts";

/** The value types of a Go heap profile, in its order. */
export const HEAP_TYPES: readonly ValueType[] = [
  { type: "alloc_objects", unit: "count" },
  { type: "alloc_space", unit: "bytes" },
  { type: "inuse_objects", unit: "count" },
  { type: "inuse_space", unit: "bytes" },
];

/** Unless `header` says otherwise: inuse_objects/count and inuse_space/bytes, not scaled. */
export function profileFromText(text: string, header: Partial<ProfileHeader> = {}): Profile {
  const valueTypes = header.valueTypes ?? HEAP_TYPES.slice(2);
  const writer = new TextWriter(new ProfileBuilder({ ...header, valueTypes }), valueTypes.length);
  for (const line of text.split("\n")) {
    const trimmed = line.trim();
    if (trimmed !== "" && !trimmed.startsWith("#")) writer.addSample(trimmed);
  }
  return writer.builder.finish();
}

/** The samples of a profile in the language above, one a line, in the profile's order. */
export function profileToText(profile: Profile): string {
  const { samples } = profile;
  const lines: string[] = [];
  for (let row = 0; row < samples.length; row++) {
    const values = samples.values.map((column) => valueText(column[row])).join(" ");
    const labels = labelsText(profile, row);
    lines.push(`${stackText(profile, samples.stack[row])} ${values}${labels}`);
  }
  return lines.join("\n");
}

class TextWriter {
  readonly builder: ProfileBuilder;
  private readonly valueCount: number;
  private readonly locations = new Map<string, LocationIndex>();
  private readonly functions = new Map<string, FunctionIndex>();

  constructor(builder: ProfileBuilder, valueCount: number) {
    this.builder = builder;
    this.valueCount = valueCount;
  }

  addSample(line: string): void {
    const match = /^(\S+)((?:\s+-?\d+n?)*)\s*(?:\{(.*)\})?$/.exec(line);
    if (match === null) throw new Error(`not a sample: ${line}`);
    const values = match[2]!.split(/\s+/).filter(Boolean).map(parseValue);
    if (values.length !== this.valueCount) {
      throw new Error(`${this.valueCount} values expected: ${line}`);
    }
    const frames = match[1] === "-" ? [] : match[1]!.split(";");
    const stack = this.builder.addStackOf(frames.reverse().map((frame) => this.location(frame)));
    this.builder.addSample(stack, values, parseLabels(match[3] ?? ""));
  }

  private location(frame: string): LocationIndex {
    let found = this.locations.get(frame);
    if (found === undefined) {
      found = /^0x[0-9a-f]+$/.test(frame)
        ? this.builder.addLocation({ address: BigInt(frame) })
        : this.builder.addLocation({
            lines: frame
              .split("|")
              .reverse()
              .map((f) => this.line(f)),
          });
      this.locations.set(frame, found);
    }
    return found;
  }

  private line(text: string): LineInput {
    const match = /^(.+?)(?:@([^@:]*):(\d+))?$/.exec(text);
    if (match === null) throw new Error(`not a frame: ${text}`);
    const [, name, filename = "", line = "0"] = match;
    const key = `${name}@${filename}`;
    let func = this.functions.get(key);
    if (func === undefined) {
      func = this.builder.addFunction({ name: name!, filename });
      this.functions.set(key, func);
    }
    return { func, line: Number(line) };
  }
}

function parseValue(text: string): number | bigint {
  return text.endsWith("n") ? BigInt(text.slice(0, -1)) : Number(text);
}

function parseLabels(text: string): LabelInput[] {
  const labels: LabelInput[] = [];
  for (const [, key, str, num, unit] of text.matchAll(
    /([^\s:,]+):(?:"([^"]*)"|(-?\d+n?)(?: ([^\s,]+))?)/g,
  )) {
    if (str !== undefined) labels.push({ key: key!, str });
    else labels.push({ key: key!, num: parseValue(num!), unit: unit ?? "" });
  }
  return labels;
}

function stackText(profile: Profile, leaf: number): string {
  if (leaf < 0) return "-";
  const frames: string[] = [];
  for (let stack = leaf; stack >= 0; stack = profile.stacks.prefix[stack]!) {
    frames.push(frameText(profile, profile.stacks.location[stack]!));
  }
  return frames.reverse().join(";");
}

function frameText(profile: Profile, location: number): string {
  const { locations, lines, functions, strings } = profile;
  const names: string[] = [];
  const first = locations.lineStart[location]!;
  for (let row = locations.lineStart[location + 1]! - 1; row >= first; row--) {
    const func = lines.func[row]!;
    const name = func < 0 ? "?" : strings.get(functions.name[func]!);
    const file = func < 0 ? "" : strings.get(functions.filename[func]!);
    names.push(file === "" ? name : `${name}@${file}:${lines.line[row]}`);
  }
  return names.length === 0 ? `0x${locations.address[location]!.toString(16)}` : names.join("|");
}

function labelsText(profile: Profile, sample: number): string {
  const { labels, strings } = profile;
  const texts: string[] = [];
  const end = profile.samples.labelStart[sample + 1]!;
  for (let row = profile.samples.labelStart[sample]!; row < end; row++) {
    const key = strings.get(labels.key[row]!);
    const unit = strings.get(labels.unit[row]!);
    const str = labels.str[row]!;
    const value = str < 0 ? valueText(labels.num[row]!) : `"${strings.get(str)}"`;
    texts.push(unit === "" ? `${key}:${value}` : `${key}:${value} ${unit}`);
  }
  return texts.length === 0 ? "" : ` {${texts.join(", ")}}`;
}

function valueText(value: number | bigint | undefined): string {
  return typeof value === "bigint" ? `${value}n` : `${value}`;
}
