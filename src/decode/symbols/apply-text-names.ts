/**
 * The names that the text of a profile (`?debug=1`) has in its comments, for the profile that pprof
 * makes of it: pprof reads over them. Values, addresses and labels stay those of pprof.
 */
import { textLines } from "../../base/text-lines.ts";
import { ExtendedStrings } from "../../model/extended-strings.ts";
import type { MappingTable, Profile } from "../../model/profile.ts";
import { type SymbolLine, SymbolLines } from "../heap-text/symbol-lines.ts";

/** `profile`: as pprof decodes `text`, without functions; one that has some stays as it is. */
export function applyTextNames(profile: Profile, text: Uint8Array): Profile {
  if (profile.functions.length > 0) return profile;
  const symbols = readSymbols(text);
  const names = new NamedLines(profile);
  const { length, address } = profile.locations;
  const lineStart = new Int32Array(length + 1);
  for (let i = 0; i < length; i++) {
    // The text has the address that a call returns to, a profile one inside the call.
    const returned = `0x${(address[i]! + 1n).toString(16)}`;
    for (const symbol of symbols.of(returned)) names.add(symbol);
    lineStart[i + 1] = names.length;
  }
  return withoutOuterFrames({
    ...profile,
    ...names.finish(),
    locations: { ...profile.locations, lineStart },
    mappings: withNames(profile.mappings),
  });
}

function readSymbols(text: Uint8Array): SymbolLines {
  const symbols = new SymbolLines();
  let addresses: readonly string[] | undefined;
  for (const line of textLines(text, "symbols")) {
    if (line.startsWith("#")) symbols.add(line, addresses);
    else addresses = / @ ?(.*)$/.exec(line)?.[1]?.split(/\s+/);
  }
  return symbols;
}

/** Functions and lines, as they are added; a function is one of a name and a file. */
class NamedLines {
  private readonly strings: ExtendedStrings;
  private readonly functions = new Map<string, SymbolLine>();
  private readonly rows = new Map<string, number>();
  private readonly func: number[] = [];
  private readonly line: number[] = [];

  constructor({ strings }: Profile) {
    this.strings = new ExtendedStrings(strings);
  }

  get length(): number {
    return this.line.length;
  }

  add(symbol: SymbolLine): void {
    const key = `${symbol.function}\n${symbol.file}`;
    const row = this.rows.get(key) ?? this.rows.size;
    this.rows.set(key, row);
    this.functions.set(key, symbol);
    this.func.push(row);
    this.line.push(symbol.line);
  }

  finish(): Pick<Profile, "strings" | "functions" | "lines"> {
    const all = [...this.functions.values()];
    const name = Int32Array.from(all, (each) => this.strings.add(each.function));
    return {
      strings: this.strings,
      functions: {
        length: all.length,
        id: Float64Array.from(all, (_, row) => row + 1),
        name,
        systemName: name,
        filename: Int32Array.from(all, (each) => this.strings.add(each.file)),
        startLine: new Float64Array(all.length),
      },
      lines: {
        length: this.length,
        func: Int32Array.from(this.func),
        line: Float64Array.from(this.line),
        column: new Float64Array(this.length),
      },
    };
  }
}

/**
 * Stacks without the runtime's own frames at their leaf and without what started the goroutine at
 * their root: Go does not name them all here.
 */
function withoutOuterFrames(profile: Profile): Profile {
  const { stacks, samples } = profile;
  const prefix = stacks.prefix.slice();
  // By stack: the innermost frame that is named, and that is not the runtime's; -1 for none.
  const named = new Int32Array(stacks.length);
  const own = new Int32Array(stacks.length);
  for (let stack = 0; stack < stacks.length; stack++) {
    const name = functionAt(profile, stacks.location[stack]!);
    const caller = prefix[stack]!;
    const above = caller < 0 ? -1 : named[caller]!;
    named[stack] = name === "" ? above : stack;
    own[stack] = name === "" || isRuntime(name) ? (caller < 0 ? -1 : own[caller]!) : stack;
    if (above < 0) prefix[stack] = -1;
  }
  const leafOf = (stack: number) => {
    const leaf = stack < 0 ? -1 : own[stack]! < 0 ? named[stack]! : own[stack]!;
    return leaf < 0 ? stack : leaf;
  };
  const stack = samples.stack.map(leafOf);
  return { ...profile, stacks: { ...stacks, prefix }, samples: { ...samples, stack } };
}

function isRuntime(name: string): boolean {
  return name.startsWith("runtime.");
}

/** "" where it has no name. */
function functionAt(profile: Profile, location: number): string {
  const { locations, lines, functions, strings } = profile;
  const line = locations.lineStart[location]!;
  if (line === locations.lineStart[location + 1]) return "";
  return strings.get(functions.name[lines.func[line]!]!);
}

/** Nobody has to look for names any more. */
function withNames(mappings: MappingTable): MappingTable {
  const all = new Uint8Array(mappings.length).fill(1);
  return { ...mappings, hasFunctions: all, hasFilenames: all, hasLineNumbers: all };
}
