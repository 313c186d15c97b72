/**
 * Names for a profile that has only addresses, or some. A location that has lines keeps them, as
 * they say more; everything else of the profile stays as it is.
 */
import { Float64Column, Int32Column } from "../../base/columns.ts";
import type { FunctionTable, LineTable, Profile, StringTable } from "../../model/profile.ts";
import { sealProfile } from "../../model/seal-profile.ts";

/**
 * `symbols`: function names by the address that was asked for. Where profiles have text that is
 * the return address, one more than the location's, which lies inside the call.
 */
export function applySymbols(profile: Profile, symbols: ReadonlyMap<bigint, string>): Profile {
  const { locations } = profile;
  const named = new NamedFunctions(profile);
  const lines = new LineColumns(profile.lines);
  const lineStart = new Int32Array(locations.length + 1);
  for (let row = 0; row < locations.length; row++) {
    const address = locations.address[row];
    const name = symbols.get(address + 1n) ?? symbols.get(address);
    const [start, end] = [locations.lineStart[row], locations.lineStart[row + 1]];
    if (start === end && name !== undefined) lines.add(named.indexOf(name));
    else lines.copy(start, end);
    lineStart[row + 1] = lines.length;
  }
  return sealProfile({
    ...profile,
    locations: { ...locations, lineStart },
    lines: lines.finish(),
    ...named.finish(),
  });
}

/** The functions of a profile and the new ones, which have a name and nothing else. */
class NamedFunctions {
  private readonly functions: FunctionTable;
  private readonly strings: StringTable;
  private readonly added: string[] = [];
  private readonly byName = new Map<string, number>();

  constructor({ functions, strings }: Profile) {
    this.functions = functions;
    this.strings = strings;
    for (let row = functions.length - 1; row >= 0; row--) {
      this.byName.set(strings.get(functions.name[row]), row);
    }
  }

  indexOf(name: string): number {
    let index = this.byName.get(name);
    if (index === undefined) {
      index = this.functions.length + this.added.push(name) - 1;
      this.byName.set(name, index);
    }
    return index;
  }

  finish(): Pick<Profile, "functions" | "strings"> {
    const { functions, strings, added } = this;
    const names = added.map((_, i) => strings.length + i);
    const none = added.map(() => 0);
    const firstId = functions.id.reduce((most, id) => Math.max(most, id), 0) + 1;
    return {
      functions: {
        length: functions.length + added.length,
        id: Float64Array.from([...functions.id, ...added.map((_, i) => firstId + i)]),
        name: Int32Array.from([...functions.name, ...names]),
        systemName: Int32Array.from([...functions.systemName, ...names]),
        filename: Int32Array.from([...functions.filename, ...none]),
        startLine: Float64Array.from([...functions.startLine, ...none]),
      },
      strings: {
        length: strings.length + added.length,
        get: (index) =>
          index < strings.length ? strings.get(index) : added[index - strings.length],
      },
    };
  }
}

class LineColumns {
  private readonly of: LineTable;
  private readonly func = new Int32Column();
  private readonly line = new Float64Column();
  private readonly column = new Float64Column();

  constructor(of: LineTable) {
    this.of = of;
  }

  get length(): number {
    return this.func.length;
  }

  add(func: number): void {
    this.func.push(func);
    this.line.push(0);
    this.column.push(0);
  }

  copy(start: number, end: number): void {
    for (let row = start; row < end; row++) {
      this.func.push(this.of.func[row]);
      this.line.push(this.of.line[row]);
      this.column.push(this.of.column[row]);
    }
  }

  finish(): LineTable {
    const func = this.func.finish();
    return { length: func.length, func, line: this.line.finish(), column: this.column.finish() };
  }
}
