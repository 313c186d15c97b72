/** The exchange with a program about names: what is asked in one POST, and how the answer reads. */
import type { Profile } from "../../model/profile.ts";
import type { NamedPlace } from "./name-locations.ts";
import type { UnnamedMapping } from "./unnamed-mappings.ts";

/** The addresses as they are there: `offset` is what they are more than here. */
export function askForNames(
  { locations }: Profile,
  { locations: unnamed }: UnnamedMapping,
  offset: bigint,
): string[] {
  const asked = unnamed.filter(
    (i) => locations.address[i] !== 0n && locations.lineStart[i] === locations.lineStart[i + 1],
  );
  return asked.map((i) => `0x${(locations.address[i]! + offset).toString(16)}`);
}

/** The names by location; of what the answer does not say there is none. */
export function readNames(
  { locations }: Profile,
  { locations: unnamed }: UnnamedMapping,
  offset: bigint,
  answer: string,
): Map<number, NamedPlace> {
  const names = new Map<bigint, string>();
  for (const line of answer.split("\n").slice(0, -1)) {
    const match = /(0x[0-9a-fA-F]{1,16})\s+(.*)/.exec(line);
    if (match !== null) names.set(BigInt(match[1]!) - offset, match[2]!);
  }
  const places = new Map<number, NamedPlace>();
  for (const i of unnamed) {
    const func = names.get(locations.address[i]!);
    if (func !== undefined) places.set(i, { func, file: "", line: 0 });
  }
  return places;
}
