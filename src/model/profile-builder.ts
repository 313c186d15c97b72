/**
 * Builds a Profile piece by piece: for text formats, for tests and for profiles made from others.
 * Adding returns the index to refer by; strings and stacks are interned, everything else is a new
 * row. `finish()` cuts the columns to length, checks every index and freezes the result.
 *
 * The decoder of profile.proto fills its columns itself, for speed, and ends in the same checks
 * (seal-profile.ts). Nothing else may make a Profile.
 */
import { Float64Column, Int32Column, Uint8Column } from "../base/columns.ts";
import type {
  FunctionIndex,
  LocationIndex,
  MappingIndex,
  Profile,
  SampleIndex,
  StackIndex,
  StringIndex,
  StringTable,
  ValueType,
} from "./profile.ts";
import { sealProfile } from "./seal-profile.ts";
import { StackTree } from "./stack-tree.ts";
import { ValueColumnBuilder } from "./value-column-builder.ts";

/** What describes a profile as a whole; everything but the value types has an empty default. */
export type ProfileHeader = Pick<Profile, "valueTypes"> &
  Partial<
    Pick<
      Profile,
      | "defaultValueType"
      | "periodType"
      | "period"
      | "timeNanos"
      | "durationNanos"
      | "comments"
      | "docUrl"
      | "dropFrames"
      | "keepFrames"
      | "rawCounts"
    >
  >;

export interface FunctionInput {
  readonly name: string;
  readonly systemName?: string;
  readonly filename?: string;
  readonly startLine?: number;
}

export interface LineInput {
  readonly func: FunctionIndex | -1;
  readonly line?: number;
  readonly column?: number;
}

export interface LocationInput {
  readonly address?: bigint;
  readonly mapping?: MappingIndex | -1;
  readonly isFolded?: boolean;
  /** Innermost inlined function first. */
  readonly lines?: readonly LineInput[];
}

export interface MappingInput {
  readonly start?: bigint;
  readonly limit?: bigint;
  readonly offset?: bigint;
  readonly filename?: string;
  readonly buildId?: string;
  readonly hasFunctions?: boolean;
  readonly hasFilenames?: boolean;
  readonly hasLineNumbers?: boolean;
  readonly hasInlineFrames?: boolean;
}

/** A string label has `str`; a numeric one `num` and, where it is known, its unit. */
export type LabelInput =
  | { readonly key: string; readonly str: string }
  | { readonly key: string; readonly num: number | bigint; readonly unit?: string };

const NO_VALUE_TYPE: ValueType = { type: "", unit: "" };

export class ProfileBuilder {
  private readonly header: ProfileHeader;
  private readonly strings = new StringInterner();
  private readonly tree = new StackTree();

  private readonly sampleStack = new Int32Column();
  private readonly values: readonly ValueColumnBuilder[];
  private readonly labelStart = startsColumn();
  private readonly labelKey = new Int32Column();
  private readonly labelStr = new Int32Column();
  private readonly labelNum = new ValueColumnBuilder();
  private readonly labelUnit = new Int32Column();

  private readonly address: bigint[] = [];
  private readonly locationMapping = new Int32Column();
  private readonly isFolded = new Uint8Column();
  private readonly lineStart = startsColumn();
  private readonly lineFunc = new Int32Column();
  private readonly lineLine = new Float64Column();
  private readonly lineColumn = new Float64Column();

  private readonly functionName = new Int32Column();
  private readonly functionSystemName = new Int32Column();
  private readonly functionFilename = new Int32Column();
  private readonly functionStartLine = new Float64Column();

  private readonly mappings: MappingInput[] = [];

  constructor(header: ProfileHeader) {
    this.header = header;
    this.values = header.valueTypes.map(() => new ValueColumnBuilder());
  }

  addString(text: string): StringIndex {
    return this.strings.intern(text);
  }

  addMapping(mapping: MappingInput): MappingIndex {
    return (this.mappings.push(mapping) - 1) as MappingIndex;
  }

  addFunction(input: FunctionInput): FunctionIndex {
    this.functionSystemName.push(this.addString(input.systemName ?? input.name));
    this.functionFilename.push(this.addString(input.filename ?? ""));
    this.functionStartLine.push(input.startLine ?? 0);
    return this.functionName.push(this.addString(input.name)) as FunctionIndex;
  }

  addLocation(input: LocationInput): LocationIndex {
    for (const { func, line, column } of input.lines ?? []) {
      this.lineFunc.push(func);
      this.lineLine.push(line ?? 0);
      this.lineColumn.push(column ?? 0);
    }
    this.lineStart.push(this.lineFunc.length);
    this.locationMapping.push(input.mapping ?? -1);
    this.isFolded.push(input.isFolded === true ? 1 : 0);
    return (this.address.push(input.address ?? 0n) - 1) as LocationIndex;
  }

  /** The stack of `location` called from `prefix` (-1: nothing calls it). */
  addStack(prefix: StackIndex | -1, location: LocationIndex): StackIndex {
    return this.tree.child(prefix, location) as StackIndex;
  }

