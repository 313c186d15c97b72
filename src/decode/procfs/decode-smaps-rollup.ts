/**
 * /proc/PID/smaps_rollup: the sums over all mappings, in the shape of smaps with one mapping
 * named `[rollup]`. Much cheaper for the kernel than smaps, so it is what recording reads often.
 */
import { DecodeError } from "../../base/errors.ts";
import type { SmapsRollup } from "../../model/process.ts";
import { decodeSmaps } from "./decode-smaps.ts";

/** Bytes; a field that this kernel lacks is 0. Fails with DecodeError. */
export function decodeSmapsRollup(bytes: Uint8Array): SmapsRollup {
  const sums = decodeSmaps(bytes);
  if (sums.length !== 1 || sums.name[0] !== "[rollup]") {
    throw new DecodeError({
      format: "smaps_rollup",
      at: { line: 1 },
      expected: "one mapping named [rollup]",
      found: `${sums.length} mappings, the first named ${JSON.stringify(sums.name[0])}`,
    });
  }
  return {
    rss: sums.rss[0]!,
    pss: sums.pss[0]!,
    anonymous: sums.anonymous[0]!,
    lazyFree: sums.lazyFree[0]!,
    anonHugePages: sums.anonHugePages[0]!,
    swap: sums.swap[0]!,
  };
}
