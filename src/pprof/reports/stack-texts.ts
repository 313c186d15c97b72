/**
 * The lines of stacks as bytes: each location's are made once, and those of whole stacks where many
 * stacks have them in common. A line has room in front, where the leaf of a sample has its value.
 */
import type { Profile } from "../../model/profile.ts";
import { printableName } from "../graph/node-info.ts";
import { buildNodeTable, type NodeTable } from "../graph/node-table.ts";
import type { BytePieces } from "./byte-pieces.ts";

/** The rows near the roots come first in the table of stacks; to keep all would be to keep the report. */
const KEPT_STACKS = 4096;

export class StackTexts {
  private readonly locations: Uint8Array[] = [];
  private readonly stacks: Uint8Array[] = [];
  private readonly encoder = new TextEncoder();
  private readonly profile: Profile;
  private readonly table: NodeTable;
  private readonly room: number;

  /** `room`: columns in front of a line, before three more that are always empty. */
  constructor(profile: Profile, room: number) {
    this.profile = profile;
    this.room = room;
    this.table = buildNodeTable(profile, { keepObjects: false, trim_path: "", source_path: "" });
  }

  /** The first line of the location without the room, then its other lines. */
  addLeaf(location: number, pieces: BytePieces): void {
    pieces.add(this.ofLocation(location).subarray(this.room));
  }

  /** The lines of a row of the stack table and of its callers; none for -1. */
  addStack(row: number, pieces: BytePieces): void {
    const { prefix, location } = this.profile.stacks;
    let at = row;
    for (; at >= KEPT_STACKS; at = prefix[at]) pieces.add(this.ofLocation(location[at]));
    if (at >= 0) pieces.add(this.ofKept(at));
  }

  private ofKept(row: number): Uint8Array {
    const { prefix, location } = this.profile.stacks;
    const known = this.stacks[row];
    if (known !== undefined) return known;
    const own = this.ofLocation(location[row]);
    const callers = prefix[row] < 0 ? new Uint8Array() : this.ofKept(prefix[row]);
    const text = new Uint8Array(own.length + callers.length);
    text.set(own);
    text.set(callers, own.length);
    this.stacks[row] = text;
    return text;
  }

  private ofLocation(location: number): Uint8Array {
    const known = this.locations[location];
    if (known !== undefined) return known;
    const { start, node, infos } = this.table;
    const last = start[location + 1] - 1;
    let text = "";
    for (let i = start[location]; i <= last; i++) {
      const inline = i === last ? "" : " (inline)";
      text += `${" ".repeat(this.room + 3)}${printableName(infos[node[i]]!)}${inline}\n`;
    }
    const bytes = this.encoder.encode(text);
    this.locations[location] = bytes;
    return bytes;
  }
}
