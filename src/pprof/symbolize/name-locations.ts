/** A profile with names for locations that had only an address. */
import { ExtendedStrings } from "../../model/extended-strings.ts";
import type { LineTable, Profile } from "../../model/profile.ts";

/** What is known of the code at an address. */
export interface NamedPlace {
  readonly func: string;
  /** "" and 0 where only the function is known. */
  readonly file: string;
  readonly line: number;
}

/** `places`: by location. Each takes the place of all lines that the location had. */
export function nameLocations(profile: Profile, places: ReadonlyMap<number, NamedPlace>): Profile {
  if (places.size === 0) return profile;
  const functions = new AddedFunctions(profile);
  const lineStart = new Int32Array(profile.locations.length + 1);
  const lines: { func: number[]; line: number[]; column: number[] } = {
    func: [],
    line: [],
    column: [],
  };
  for (let location = 0; location < profile.locations.length; location++) {
    const place = places.get(location);
    if (place === undefined) copyLines(profile, location, lines);
    else {
      lines.func.push(functions.indexOf(place));
      lines.line.push(place.line);
      lines.column.push(0);
    }
    lineStart[location + 1] = lines.func.length;
  }
  return {
    ...profile,
    ...functions.tables(),
    locations: { ...profile.locations, lineStart, ...unfolded(profile, places) },
    lines: lineTable(lines),
    mappings: markedMappings(profile, places),
  };
}

interface LineLists {
  readonly func: number[];
  readonly line: number[];
  readonly column: number[];
}

function copyLines({ locations, lines }: Profile, location: number, to: LineLists): void {
  for (let i = locations.lineStart[location]!; i < locations.lineStart[location + 1]!; i++) {
    to.func.push(lines.func[i]!);
    to.line.push(lines.line[i]!);
    to.column.push(lines.column[i]!);
  }
}

function lineTable({ func, line, column }: LineLists): LineTable {
  return {
    length: func.length,
    func: Int32Array.from(func),
    line: Float64Array.from(line),
    column: Float64Array.from(column),
  };
}

function unfolded({ locations }: Profile, places: ReadonlyMap<number, NamedPlace>) {
  const isFolded = locations.isFolded.slice();
  for (const location of places.keys()) isFolded[location] = 0;
  return { isFolded };
}

/** A mapping says which kinds of names its locations have. */
function markedMappings({ mappings, locations }: Profile, places: ReadonlyMap<number, NamedPlace>) {
  const { hasFunctions, hasFilenames, hasLineNumbers, hasInlineFrames } = mappings;
  const marked = {
    hasFunctions: hasFunctions.slice(),
    hasFilenames: hasFilenames.slice(),
    hasLineNumbers: hasLineNumbers.slice(),
    hasInlineFrames: hasInlineFrames.slice(),
  };
  for (const [location, { func, file, line }] of places) {
    const mapping = locations.mapping[location]!;
    if (mapping < 0) continue;
    if (func !== "") marked.hasFunctions[mapping] = 1;
    if (file !== "") marked.hasFilenames[mapping] = 1;
    if (line !== 0) marked.hasLineNumbers[mapping] = 1;
    // Who gives lines, gives those of inlined calls, if there are any.
    if (file !== "") marked.hasInlineFrames[mapping] = 1;
  }
  return { ...mappings, ...marked };
}

/** The profile's functions and those that were found, each once. */
class AddedFunctions {
  private readonly profile: Profile;
  private readonly strings: ExtendedStrings;
  private readonly names: number[] = [];
  private readonly files: number[] = [];
  private readonly indices = new Map<string, number>();

  constructor(profile: Profile) {
    this.profile = profile;
    this.strings = new ExtendedStrings(profile.strings);
  }

  indexOf({ func, file }: NamedPlace): number {
    const key = `${func}\n${file}`;
    const known = this.indices.get(key);
    if (known !== undefined) return known;
    const index = this.profile.functions.length + this.names.length;
    this.names.push(this.strings.add(func));
    this.files.push(this.strings.add(file));
    this.indices.set(key, index);
    return index;
  }

  tables(): Pick<Profile, "functions" | "strings"> {
    const { functions } = this.profile;
    const added = this.names.length;
    const ids = this.names.map((_, i) => functions.length + i + 1);
    const functionTable = {
      length: functions.length + added,
      id: Float64Array.from([...functions.id, ...ids]),
      name: Int32Array.from([...functions.name, ...this.names]),
      systemName: Int32Array.from([...functions.systemName, ...this.names]),
      filename: Int32Array.from([...functions.filename, ...this.files]),
      startLine: Float64Array.from([...functions.startLine, ...this.names.map(() => 0)]),
    };
    return { functions: functionTable, strings: this.strings };
  }
}
