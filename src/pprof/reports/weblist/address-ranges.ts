/** Which parts of a program's code to take apart: around the addresses that have samples. */

export interface CodeRange {
  readonly begin: bigint;
  readonly end: bigint;
  /** Row of the mapping that the first address is in. */
  readonly mapping: number;
  /** What its addresses have in themselves: the heaviest ranges are shown. */
  readonly score: number;
}

export interface MappedAddress {
  readonly address: bigint;
  readonly mapping: number;
  readonly flat: number;
}

/** Bytes taken on both sides of an address; addresses whose surroundings meet are one range. */
const MARGIN = 500n;
const MAX_RANGES = 25;

/** `addresses` ascend. The ranges come heaviest first. */
export function codeRanges(
  addresses: readonly MappedAddress[],
  { start, limit }: { readonly start: BigUint64Array; readonly limit: BigUint64Array },
): CodeRange[] {
  const ranges: CodeRange[] = [];
  for (let i = 0; i < addresses.length; ) {
    const { address: begin, mapping, flat } = addresses[i++]!;
    const [from, to] = [start[mapping]!, limit[mapping]!];
    let end = begin;
    let score = flat;
    for (; i < addresses.length; i++) {
      const next = addresses[i]!;
      if (next.address > end + 2n * MARGIN || next.address >= to) break;
      end = next.address;
      score += next.flat;
    }
    ranges.push({ begin: widenDown(begin, from), end: widenUp(end, to), mapping, score });
  }
  return ranges.sort((a, b) => b.score - a.score).slice(0, MAX_RANGES);
}

/** Only an address at the very start of a mapping stays: pprof subtracts the wrong way round. */
function widenDown(begin: bigint, start: bigint): bigint {
  return BigInt.asUintN(64, start - begin) >= MARGIN ? begin - MARGIN : start;
}

function widenUp(end: bigint, limit: bigint): bigint {
  return BigInt.asUintN(64, limit - end) >= MARGIN ? end + MARGIN : limit;
}
