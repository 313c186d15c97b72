/** Functions of the program's files that a pattern names and that have samples. */
import type { Regexp } from "../../../base/regexp.ts";
import type { ObjectFile, ObjectSymbol } from "../../../model/object-file.ts";
import type { Profile } from "../../../model/profile.ts";
import type { GraphNode } from "../../graph/graph.ts";
import { compareText, printableName } from "../../graph/node-info.ts";
import { loadOffset } from "../../objects/load-offset.ts";

export interface SampledSymbol {
  readonly object: ObjectFile;
  readonly symbol: ObjectSymbol;
  /** What addresses of samples are more than those of the file. */
  readonly offset: bigint;
  /** The nodes whose addresses lie in it, in the order of these. */
  readonly nodes: readonly GraphNode[];
}

/** A function of a file, whether or not it has samples. */
export type FoundSymbol = Omit<SampledSymbol, "nodes">;

export interface SymbolQuery {
  readonly pattern: Regexp;
  /** The pattern as an address, if it is one. */
  readonly address: bigint | undefined;
  /** Undefined where the file can't be read. */
  open(path: string): ObjectFile | undefined;
}

/** Every function that the pattern names, in the files of mappings that it names something in. */
export function findSymbols(
  { mappings, strings }: Profile,
  nodes: readonly GraphNode[],
  { pattern, address, open }: SymbolQuery,
): FoundSymbol[] {
  const named = nodes.filter(({ info }) => pattern.test(printableName(info)));
  const files = new Set(named.map(({ info }) => info.object).filter((object) => object !== ""));
  const found: FoundSymbol[] = [];
  for (let row = 0; row < mappings.length; row++) {
    const path = strings.get(mappings.filename[row]);
    const start = mappings.start[row];
    const holds = address !== undefined && start <= address && address <= mappings.limit[row];
    if (!files.has(path) && !holds) continue;
    const object = open(path);
    if (object === undefined) continue;
    const offset = loadOffset(object, start);
    for (const symbol of object.symbols()) {
      if (matches(symbol, pattern, address ?? 0n)) found.push({ object, symbol, offset });
    }
  }
  return found;
}

/** A name that matches, and where an address is given, around that address. */
function matches({ name, start, size }: ObjectSymbol, pattern: Regexp, address: bigint): boolean {
  if (start === 0n && size === 0) return false;
  const holds = address === 0n || (start <= address && address < start + BigInt(size));
  return holds && pattern.test(name);
}

/** Those with samples, by name, then by address. */
export function sampledSymbols(
  found: readonly FoundSymbol[],
  nodes: readonly GraphNode[],
): SampledSymbol[] {
  const byAddress = [...nodes].sort((a, b) => order(a.info.address, b.info.address));
  return found
    .map((one) => ({ ...one, nodes: nodesIn(byAddress, one) }))
    .filter((one) => one.nodes.length > 0)
    .sort(
      (a, b) => compareText(a.symbol.name, b.symbol.name) || order(a.symbol.start, b.symbol.start),
    );
}

/** The last byte of a function counts as outside, as in pprof. */
function nodesIn(
  nodes: readonly GraphNode[],
  { symbol: { start, size }, offset }: FoundSymbol,
): GraphNode[] {
  const first = firstAt(nodes, start + offset);
  const end = start + offset + BigInt(size) - 1n;
  let last = first;
  while (last < nodes.length && nodes[last]!.info.address < end) last++;
  return nodes.slice(first, last);
}

/** Index of the first node at or behind this address. */
function firstAt(nodes: readonly GraphNode[], address: bigint): number {
  let low = 0;
  for (let high = nodes.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (nodes[middle]!.info.address < address) low = middle + 1;
    else high = middle;
  }
  return low;
}

function order(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
