/**
 * A pprof profile as columns: one typed array a field, one row a thing, and branded indices that
 * the compiler keeps apart. Nothing here is an object per sample, so a profile of a million
 * samples is a dozen arrays.
 *
 *   samples ──stack──▶ stacks ──location──▶ locations ──lines (CSR)──▶ functions ──▶ strings
 *      │                 │ prefix                │
 *      └─values[type]    └─▶ stacks              └──mapping──▶ mappings
 *
 * Stacks are a tree of prefixes in topological order: a stack's prefix (its caller) always has a
 * smaller index, so a pass over the tree is a plain loop, forward for inherited facts and backward
 * for sums. A sample holds one integer, the stack of its leaf.
 *
 * A missing index is -1. Only ProfileBuilder and decodePprof make one; both end in the checks of
 * seal-profile.ts, so that whoever reads the columns need not check an index.
 */
import type { Brand } from "../base/brand.ts";
import { ResidentError } from "../base/errors.ts";

export type StringIndex = Brand<number, "String">;
export type MappingIndex = Brand<number, "Mapping">;
export type FunctionIndex = Brand<number, "Function">;
export type LocationIndex = Brand<number, "Location">;
export type StackIndex = Brand<number, "Stack">;
export type SampleIndex = Brand<number, "Sample">;

/** What a column of values counts, e.g. `inuse_space` in `bytes`. */
export interface ValueType {
  readonly type: string;
  readonly unit: string;
}

/**
 * One value a sample. Float64Array while every value is exact in it (|v| ≤ 2^53), else the whole
 * column is BigInt64Array: never a silent rounding. `numbersOf` gives the first or throws.
 */
export type ValueColumn = Float64Array | BigInt64Array;

export interface SampleTable {
  readonly length: number;
  /** Leaf stack, or -1 for a sample without locations. */
  readonly stack: Int32Array;
  /** One column a value type, in the profile's order. */
  readonly values: readonly ValueColumn[];
  /** CSR: labels of sample i are rows labelStart[i] .. labelStart[i + 1] of `labels`. */
  readonly labelStart: Int32Array;
}

export interface LabelTable {
  readonly length: number;
  readonly key: Int32Array;
  /** StringIndex of a string label, -1 for a numeric one. */
  readonly str: Int32Array;
  readonly num: ValueColumn;
  /** StringIndex of the unit, 0 (the empty string) where none is given. */
  readonly unit: Int32Array;
}

export interface StackTable {
  readonly length: number;
  /** StackIndex of the caller, -1 at a root; always smaller than the row's own index. */
  readonly prefix: Int32Array;
  readonly location: Int32Array;
}

export interface LocationTable {
  readonly length: number;
  /** The id in the file; kept because reports print it. */
  readonly id: Float64Array;
  readonly address: BigUint64Array;
  readonly mapping: Int32Array;
  readonly isFolded: Uint8Array;
  /** CSR into `lines`: innermost inlined function first, as pprof has it. */
  readonly lineStart: Int32Array;
}

export interface LineTable {
  readonly length: number;
  readonly func: Int32Array;
  readonly line: Float64Array;
  readonly column: Float64Array;
}

export interface FunctionTable {
  readonly length: number;
  readonly id: Float64Array;
  readonly name: Int32Array;
  readonly systemName: Int32Array;
  readonly filename: Int32Array;
  readonly startLine: Float64Array;
}

export interface MappingTable {
  readonly length: number;
  readonly id: Float64Array;
  readonly start: BigUint64Array;
  readonly limit: BigUint64Array;
  readonly offset: BigUint64Array;
  readonly filename: Int32Array;
  readonly buildId: Int32Array;
  readonly hasFunctions: Uint8Array;
  readonly hasFilenames: Uint8Array;
  readonly hasLineNumbers: Uint8Array;
  readonly hasInlineFrames: Uint8Array;
}

/** Strings by index; a decoder may keep them as bytes until asked. Index 0 is "". */
export interface StringTable {
  readonly length: number;
  get(index: number): string;
  /** Where the table keeps bytes: string i is bytes[starts[i]..starts[i + 1]), the first ones only. */
  readonly utf8?: { readonly bytes: Uint8Array; readonly starts: Int32Array } | undefined;
}

export interface Profile {
  readonly valueTypes: readonly ValueType[];
  /** Name of the default value type, "" where the profile gives none. */
  readonly defaultValueType: string;
  readonly periodType: ValueType;
  /** For a heap profile: MemProfileRate in bytes. */
  readonly period: number;
  readonly timeNanos: bigint;
  readonly durationNanos: bigint;
  readonly comments: readonly string[];
  readonly docUrl: string;
  readonly dropFrames: string;
  readonly keepFrames: string;
  /**
   * True where the values are raw sampled counts, not yet scaled up to the population
   * (the text form of heap profiles); false for profile.proto.
   */
  readonly rawCounts: boolean;
  readonly samples: SampleTable;
  readonly labels: LabelTable;
  readonly stacks: StackTable;
  readonly locations: LocationTable;
  readonly lines: LineTable;
  readonly functions: FunctionTable;
  readonly mappings: MappingTable;
  readonly strings: StringTable;
}

/** Index of the value type named `type`, or -1. */
export function valueTypeIndex(profile: Profile, type: string): number {
  return profile.valueTypes.findIndex((valueType) => valueType.type === type);
}

/** The column as plain numbers. Throws RES_VALUE_TOO_LARGE where one is beyond 2^53. */
export function numbersOf(column: ValueColumn): Float64Array {
  if (column instanceof Float64Array) return column;
  throw new ResidentError(
    "RES_VALUE_TOO_LARGE",
    "The profile holds a value beyond 2^53, which plain numbers can't count exactly.",
    { hint: "Such a value is usually a sign of a damaged profile: take it again." },
  );
}
