/**
 * Encodes messages of profile.proto for tests: as encoders do it, and in every other way that the
 * format allows — fields in any order, unpacked, repeated, unknown ones between them.
 */
import type { Profile } from "../../src/model/profile.ts";

type Bytes = readonly number[];
type Integer = number | bigint;

/** Seven bits a byte, lowest first; a negative number is a 64-bit two's complement. */
export function varint(value: Integer): Bytes {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return bytes;
}

export function tag(field: number, wireType: number): Bytes {
  return varint(field * 8 + wireType);
}

/** A number field; 0 is written too. */
export function number(field: number, value: Integer): Bytes {
  return [...tag(field, 0), ...varint(value)];
}

export function bytes(field: number, value: Bytes): Bytes {
  return [...tag(field, 2), ...varint(value.length), ...value];
}

export function message(field: number, ...fields: readonly Bytes[]): Bytes {
  return bytes(field, fields.flat());
}

export function packed(field: number, values: readonly Integer[]): Bytes {
  return bytes(field, values.flatMap(varint));
}

export function unpacked(field: number, values: readonly Integer[]): Bytes {
  return values.flatMap((value) => number(field, value));
}

export function text(field: number, value: string): Bytes {
  return bytes(field, [...new TextEncoder().encode(value)]);
}

export interface EncodeOptions {
  /** Numbers of a repeated field one by one. */
  readonly unpacked?: boolean;
  /** Rearranges the fields of the profile; they come in the order of the schema. */
  readonly arrange?: (fields: Bytes[]) => Bytes[];
}

/** The profile as profile.proto: tables in their order, with the ids that they have. */
export function encodePprof(profile: Profile, options: EncodeOptions = {}): Uint8Array {
  const fields = new ProfileEncoder(profile, options.unpacked === true).fields();
  return Uint8Array.from((options.arrange?.(fields) ?? fields).flat());
}

class ProfileEncoder {
  private readonly profile: Profile;
  private readonly numbers: (field: number, values: readonly Integer[]) => Bytes;
  private readonly strings: string[];
  private readonly indices = new Map<string, number>();

  constructor(profile: Profile, isUnpacked: boolean) {
    this.profile = profile;
    this.numbers = isUnpacked ? unpacked : packed;
    this.strings = rows(profile.strings).map((i) => profile.strings.get(i));
    this.strings.forEach((string, i) => {
      if (!this.indices.has(string)) this.indices.set(string, i);
    });
  }

  fields(): Bytes[] {
    const { profile } = this;
    const before = [
      ...profile.valueTypes.map((type) => message(1, ...this.valueType(type))),
      ...rows(profile.samples).map((i) => this.sample(i)),
      ...rows(profile.mappings).map((i) => this.mapping(i)),
      ...rows(profile.locations).map((i) => this.location(i)),
      ...rows(profile.functions).map((i) => this.function(i)),
    ];
    const header = this.header();
    return [...before, ...this.strings.map((string) => text(6, string)), ...header];
  }

  private header(): Bytes[] {
    const { profile } = this;
    return [
      number(7, this.index(profile.dropFrames)),
      number(8, this.index(profile.keepFrames)),
      number(9, profile.timeNanos),
      number(10, profile.durationNanos),
      message(11, ...this.valueType(profile.periodType)),
      number(12, profile.period),
      this.numbers(
        13,
        profile.comments.map((comment) => this.index(comment)),
      ),
      number(14, this.index(profile.defaultValueType)),
      number(15, this.index(profile.docUrl)),
    ];
  }

  private valueType({ type, unit }: { type: string; unit: string }): Bytes[] {
    return [number(1, this.index(type)), number(2, this.index(unit))];
  }

  private sample(row: number): Bytes {
    const { samples, labels, stacks, locations } = this.profile;
    const ids: number[] = [];
    for (let stack = samples.stack[row]!; stack >= 0; stack = stacks.prefix[stack]!) {
      ids.push(locations.id[stacks.location[stack]!]!);
    }
    const values = samples.values.map((column) => column[row]!);
    const own = rows(labels).slice(samples.labelStart[row]!, samples.labelStart[row + 1]!);
    return message(
      2,
      this.numbers(1, ids),
      this.numbers(2, values),
      ...own.map((label) => this.label(label)),
    );
  }

  private label(row: number): Bytes {
    const { key, str, num, unit } = this.profile.labels;
    const value = str[row]! < 0 ? number(3, num[row]!) : number(2, str[row]!);
    return message(3, number(1, key[row]!), value, number(4, unit[row]!));
  }

  private mapping(row: number): Bytes {
    const { mappings: m } = this.profile;
    const columns = [
      m.id,
      m.start,
      m.limit,
      m.offset,
      m.filename,
      m.buildId,
      m.hasFunctions,
      m.hasFilenames,
      m.hasLineNumbers,
      m.hasInlineFrames,
    ];
    return message(3, ...columns.map((column, i) => number(i + 1, column[row]!)));
  }

  private location(row: number): Bytes {
    const { locations, mappings, lines } = this.profile;
    const mapping = locations.mapping[row]!;
    const own = rows(lines).slice(locations.lineStart[row]!, locations.lineStart[row + 1]!);
    return message(
      4,
      number(1, locations.id[row]!),
      number(2, mapping < 0 ? 0 : mappings.id[mapping]!),
      number(3, locations.address[row]!),
      ...own.map((line) => this.line(line)),
      number(5, locations.isFolded[row]!),
    );
  }

  private line(row: number): Bytes {
    const { lines, functions } = this.profile;
    return message(
      4,
      number(1, functions.id[lines.func[row]!] ?? 0),
      number(2, lines.line[row]!),
      number(3, lines.column[row]!),
    );
  }

  private function(row: number): Bytes {
    const { id, name, systemName, filename, startLine } = this.profile.functions;
    const columns = [id, name, systemName, filename, startLine];
    return message(5, ...columns.map((column, i) => number(i + 1, column[row]!)));
  }

  /** Index of a text of the header, appended where the table lacks it. */
  private index(string: string): number {
    let found = this.indices.get(string);
    if (found === undefined) {
      found = this.strings.push(string) - 1;
      this.indices.set(string, found);
    }
    return found;
  }
}

function rows(table: { readonly length: number }): number[] {
  return Array.from({ length: table.length }, (_, row) => row);
}
