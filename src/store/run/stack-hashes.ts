/**
 * A hash of 64 bits of each stack of a profile, from the addresses of its locations: what the same stack
 * has in every profile of one process, without a look at any name. Two stacks with the same hash would
 * be taken for one; the factors differ from run to run, so that it stays at a chance of one in 10^11 for
 * ten thousand stacks.
 */
import { hashBytes } from "../../base/hash-bytes.ts";
import { hashOn, oddFactor } from "../../base/hash-pair.ts";
import type { Profile } from "../../model/profile.ts";

const HIGH_FACTOR = oddFactor();
const LOW_FACTOR = oddFactor();

/** Two halves, a row each for the profile's stacks. */
export interface StackHashes {
  readonly high: Int32Array;
  readonly low: Int32Array;
}

export function hashStacks(profile: Profile): StackHashes {
  const { prefix, location, length } = profile.stacks;
  const keys = locationKeys(profile);
  const high = new Int32Array(length);
  const low = new Int32Array(length);
  for (let i = 0; i < length; i++) {
    const caller = prefix[i];
    const one = keys[2 * location[i]];
    const other = keys[2 * location[i] + 1];
    const fromHigh = caller < 0 ? 1 : high[caller];
    const fromLow = caller < 0 ? 1 : low[caller];
    high[i] = hashOn(hashOn(fromHigh, one, HIGH_FACTOR), other, HIGH_FACTOR);
    low[i] = hashOn(hashOn(fromLow, other, LOW_FACTOR), one, LOW_FACTOR);
  }
  return { high, low };
}

/** One more value in both halves, which are returned as a pair. */
export function hashWith(hashes: StackHashes, stack: number, value: number): [number, number] {
  const high = stack < 0 ? 0 : hashes.high[stack];
  const low = stack < 0 ? 0 : hashes.low[stack];
  const rest = value / 2 ** 32;
  return [
    hashOn(hashOn(high, value, HIGH_FACTOR), rest, HIGH_FACTOR),
    hashOn(hashOn(low, value, LOW_FACTOR), rest, LOW_FACTOR),
  ];
}

/** Two halves a location: its address or, where it has none, a hash of its lines. */
function locationKeys(profile: Profile): Uint32Array {
  const { address, length } = profile.locations;
  const keys = new Uint32Array(address.slice(0, length).buffer);
  for (let i = 0; i < length; i++) {
    if (keys[2 * i] === 0 && keys[2 * i + 1] === 0) hashLines(profile, i, keys);
  }
  return keys;
}

function hashLines(profile: Profile, location: number, keys: Uint32Array): void {
  const { locations, lines, functions, strings } = profile;
  let high = 1;
  let low = 1;
  for (let i = locations.lineStart[location]; i < locations.lineStart[location + 1]; i++) {
    const func = lines.func[i];
    const name = func < 0 ? "" : strings.get(functions.name[func]);
    const file = func < 0 ? "" : strings.get(functions.filename[func]);
    const text = Buffer.from(`${name}\n${file}\n${lines.line[i]}`);
    high = hashOn(high, hashBytes(text, 0, text.length), HIGH_FACTOR);
    low = hashOn(low, hashBytes(text.reverse(), 0, text.length), LOW_FACTOR);
  }
  keys[2 * location] = high;
  keys[2 * location + 1] = low;
}
