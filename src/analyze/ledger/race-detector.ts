/**
 * The memory of the race detector (`go build -race`): ThreadSanitizer keeps shadow cells of each word of the
 * heap, and the objects behind them, at addresses of its own. Layout of LLVM's tsan_platform.h, "Go on
 * linux", 48 bit: heap 0xc0…, shadow 0x2000…, metainfo 0x3000…. The heap of Go 1.26 and later has a random
 * address, but not with -race; elsewhere one may lie where the shadow would.
 */
import type { AddressSpace } from "../../model/address-space.ts";
import { isAnonymous } from "./mapping-shapes.ts";

type Range = readonly [from: number, to: number];

const HEAP: Range = [0xc0_0000_0000, 0xe0_0000_0000];
const SHADOW: Range = [0x2000_0000_0000, 0x21c0_0000_0000];
const META: Range = [0x3000_0000_0000, 0x4000_0000_0000];

/** True of a process that has mappings in all three. */
export function hasRaceDetector(space: AddressSpace): boolean {
  const has = (range: Range) =>
    space.name.some((_, i) => isAnonymous(space, i) && lies(space, i, range));
  return has(SHADOW) && has(META) && has(HEAP);
}

/** Of a process that has it: whether a mapping is its. */
export function isOfRaceDetector(space: AddressSpace, i: number): boolean {
  return lies(space, i, SHADOW) || lies(space, i, META);
}

function lies(space: AddressSpace, i: number, [from, to]: Range): boolean {
  return space.start[i]! >= from && space.end[i]! <= to;
}
