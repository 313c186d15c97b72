/**
 * The mappings of merged profiles: those are one that map the same part of the same file, or of the
 * same build, wherever each process had it. There are few of them.
 */
import type { MappingTable, Profile } from "../../model/profile.ts";
import type { PooledStrings } from "../../model/string-pool.ts";
import { countFromOne } from "./count-from-one.ts";

interface Source {
  readonly mappings: MappingTable;
  readonly row: number;
  readonly filename: number;
  readonly buildId: number;
}

/** Sizes that differ by less are one. */
const PAGE = 0x1000n;

export class MergedMappings {
  private readonly sources: Source[] = [];
  private readonly rows = new Map<string, number>();

  get length(): number {
    return this.sources.length;
  }

  /** The row of mapping `row` of a profile: that of the first one that is the same. */
  add({ mappings }: Profile, row: number, strings: PooledStrings): number {
    const filename = strings.indexOf(mappings.filename[row]);
    const buildId = strings.indexOf(mappings.buildId[row]);
    const size = BigInt.asUintN(64, mappings.limit[row] - mappings.start[row] + PAGE - 1n);
    const key = `${size / PAGE} ${mappings.offset[row]} ${buildId || filename}`;
    const known = this.rows.get(key);
    if (known !== undefined) return known;
    const added = this.sources.push({ mappings, row, filename, buildId }) - 1;
    this.rows.set(key, added);
    return added;
  }

  /** Where mapping `row` of the result begins. */
  startOf(row: number): bigint {
    const source = this.sources[row]!;
    return source.mappings.start[source.row];
  }

  finish(): MappingTable {
    const { sources } = this;
    const addresses = (name: "start" | "limit" | "offset") =>
      BigUint64Array.from(sources, ({ mappings, row }) => mappings[name][row]);
    const flags = (name: `has${"Functions" | "Filenames" | "LineNumbers" | "InlineFrames"}`) =>
      Uint8Array.from(sources, ({ mappings, row }) => mappings[name][row]);
    return {
      length: sources.length,
      id: countFromOne(sources.length),
      start: addresses("start"),
      limit: addresses("limit"),
      offset: addresses("offset"),
      filename: Int32Array.from(sources, ({ filename }) => filename),
      buildId: Int32Array.from(sources, ({ buildId }) => buildId),
      hasFunctions: flags("hasFunctions"),
      hasFilenames: flags("hasFilenames"),
      hasLineNumbers: flags("hasLineNumbers"),
      hasInlineFrames: flags("hasInlineFrames"),
    };
  }
}
