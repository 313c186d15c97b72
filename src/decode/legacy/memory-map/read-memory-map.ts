/** The memory map that may stand behind the samples of a text, and how the reference tidies it. */
import { trimSpace } from "../text/go-space.ts";
import type { LineScanner } from "../text/line-scanner.ts";
import { MapVariables } from "./map-variables.ts";
import { type LegacyMapping, parseMapping } from "./parse-mapping.ts";

/** Goes on to the line that announces the map, and reads what follows it. */
export function findMemoryMap(scanner: LineScanner): LegacyMapping[] {
  while (!scanner.isSentinel() && scanner.scan());
  scanner.check();
  return readMemoryMap(scanner);
}

/** Reads all lines that are left: mappings that may hold code, of which neighbours are joined. */
export function readMemoryMap(scanner: LineScanner): LegacyMapping[] {
  const variables = new MapVariables();
  const mappings: LegacyMapping[] = [];
  while (scanner.scan()) {
    const line = variables.expand(withoutLogPrefix(scanner.text()));
    const mapping = parseMapping(line);
    if (mapping === undefined) variables.assign(line);
    else if (mapping !== "skip") mappings.push(mapping);
  }
  scanner.check();
  return withMainFirst(joinNeighbours(mappings));
}

/** A logger may put its `file:line] ` before each line. */
function withoutLogPrefix(line: string): string {
  const bracket = line.search(/[[\]]/);
  if (bracket < 0 || !/^.:\d+\][\t\n\f\r ]$/s.test(logPrefixEnd(line, bracket))) return line;
  return line.slice(bracket + 2);
}

/** The letter before the last colon before the bracket, and on to the one behind that. */
function logPrefixEnd(line: string, bracket: number): string {
  const colon = line.lastIndexOf(":", bracket);
  return colon < 1 ? "" : line.slice(colon - 1, bracket + 2);
}

function joinNeighbours(mappings: readonly LegacyMapping[]): LegacyMapping[] {
  const joined: LegacyMapping[] = [];
  for (const mapping of mappings) {
    const last = joined[joined.length - 1];
    if (last === undefined || !areNeighbours(last, mapping)) {
      joined.push(mapping);
      continue;
    }
    const { limit } = mapping;
    const filename = mapping.filename || last.filename;
    const buildId = mapping.buildId || last.buildId;
    joined[joined.length - 1] = { ...last, limit, filename, buildId };
  }
  return joined;
}

/** Whether they are parts of one mapping, as far as both say. */
function areNeighbours(first: LegacyMapping, second: LegacyMapping): boolean {
  if (first.limit !== second.start) return false;
  if (differ(first.filename, second.filename) || differ(first.buildId, second.buildId)) {
    return false;
  }
  if (first.offset === 0n || second.offset === 0n) return true;
  const end = BigInt.asUintN(64, first.offset + first.limit - first.start);
  return end === second.offset;
}

function differ(a: string, b: string): boolean {
  return a !== "" && b !== "" && a !== b;
}

const LIBRARY = /\.so$|\.so[._][0-9]+/;

/** What looks like the program, neither a library nor in brackets, changes places with the first. */
function withMainFirst(mappings: LegacyMapping[]): LegacyMapping[] {
  const main = mappings.findIndex(({ filename }) => {
    const file = trimSpace(filename.replaceAll("(deleted)", ""));
    return file !== "" && !LIBRARY.test(file) && !file.startsWith("[");
  });
  if (main > 0) [mappings[0], mappings[main]] = [mappings[main]!, mappings[0]!];
  return mappings;
}
