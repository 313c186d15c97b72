/**
 * A profile without what must not tell its nodes apart: at the granularity of functions no file, no
 * line and no address is left, so that all lines of a function become one node of a graph. Only
 * columns are replaced; samples and stacks stay as they are.
 */
import type { LineTable, LocationTable, Profile } from "../model/profile.ts";
import type { Settings } from "./settings.ts";

interface Kept {
  readonly names: boolean;
  readonly files: boolean;
  readonly lines: boolean;
  readonly addresses: boolean;
}

const KEPT: Readonly<Record<Settings["granularity"], Kept>> = {
  "": { names: true, files: false, lines: false, addresses: false },
  functions: { names: true, files: false, lines: false, addresses: false },
  filefunctions: { names: true, files: true, lines: false, addresses: false },
  files: { names: false, files: true, lines: false, addresses: false },
  lines: { names: true, files: true, lines: true, addresses: false },
  addresses: { names: true, files: true, lines: true, addresses: true },
};

export function aggregate(profile: Profile, settings: Settings): Profile {
  const { granularity, noinlines, showcolumns } = settings;
  // What shows every address shows also every column: nothing is merged.
  if (granularity === "addresses" && !noinlines) return profile;
  const kept = KEPT[granularity];
  const { locations, lines } = noinlines ? outermostLines(profile) : profile;
  return {
    ...profile,
    functions: blankFunctions(profile, kept),
    locations: kept.addresses ? locations : { ...locations, address: zeros(locations.address) },
    lines: {
      ...lines,
      line: kept.lines ? lines.line : zeros(lines.line),
      column: kept.lines && showcolumns ? lines.column : zeros(lines.column),
    },
    mappings: blankMappings(profile, kept, noinlines),
  };
}

function blankFunctions({ functions }: Profile, { names, files }: Kept): Profile["functions"] {
  return {
    ...functions,
    name: names ? functions.name : zeros(functions.name),
    systemName: names ? functions.systemName : zeros(functions.systemName),
    filename: files ? functions.filename : zeros(functions.filename),
  };
}

function blankMappings(
  { mappings }: Profile,
  { names, files, lines }: Kept,
  noinlines: boolean,
): Profile["mappings"] {
  return {
    ...mappings,
    hasFunctions: names ? mappings.hasFunctions : zeros(mappings.hasFunctions),
    hasFilenames: files ? mappings.hasFilenames : zeros(mappings.hasFilenames),
    hasLineNumbers: lines ? mappings.hasLineNumbers : zeros(mappings.hasLineNumbers),
    hasInlineFrames: noinlines ? zeros(mappings.hasInlineFrames) : mappings.hasInlineFrames,
  };
}

/** Of each location the line of the function that the others were inlined into. */
function outermostLines({ locations, lines }: Profile): {
  locations: LocationTable;
  lines: LineTable;
} {
  const lineStart = new Int32Array(locations.lineStart.length);
  const rows: number[] = [];
  for (let i = 0; i < locations.length; i++) {
    const end = locations.lineStart[i + 1];
    if (end > locations.lineStart[i]) rows.push(end - 1);
    lineStart[i + 1] = rows.length;
  }
  return { locations: { ...locations, lineStart }, lines: takeLines(lines, rows) };
}

/** The lines of these rows, in this order. */
export function takeLines(lines: LineTable, rows: readonly number[]): LineTable {
  return {
    length: rows.length,
    func: Int32Array.from(rows, (row) => lines.func[row]),
    line: Float64Array.from(rows, (row) => lines.line[row]),
    column: Float64Array.from(rows, (row) => lines.column[row]),
  };
}

type Column = Int32Array | Float64Array | Uint8Array | BigUint64Array;

function zeros<T extends Column>(column: T): T {
  return new (column.constructor as new (length: number) => T)(column.length);
}
