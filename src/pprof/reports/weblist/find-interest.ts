/**
 * What of a profile a page of sources is to show: the functions that the pattern names, by their own
 * names, their files or the program's file, and the addresses in them that have samples.
 */
import type { Profile } from "../../../model/profile.ts";
import { parseAddress } from "../../objects/parse-address.ts";
import type { ReportInput } from "../../report-input.ts";
import { locationValues } from "./location-values.ts";

export interface Interest {
  /** Names of functions, as printed and as the linker has them. */
  readonly names: ReadonlySet<string>;
  /** Addresses in these functions, each with a location that is there. */
  readonly addresses: ReadonlyMap<bigint, number>;
  /** By the linker's name. */
  readonly printedNames: ReadonlyMap<string, string>;
  /** By address, of all locations. */
  readonly values: ReadonlyMap<bigint, Values>;
}

export interface Values {
  readonly flat: number;
  readonly cum: number;
}

export function findInterest(input: ReportInput): Interest {
  return new InterestFinder(input).find();
}

class InterestFinder {
  private readonly names = new Set<string>();
  private readonly addresses = new Map<bigint, number>();
  private readonly printedNames = new Map<string, string>();
  private readonly values = new Map<bigint, Values>();
  private readonly matching = new Map<number, boolean>();
  private readonly input: ReportInput;
  private readonly profile: Profile;
  /** The pattern as an address, if it is one. */
  private readonly address: bigint | undefined;

  constructor(input: ReportInput) {
    this.input = input;
    this.profile = input.profile;
    this.address = input.pattern && parseAddress(input.pattern.pattern);
  }

  find(): Interest {
    const { settings, valueIndex } = this.input;
    const columns = this.profile.samples.values;
    const divisors = settings.mean ? columns[0] : undefined;
    const sums = locationValues(this.profile, columns[valueIndex]!, divisors);
    let unused = firstUnused(this.profile);
    for (let location = 0; location < this.profile.locations.length; location++) {
      if (sums.isSampled[location] === 0) continue;
      const known = this.profile.locations.address[location]!;
      const address = known === 0n ? unused++ : known;
      const sum = this.values.get(address) ?? { flat: 0, cum: 0 };
      const flat = sum.flat + sums.flat[location]!;
      this.values.set(address, { flat, cum: sum.cum + sums.cum[location]! });
      this.mark(location, address);
    }
    const { names, addresses, printedNames, values } = this;
    return { names, addresses, printedNames, values };
  }

  private mark(location: number, address: bigint): void {
    const { locations, lines, functions, strings } = this.profile;
    const first = locations.lineStart[location]!;
    const end = locations.lineStart[location + 1]!;
    for (let row = first; row < end; row++) {
      const func = lines.func[row]!;
      if (func < 0) continue;
      this.printedNames.set(
        strings.get(functions.systemName[func]!),
        strings.get(functions.name[func]!),
      );
    }
    if (this.input.pattern === undefined || address === this.address) {
      if (end > first) this.markFunction(lines.func[end - 1]!, location, address);
      return;
    }
    for (let row = first; row < end; row++) {
      const isOfFile = row === first && this.matchesFile(location);
      if (isOfFile || this.matches(lines.func[row]!)) {
        this.markFunction(lines.func[row]!, location, address);
      }
    }
  }

  private markFunction(func: number, location: number, address: bigint): void {
    if (func < 0) return;
    const { functions, strings } = this.profile;
    this.names.add(strings.get(functions.name[func]!));
    this.names.add(strings.get(functions.systemName[func]!));
    if (!this.addresses.has(address)) this.addresses.set(address, location);
  }

  private matchesFile(location: number): boolean {
    const { locations, mappings, strings } = this.profile;
    const mapping = locations.mapping[location]!;
    return mapping >= 0 && this.test(strings.get(mappings.filename[mapping]!));
  }

  private matches(func: number): boolean {
    if (func < 0) return false;
    let matches = this.matching.get(func);
    if (matches === undefined) {
      const { functions, strings } = this.profile;
      const texts = [functions.name, functions.systemName, functions.filename];
      matches = texts.some((column) => this.test(strings.get(column[func]!)));
      this.matching.set(func, matches);
    }
    return matches;
  }

  private test(text: string): boolean {
    return this.input.pattern?.test(text) ?? true;
  }
}

/** Behind all mappings: where locations without an address get one. */
function firstUnused({ mappings }: Profile): bigint {
  let address = 1n;
  for (const limit of mappings.limit.subarray(0, mappings.length)) {
    if (limit > address) address = limit;
  }
  return address;
}
