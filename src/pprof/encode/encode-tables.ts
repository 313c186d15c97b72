/** Mappings, locations and functions of a profile as messages, a row each. */
import type { Profile } from "../../model/profile.ts";
import type { PooledStrings } from "../../model/string-pool.ts";
import type { ProtoWriter } from "./proto-writer.ts";

export function encodeMappings(
  writer: ProtoWriter,
  { mappings }: Profile,
  strings: PooledStrings,
): void {
  for (let row = 0; row < mappings.length; row++) {
    const start = writer.begin(3);
    writer.valueOpt(1, mappings.id[row]);
    writer.valueOpt(2, mappings.start[row]);
    writer.valueOpt(3, mappings.limit[row]);
    writer.valueOpt(4, mappings.offset[row]);
    writer.valueOpt(5, strings.indexOf(mappings.filename[row]));
    writer.valueOpt(6, strings.indexOf(mappings.buildId[row]));
    writer.valueOpt(7, mappings.hasFunctions[row]);
    writer.valueOpt(8, mappings.hasFilenames[row]);
    writer.valueOpt(9, mappings.hasLineNumbers[row]);
    writer.valueOpt(10, mappings.hasInlineFrames[row]);
    writer.end(start);
  }
}

export function encodeLocations(
  writer: ProtoWriter,
  { locations, lines, functions, mappings }: Profile,
): void {
  for (let row = 0; row < locations.length; row++) {
    const start = writer.begin(4);
    const mapping = locations.mapping[row];
    writer.valueOpt(1, locations.id[row]);
    writer.valueOpt(2, mapping < 0 ? 0 : mappings.id[mapping]);
    writer.valueOpt(3, locations.address[row]);
    for (let i = locations.lineStart[row]; i < locations.lineStart[row + 1]; i++) {
      const line = writer.begin(4);
      const func = lines.func[i];
      writer.valueOpt(1, func < 0 ? 0 : functions.id[func]);
      writer.valueOpt(2, lines.line[i]);
      writer.valueOpt(3, lines.column[i]);
      writer.end(line);
    }
    writer.valueOpt(5, locations.isFolded[row]);
    writer.end(start);
  }
}

export function encodeFunctions(
  writer: ProtoWriter,
  { functions }: Profile,
  strings: PooledStrings,
): void {
  for (let row = 0; row < functions.length; row++) {
    const start = writer.begin(5);
    writer.valueOpt(1, functions.id[row]);
    writer.valueOpt(2, strings.indexOf(functions.name[row]));
    writer.valueOpt(3, strings.indexOf(functions.systemName[row]));
    writer.valueOpt(4, strings.indexOf(functions.filename[row]));
    writer.valueOpt(5, functions.startLine[row]);
    writer.end(start);
  }
}
