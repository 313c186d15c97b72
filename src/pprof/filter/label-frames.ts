/**
 * Locations that stand for labels: the function's name is the values that a sample has under a key,
 * its file the key. Every sample gets one for each key, a nameless one where it has no such label.
 */
import type { Profile } from "../../model/profile.ts";
import { KeyFrames } from "./key-frames.ts";
import { OverlayStrings } from "./overlay-strings.ts";

export class LabelFrames {
  private readonly profile: Profile;
  private readonly unit: string;
  private readonly strings: OverlayStrings;
  private readonly names: number[] = [];
  private readonly files: number[] = [];
  /** By key and name: the location. */
  private readonly locations = new Map<string, Map<string, number>>();

  /** `unit`: that numbers are told in. */
  constructor(profile: Profile, unit: string) {
    this.profile = profile;
    this.unit = unit;
    this.strings = new OverlayStrings(profile.strings);
  }

  /** The frames of one key, to be asked for sample by sample. */
  ofKey(key: string): KeyFrames {
    return new KeyFrames(this.profile, key, this.unit, (name) => this.location(key, name));
  }

  /** The profile with the locations and functions that were asked for. */
  tables(): Pick<Profile, "locations" | "lines" | "functions" | "strings"> {
    const { locations, lines, functions } = this.profile;
    const added = this.names.length;
    const rows = this.names.map((_, i) => i);
    return {
      strings: this.strings,
      functions: {
        length: functions.length + added,
        id: extended(functions.id, nextIds(functions.id, added)),
        name: extended(functions.name, this.names),
        systemName: extended(functions.systemName, zeros(added)),
        filename: extended(functions.filename, this.files),
        startLine: extended(functions.startLine, zeros(added)),
      },
      lines: {
        length: lines.length + added,
        func: extended(
          lines.func,
          rows.map((row) => functions.length + row),
        ),
        line: extended(lines.line, zeros(added)),
        column: extended(lines.column, zeros(added)),
      },
      locations: {
        length: locations.length + added,
        id: extended(locations.id, nextIds(locations.id, added)),
        address: extendedAddresses(locations.address, added),
        mapping: extended(
          locations.mapping,
          rows.map(() => -1),
        ),
        isFolded: extended(locations.isFolded, zeros(added)),
        lineStart: extended(
          locations.lineStart,
          rows.map((row) => lines.length + row + 1),
        ),
      },
    };
  }

  private location(key: string, name: string): number {
    const ofKey = this.locations.get(key) ?? new Map<string, number>();
    this.locations.set(key, ofKey);
    const known = ofKey.get(name);
    if (known !== undefined) return known;
    const location = this.profile.locations.length + this.names.length;
    this.names.push(this.strings.intern(name));
    this.files.push(this.strings.intern(key));
    ofKey.set(name, location);
    return location;
  }
}

/** Ids behind the greatest there is. */
function nextIds(ids: Float64Array, count: number): number[] {
  let last = 0;
  for (let i = 0; i < ids.length; i++) if (ids[i] > last) last = ids[i];
  return Array.from({ length: count }, (_, i) => last + 1 + i);
}

function zeros(length: number): number[] {
  return new Array<number>(length).fill(0);
}

function extended<T extends Int32Array | Float64Array | Uint8Array>(
  column: T,
  added: readonly number[],
): T {
  const longer = new (column.constructor as new (length: number) => T)(
    column.length + added.length,
  );
  longer.set(column);
  longer.set(added, column.length);
  return longer;
}

function extendedAddresses(column: BigUint64Array, added: number): BigUint64Array {
  const longer = new BigUint64Array(column.length + added);
  longer.set(column);
  return longer;
}
