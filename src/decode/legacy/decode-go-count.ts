/**
 * Go's profiles that count: goroutines, threads and custom ones as text, with `debug=1` or from
 * Go ≤ 1.8 at all.
 *
 *     goroutine profile: total 3
 *     2 @ 0x4311f0 0x43b5b1
 */
import type { Profile } from "../../model/profile.ts";
import { LegacySamples } from "./legacy-samples.ts";
import { findMemoryMap } from "./memory-map/read-memory-map.ts";
import { parseGoInteger } from "./text/int64.ts";
import { LineScanner } from "./text/line-scanner.ts";
import { unreadable } from "./unreadable.ts";

const START = /^([^\t\n\f\r ]+) profile: total \d+$/;
const SAMPLE = /^(\d+) @(?: 0x[0-9a-f]+)+$/;
/** An address of more than 64 bits. */
const TOO_LARGE = / 0x0*[1-9a-f][0-9a-f]{16}/;

/** undefined where the first line but comments is not that of such a profile. */
export function decodeGoCount(bytes: Uint8Array): Profile | undefined {
  const scanner = new LineScanner(bytes);
  while (scanner.scan() && scanner.isSpaceOrComment());
  scanner.check();
  const type = START.exec(scanner.text())?.[1];
  if (type === undefined) return undefined;
  const valueType = { type, unit: "count" };
  const samples = new LegacySamples({
    valueTypes: [valueType],
    periodType: valueType,
    period: 1,
  });
  readSamples(scanner, samples);
  scanner.check();
  return samples.finish(findMemoryMap(scanner));
}

function malformed() {
  return unreadable("malformed profile format");
}

function readSamples(scanner: LineScanner, samples: LegacySamples): void {
  while (scanner.scan()) {
    if (scanner.isSpaceOrComment()) continue;
    if (scanner.startsWith("---")) return;
    const text = scanner.text();
    const match = SAMPLE.exec(text);
    if (match === null || TOO_LARGE.test(text)) throw malformed();
    // A count with a leading 0 is octal to the reference.
    const count = parseGoInteger(match[1]!);
    if (typeof count === "string") throw malformed();
    const behindCount = scanner.start + match[1]!.length;
    samples.addFrames(scanner, behindCount, scanner.end, true);
    samples.endSample([count]);
  }
}
