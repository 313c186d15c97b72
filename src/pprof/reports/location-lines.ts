/**
 * The lines of a location in a trace, as bytes. A line has room in front, where the leaf of a sample
 * has its value.
 */
import type { Profile } from "../../model/profile.ts";
import { printableName } from "../graph/node-info.ts";
import { buildNodeTable } from "../graph/node-table.ts";

/** By location. `room`: columns in front of a line, before three more that are always empty. */
export function locationLines(profile: Profile, room: number): (location: number) => Uint8Array {
  const { start, node, infos } = buildNodeTable(profile, {
    keepObjects: false,
    trim_path: "",
    source_path: "",
  });
  const encoder = new TextEncoder();
  return (location) => {
    const last = start[location + 1] - 1;
    let text = "";
    for (let i = start[location]; i <= last; i++) {
      const inline = i === last ? "" : " (inline)";
      text += `${" ".repeat(room + 3)}${printableName(infos[node[i]]!)}${inline}\n`;
    }
    return encoder.encode(text);
  };
}
