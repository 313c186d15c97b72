/**
 * Profiles of waiting for locks: those of C++ (`--- contentionz`), and Go's block and mutex
 * profiles as text.
 *
 *     --- mutex:
 *     cycles/second=2400000000
 *     sampling period=5
 *     1200 3 @ 0x463b21 0x4a1f0c
 */
import type { Profile } from "../../model/profile.ts";
import { readNumber } from "./decode-legacy-heap.ts";
import { LegacySamples } from "./legacy-samples.ts";
import { findMemoryMap } from "./memory-map/read-memory-map.ts";
import { trimSpace } from "./text/go-space.ts";
import { type Int64, multiply, parseGoInteger, truncate } from "./text/int64.ts";
import { LineScanner } from "./text/line-scanner.ts";
import { SampleLine } from "./text/sample-line.ts";

const STARTS = ["--- contentionz ", "--- mutex:", "--- contention:"];
const CONTENTIONS = { type: "contentions", unit: "count" };
const NANOS_A_MILLISECOND = 1_000_000;

interface Attributes {
  cyclesASecond: Int64;
  period: Int64;
  milliseconds: Int64;
}

/** By its name in the text. Others than these mean that the profile is of another kind. */
const FIELDS: Readonly<Record<string, keyof Attributes | "ignored">> = {
  "cycles/second": "cyclesASecond",
  "sampling period": "period",
  "ms since reset": "milliseconds",
  "discarded samples": "ignored",
};

/** undefined where it is none. */
export function decodeContention(bytes: Uint8Array): Profile | undefined {
  const scanner = new LineScanner(bytes);
  if (!scanner.scan()) scanner.check();
  if (!STARTS.some((start) => scanner.startsWith(start))) return undefined;
  const attributes = readAttributes(scanner);
  if (attributes === undefined) return undefined;
  scanner.check();
  const samples = new LegacySamples({
    valueTypes: [CONTENTIONS, { type: "delay", unit: "nanoseconds" }],
    periodType: CONTENTIONS,
    period: Number(attributes.period),
    durationNanos: BigInt(multiply(attributes.milliseconds, NANOS_A_MILLISECOND)),
  });
  if (!readSamples(scanner, samples, attributes)) return undefined;
  scanner.check();
  return samples.finish(findMemoryMap(scanner));
}

/** Lines `name = value`; stops at the first other one. undefined where one is not known. */
function readAttributes(scanner: LineScanner): Attributes | undefined {
  const attributes: Attributes = { cyclesASecond: 0, period: 1, milliseconds: 0 };
  while (scanner.scan()) {
    if (scanner.isSpaceOrComment()) continue;
    const line = scanner.trimmedText();
    const equals = line.indexOf("=");
    if (line.startsWith("---") || equals < 0) break;
    const name = trimSpace(line.slice(0, equals));
    const field = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
    if (field === undefined) return undefined;
    if (field === "ignored") continue;
    const value = parseGoInteger(trimSpace(line.slice(equals + 1)));
    if (typeof value === "string") return undefined;
    attributes[field] = value;
  }
  return attributes;
}

/** From the line at hand on; false where one is no sample. */
function readSamples(scanner: LineScanner, samples: LegacySamples, attributes: Attributes) {
  const line = new SampleLine();
  do {
    if (scanner.isSpaceOrComment()) continue;
    if (scanner.trimmedText().startsWith("---")) break;
    if (!line.matchContention(scanner.bytes, scanner.start, scanner.end)) return false;
    const delay = readNumber(scanner, line, 0);
    const count = readNumber(scanner, line, 1);
    samples.addFrames(scanner, line.stackStart, line.stackEnd, true);
    samples.endSample(unsample(delay, count, attributes));
  } while (scanner.scan());
  return true;
}

/** Contentions, and nanoseconds of waiting: delays are in cycles where their rate is known. */
function unsample(delay: Int64, count: Int64, { cyclesASecond, period }: Attributes): Int64[] {
  if (period <= 0) return [count, delay];
  const total = multiply(count, period);
  if (cyclesASecond <= 0) return [total, delay];
  const gigahertz = Number(cyclesASecond) / 1e9;
  return [total, truncate((Number(delay) * Number(period)) / gigahertz)];
}
