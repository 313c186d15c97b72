/**
 * The names that a heap profile's text has in its comments, for the profile that pprof makes of it:
 * pprof reads over them. Values, addresses and labels stay those of pprof.
 */
import { ExtendedStrings } from "../../model/extended-strings.ts";
import type { MappingTable, Profile } from "../../model/profile.ts";
import { decodeHeapText } from "../heap-text/decode-heap-text.ts";

/** `profile`: as pprof decodes `text`, without functions; one that has some stays as it is. */
export function applyTextNames(profile: Profile, text: Uint8Array): Profile {
  if (profile.functions.length > 0) return profile;
  const named = decodeHeapText(text).profile;
  const strings = new ExtendedStrings(profile.strings);
  const take = (index: number) => strings.add(named.strings.get(index));
  const { functions } = named;
  return withoutOuterFrames({
    ...profile,
    strings,
    functions: {
      ...functions,
      name: functions.name.map(take),
      systemName: functions.systemName.map(take),
      filename: functions.filename.map(take),
    },
    ...linesByAddress(profile, named),
    mappings: withNames(profile.mappings),
  });
}

/**
 * Stacks without the allocator's own frames at their leaf and without what started the goroutine at
 * their root: Go does not name them all here, and leaves them out of profile.proto.
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

function linesByAddress(profile: Profile, named: Profile): Pick<Profile, "lines" | "locations"> {
  const rows = new Map<bigint, number>();
  for (let i = 0; i < named.locations.length; i++) rows.set(named.locations.address[i]!, i);
  const { length, address } = profile.locations;
  const lineStart = new Int32Array(length + 1);
  const taken: number[] = [];
  for (let i = 0; i < length; i++) {
    const row = rows.get(address[i]!);
    const [from, to] =
      row === undefined
        ? [0, 0]
        : [named.locations.lineStart[row]!, named.locations.lineStart[row + 1]!];
    for (let line = from; line < to; line++) taken.push(line);
    lineStart[i + 1] = taken.length;
  }
  const lines = {
    length: taken.length,
    func: Int32Array.from(taken, (line) => named.lines.func[line]!),
    line: Float64Array.from(taken, (line) => named.lines.line[line]!),
    column: new Float64Array(taken.length),
  };
  return { lines, locations: { ...profile.locations, lineStart } };
}

/** Nobody has to look for names any more. */
function withNames(mappings: MappingTable): MappingTable {
  const all = new Uint8Array(mappings.length).fill(1);
  return { ...mappings, hasFunctions: all, hasFilenames: all, hasLineNumbers: all };
}
