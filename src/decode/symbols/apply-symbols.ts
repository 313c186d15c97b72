/** Names for a profile that has only addresses. A location that has lines keeps them. */
import type { FunctionIndex, LocationIndex, Profile, StackIndex } from "../../model/profile.ts";
import { ProfileBuilder } from "../../model/profile-builder.ts";

/**
 * @param symbols names by return address, as the profile's text has them: a location's address is
 *   one less
 */
export function applySymbols(profile: Profile, symbols: ReadonlyMap<bigint, string>): Profile {
  const builder = new ProfileBuilder(profile);
  const functions = new Map<string, FunctionIndex>();
  const named = (name: string, filename = "") => {
    const key = `${name}\n${filename}`;
    const index = functions.get(key) ?? builder.addFunction({ name, filename });
    functions.set(key, index);
    return index;
  };
  copyMappings(profile, builder);
  copyLocations(profile, builder, symbols, named);
  const { stacks } = profile;
  for (let i = 0; i < stacks.length; i++) {
    builder.addStack(stacks.prefix[i] as StackIndex | -1, stacks.location[i] as LocationIndex);
  }
  copySamples(profile, builder);
  return builder.finish();
}

type Named = (name: string, filename?: string) => FunctionIndex;

function copyMappings({ mappings, strings }: Profile, builder: ProfileBuilder): void {
  for (let i = 0; i < mappings.length; i++) {
    builder.addMapping({
      start: mappings.start[i]!,
      limit: mappings.limit[i]!,
      offset: mappings.offset[i]!,
      filename: strings.get(mappings.filename[i]!),
      buildId: strings.get(mappings.buildId[i]!),
    });
  }
}

function copyLocations(
  profile: Profile,
  builder: ProfileBuilder,
  symbols: ReadonlyMap<bigint, string>,
  named: Named,
): void {
  const { locations } = profile;
  for (let i = 0; i < locations.length; i++) {
    const address = locations.address[i]!;
    const own = linesOf(profile, i, named);
    const name = symbols.get(address + 1n) ?? symbols.get(address);
    builder.addLocation({
      address,
      mapping: locations.mapping[i] as -1,
      isFolded: locations.isFolded[i] === 1,
      lines: own.length > 0 || name === undefined ? own : [{ func: named(name) }],
    });
  }
}

function linesOf(
  { locations, lines, functions, strings }: Profile,
  location: number,
  named: Named,
) {
  const own = [];
  for (let i = locations.lineStart[location]!; i < locations.lineStart[location + 1]!; i++) {
    const func = lines.func[i]!;
    const name = strings.get(functions.name[func]!);
    const filename = strings.get(functions.filename[func]!);
    own.push({ func: named(name, filename), line: lines.line[i]!, column: lines.column[i]! });
  }
  return own;
}

function copySamples({ samples, labels, strings }: Profile, builder: ProfileBuilder): void {
  for (let i = 0; i < samples.length; i++) {
    const own = [];
    for (let row = samples.labelStart[i]!; row < samples.labelStart[i + 1]!; row++) {
      const key = strings.get(labels.key[row]!);
      const text = labels.str[row]!;
      const unit = strings.get(labels.unit[row]!);
      own.push(text >= 0 ? { key, str: strings.get(text) } : { key, num: labels.num[row]!, unit });
    }
    const values = samples.values.map((column) => column[i]!);
    builder.addSample(samples.stack[i] as StackIndex | -1, values, own);
  }
}