  /** The stack of these locations, leaf first as profiles have them; -1 for none. */
  addStackOf(leafFirst: readonly LocationIndex[]): StackIndex | -1 {
    let stack: StackIndex | -1 = -1;
    for (let i = leafFirst.length - 1; i >= 0; i--) stack = this.addStack(stack, leafFirst[i]);
    return stack;
  }

  /** `values`: one a value type, in the header's order. */
  addSample(
    stack: StackIndex | -1,
    values: readonly (number | bigint)[],
    labels: readonly LabelInput[] = [],
  ): SampleIndex {
    for (let i = 0; i < this.values.length; i++) this.values[i].push(values[i]);
    for (const label of labels) this.addLabel(label);
    this.labelStart.push(this.labelKey.length);
    return this.sampleStack.push(stack) as SampleIndex;
  }

  /** Checks every index and freezes. Throws a plain Error where the caller gave a wrong one. */
  finish(): Profile {
    return sealProfile({
      defaultValueType: "",
      periodType: NO_VALUE_TYPE,
      period: 0,
      timeNanos: 0n,
      durationNanos: 0n,
      comments: [],
      docUrl: "",
      dropFrames: "",
      keepFrames: "",
      rawCounts: false,
      ...this.header,
      samples: this.finishSamples(),
      labels: this.finishLabels(),
      stacks: {
        length: this.tree.length,
        prefix: this.tree.prefix.slice(0, this.tree.length),
        location: this.tree.location.slice(0, this.tree.length),
      },
      locations: this.finishLocations(),
      lines: {
        length: this.lineFunc.length,
        func: this.lineFunc.finish(),
        line: this.lineLine.finish(),
        column: this.lineColumn.finish(),
      },
      functions: this.finishFunctions(),
      mappings: this.finishMappings(),
      strings: this.strings.finish(),
    });
  }

  private addLabel(label: LabelInput): void {
    const isText = "str" in label;
    this.labelKey.push(this.addString(label.key));
    this.labelStr.push(isText ? this.addString(label.str) : -1);
    this.labelNum.push(isText ? 0 : label.num);
    this.labelUnit.push(this.addString(isText ? "" : (label.unit ?? "")));
  }

  private finishSamples(): Profile["samples"] {
    return {
      length: this.sampleStack.length,
      stack: this.sampleStack.finish(),
      values: this.values.map((column) => column.finish()),
      labelStart: this.labelStart.finish(),
    };
  }

  private finishLabels(): Profile["labels"] {
    return {
      length: this.labelKey.length,
      key: this.labelKey.finish(),
      str: this.labelStr.finish(),
      num: this.labelNum.finish(),
      unit: this.labelUnit.finish(),
    };
  }

  private finishLocations(): Profile["locations"] {
    return {
      length: this.address.length,
      id: countFromOne(this.address.length),
      address: BigUint64Array.from(this.address),
      mapping: this.locationMapping.finish(),
      isFolded: this.isFolded.finish(),
      lineStart: this.lineStart.finish(),
    };
  }

  private finishFunctions(): Profile["functions"] {
    return {
      length: this.functionName.length,
      id: countFromOne(this.functionName.length),
      name: this.functionName.finish(),
      systemName: this.functionSystemName.finish(),
      filename: this.functionFilename.finish(),
      startLine: this.functionStartLine.finish(),
    };
  }

  private finishMappings(): Profile["mappings"] {
    const all = this.mappings;
    return {
      length: all.length,
      id: countFromOne(all.length),
      start: BigUint64Array.from(all, (mapping) => mapping.start ?? 0n),
      limit: BigUint64Array.from(all, (mapping) => mapping.limit ?? 0n),
      offset: BigUint64Array.from(all, (mapping) => mapping.offset ?? 0n),
      filename: Int32Array.from(all, (mapping) => this.addString(mapping.filename ?? "")),
      buildId: Int32Array.from(all, (mapping) => this.addString(mapping.buildId ?? "")),
      hasFunctions: Uint8Array.from(all, (mapping) => Number(mapping.hasFunctions ?? false)),
      hasFilenames: Uint8Array.from(all, (mapping) => Number(mapping.hasFilenames ?? false)),
      hasLineNumbers: Uint8Array.from(all, (mapping) => Number(mapping.hasLineNumbers ?? false)),
      hasInlineFrames: Uint8Array.from(all, (mapping) => Number(mapping.hasInlineFrames ?? false)),
    };
  }
}

/** Each text once, by its index; index 0 is the empty one. */
class StringInterner {
  private readonly texts: string[] = [""];
  private readonly byText = new Map([["", 0]]);

  intern(text: string): StringIndex {
    let index = this.byText.get(text);
    if (index === undefined) {
      index = this.texts.push(text) - 1;
      this.byText.set(text, index);
    }
    return index as StringIndex;
  }

  finish(): StringTable {
    const texts = this.texts.slice();
    return { length: texts.length, get: (index) => texts[index] };
  }
}

/** The ids that rows get which came without one: 1, 2, 3, … */
function countFromOne(length: number): Float64Array {
  return Float64Array.from({ length }, (_, row) => row + 1);
}

function startsColumn(): Int32Column {
  const column = new Int32Column();
  column.push(0);
  return column;
}
