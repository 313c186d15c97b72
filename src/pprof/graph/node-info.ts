/**
 * What tells one node of a graph from another. Two lines of code with equal infos are one node; so
 * aggregation blanks what must not tell nodes apart, and the graph needs no granularity.
 */
import { baseName } from "../../base/base-name.ts";

export interface NodeInfo {
  readonly name: string;
  readonly address: bigint;
  /** Cleaned: no `.`, `..` or double slashes. */
  readonly file: string;
  readonly startLine: number;
  readonly line: number;
  readonly column: number;
  /** The mapping's file; only where binaries must be told apart, or nothing else is known. */
  readonly object: string;
}

/** The parts of a node's name: address, function, place; never none. */
export function nameParts(info: NodeInfo): string[] {
  const parts: string[] = [];
  if (info.address !== 0n) parts.push(info.address.toString(16).padStart(16, "0"));
  if (info.name !== "") parts.push(info.name);
  const place = placeOf(info);
  if (place !== "") parts.push(place);
  return parts;
}

export function printableName(info: NodeInfo): string {
  return nameParts(info).join(" ");
}

/** Order of printable names, byte by byte; 0 also for two nodes that print the same. */
export function compareNames(a: NodeInfo, b: NodeInfo): number {
  if (a.address !== 0n && b.address !== 0n && a.address !== b.address) {
    return a.address < b.address ? -1 : 1;
  }
  return compareText(printableName(a), printableName(b));
}

/** A last resort that orders any two nodes the same way each time. */
export function compareInfos(a: NodeInfo, b: NodeInfo): number {
  return compareText(dump(a), dump(b));
}

/** As UTF-8 bytes order: by code point, where JavaScript's `<` goes by UTF-16 unit. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return order(x) - order(y);
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above all others. */
function order(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

function placeOf({ name, file, line, column, object }: NodeInfo): string {
  if (line !== 0) return `${file}:${line}${column === 0 ? "" : `:${column}`}`;
  if (file !== "") return file;
  if (name !== "") return "";
  return object === "" ? "<unknown>" : `[${baseName(object)}]`;
}

function dump(info: NodeInfo): string {
  const { name, address, file, startLine, line, column, object } = info;
  return `{${name}  ${address} ${file} ${startLine} ${line} ${column} ${object}}`;
}
