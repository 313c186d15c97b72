/** Records, names and mappings of a heap profile's text → columns. */
import type {
  FunctionIndex,
  LocationIndex,
  MappingIndex,
  Profile,
  ValueType,
} from "../../model/profile.ts";
import { ProfileBuilder } from "../../model/profile-builder.ts";
import type { TextMapping } from "./mapping-lines.ts";
import type { HeapHeader } from "./parse-header.ts";
import type { HeapRecord } from "./parse-record.ts";
import type { SymbolLine, SymbolLines } from "./symbol-lines.ts";

const TYPES: readonly ValueType[] = [
  { type: "alloc_objects", unit: "count" },
  { type: "alloc_space", unit: "bytes" },
  { type: "inuse_objects", unit: "count" },
  { type: "inuse_space", unit: "bytes" },
];
/** Where the alloc columns only repeat the others. */
const INUSE_ONLY = 2;

export function buildHeapProfile(
  header: HeapHeader,
  records: readonly HeapRecord[],
  symbols: SymbolLines,
  mappings: readonly TextMapping[],
): Profile {
  const from = header.hasAlloc ? 0 : INUSE_ONLY;
  const builder = new ProfileBuilder({
    valueTypes: TYPES.slice(from),
    periodType: { type: "space", unit: "bytes" },
    period: header.period,
    rawCounts: true,
  });
  const places = new Places(builder, symbols, mappings);
  for (const record of records) {
    const stack = builder.addStackOf(record.addresses.map((address) => places.locate(address)));
    const size = blockSize(record);
    const labels = size === undefined ? [] : [{ key: "bytes", num: size }];
    builder.addSample(stack, record.values.slice(from), labels);
  }
  return builder.finish();
}

/** All objects of a record have one size: bytes ÷ objects, of whichever pair is not empty. */
function blockSize({ values }: HeapRecord): number | bigint | undefined {
  const [allocCount, allocBytes, inuseCount, inuseBytes] = values.map(BigInt);
  if (inuseCount !== 0n) return narrow(inuseBytes! / inuseCount!);
  return allocCount === 0n ? undefined : narrow(allocBytes! / allocCount!);
}

function narrow(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

type PlacedMapping = TextMapping & { readonly index: MappingIndex };

/** Locations and functions, one for each address and name. */
class Places {
  private readonly builder: ProfileBuilder;
  private readonly symbols: SymbolLines;
  private readonly mappings: readonly PlacedMapping[];
  private readonly locations = new Map<string, LocationIndex>();
  private readonly functions = new Map<string, FunctionIndex>();

  constructor(builder: ProfileBuilder, symbols: SymbolLines, mappings: readonly TextMapping[]) {
    this.builder = builder;
    this.symbols = symbols;
    this.mappings = mappings
      .map((mapping) => ({ ...mapping, index: builder.addMapping(mapping) }))
      .sort((a, b) => (a.start < b.start ? -1 : Number(a.start > b.start)));
  }

  locate(address: string): LocationIndex {
    const known = this.locations.get(address);
    if (known !== undefined) return known;
    const lines = this.symbols.of(address).map((symbol) => this.line(symbol));
    const called = calledFrom(address);
    const mapping = findMapping(this.mappings, called);
    const index = this.builder.addLocation({
      address: called,
      mapping: mapping?.index ?? -1,
      lines,
    });
    this.locations.set(address, index);
    return index;
  }

  private line(symbol: SymbolLine) {
    const key = `${symbol.function}\n${symbol.file}`;
    let func = this.functions.get(key);
    if (func === undefined) {
      func = this.builder.addFunction({ name: symbol.function, filename: symbol.file });
      this.functions.set(key, func);
    }
    return { func, line: symbol.line };
  }
}

/** The last mapping that starts at or below the address, if it reaches that far. */
function findMapping(sorted: readonly PlacedMapping[], address: bigint): PlacedMapping | undefined {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]!.start <= address) low = middle + 1;
    else high = middle;
  }
  const mapping = sorted[low - 1];
  return mapping !== undefined && address < mapping.limit ? mapping : undefined;
}

/** Inside the call, where the text has the address that it returns to. */
function calledFrom(address: string): bigint {
  const returned = BigInt(address);
  return returned === 0n ? 0n : returned - 1n;
}
