/**
 * Which node each line of each location is, for a graph of one profile. Lines with the same
 * function, place, address and binary are one node; a location without lines is a node of its own.
 */
import type { Profile } from "../../model/profile.ts";
import { trimPath } from "../trim-path.ts";
import { cleanPath } from "./clean-path.ts";
import type { NodeInfo } from "./node-info.ts";

export interface NodeTable {
  readonly infos: readonly NodeInfo[];
  /** CSR: nodes of location i are `node[start[i]]` .. `node[start[i + 1] - 1]`, innermost first. */
  readonly start: Int32Array;
  readonly node: Int32Array;
}

export interface NodeOptions {
  /** Functions of different binaries are different nodes, and so are those that begin elsewhere. */
  readonly keepObjects: boolean;
  readonly trim_path: string;
  readonly source_path: string;
}

export function buildNodeTable(profile: Profile, options: NodeOptions): NodeTable {
  return new NodeTableBuilder(profile, options).build();
}

interface FunctionInfo {
  readonly name: string;
  readonly file: string;
  readonly startLine: number;
}

class NodeTableBuilder {
  private readonly infos: NodeInfo[] = [];
  private readonly rows = new Map<string, number>();
  private readonly functions: FunctionInfo[] = [];
  /** Node of a function as a whole, by function; where no binaries are told apart. */
  private readonly wholes: number[] = [];
  private readonly profile: Profile;
  private readonly options: NodeOptions;

  constructor(profile: Profile, options: NodeOptions) {
    this.profile = profile;
    this.options = options;
  }

  build(): NodeTable {
    const { locations, lines } = this.profile;
    const start = new Int32Array(locations.length + 1);
    const node = new Int32Array(lines.length + locations.length);
    let length = 0;
    for (let location = 0; location < locations.length; location++) {
      const first = locations.lineStart[location];
      const end = locations.lineStart[location + 1];
      for (let line = first; line < end; line++) node[length++] = this.lineNode(location, line);
      if (first === end) node[length++] = this.bareNode(location);
      start[location + 1] = length;
    }
    return { infos: this.infos, start, node: node.subarray(0, length) };
  }

  private lineNode(location: number, row: number): number {
    const { lines, locations } = this.profile;
    const func = lines.func[row];
    if (func < 0) return this.bareNode(location);
    const address = locations.address[location];
    const line = lines.line[row];
    const column = lines.column[row];
    const isWhole = address === 0n && line === 0 && column === 0 && !this.options.keepObjects;
    const known = isWhole ? this.wholes[func] : undefined;
    if (known !== undefined) return known;
    const { name, file, startLine } = this.functionInfo(func);
    const isBound = this.options.keepObjects || name === "";
    const object = isBound ? this.objectOf(location) : "";
    const info = { name, address, file, startLine: isBound ? startLine : 0, line, column, object };
    const node = this.find(info);
    if (isWhole && name !== "") this.wholes[func] = node;
    return node;
  }

  /** All that is known of a location without a line. */
  private bareNode(location: number): number {
    const address = this.profile.locations.address[location];
    const object = this.objectOf(location);
    return this.find({ name: "", address, file: "", startLine: 0, line: 0, column: 0, object });
  }

  private functionInfo(func: number): FunctionInfo {
    const known = this.functions[func];
    if (known !== undefined) return known;
    const { functions, strings } = this.profile;
    const path = strings.get(functions.filename[func]);
    const trimmed = trimPath(path, this.options.trim_path, this.options.source_path);
    const info = {
      name: strings.get(functions.name[func]),
      file: trimmed === "" ? "" : cleanPath(trimmed),
      startLine: functions.startLine[func],
    };
    this.functions[func] = info;
    return info;
  }

  private objectOf(location: number): string {
    const { locations, mappings, strings } = this.profile;
    const mapping = locations.mapping[location];
    return mapping < 0 ? "" : strings.get(mappings.filename[mapping]);
  }

  private find(info: NodeInfo): number {
    const { name, address, file, startLine, line, column, object } = info;
    const place = `${address}\0${startLine}\0${line}\0${column}`;
    const key = `${name}\0${file}\0${object}\0${place}`;
    const known = this.rows.get(key);
    if (known !== undefined) return known;
    this.rows.set(key, this.infos.length);
    return this.infos.push(info) - 1;
  }
}
