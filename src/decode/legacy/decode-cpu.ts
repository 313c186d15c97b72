/**
 * Binary CPU profiles: gperftools', Go's up to 1.8, and Java's, in words of 32 or 64 bits of either
 * byte order. The header is 0, 3, 0 (1 for Java), microseconds between samples, 0. Samples follow,
 * then a memory map as text, or in Java's a table of locations.
 */
import type { Profile, ValueType } from "../../model/profile.ts";
import { BinarySamples } from "./binary-samples.ts";
import { JavaLocations } from "./java-locations.ts";
import { LegacySamples } from "./legacy-samples.ts";
import { readMemoryMap } from "./memory-map/read-memory-map.ts";
import { type Int64, multiply, wrap } from "./text/int64.ts";
import { LineScanner } from "./text/line-scanner.ts";
import { WholeLines } from "./text/whole-lines.ts";
import { type WordFormat, WordReader } from "./word-reader.ts";

const FORMATS: readonly WordFormat[] = [
  { size: 4, isLittle: true },
  { size: 4, isLittle: false },
  { size: 8, isLittle: true },
  { size: 8, isLittle: false },
];

const CPU: ValueType = { type: "cpu", unit: "nanoseconds" };
const VALUE_TYPES: readonly ValueType[] = [{ type: "samples", unit: "count" }, CPU];
const NANOS_A_MICROSECOND = 1000;

/** undefined where it is none. */
export function decodeCpu(bytes: Uint8Array): Profile | undefined {
  for (const format of FORMATS) {
    const words = new WordReader(bytes, 0, format);
    const header = readHeader(words);
    if (header === undefined) continue;
    const period = multiply(header.micros, NANOS_A_MICROSECOND);
    return header.isJava ? decodeJava(bytes, words, period) : decodeNative(bytes, words, period);
  }
  return undefined;
}

function readHeader(words: WordReader): { isJava: boolean; micros: Int64 } | undefined {
  const header: bigint[] = [];
  for (let i = 0; i < 5; i++) {
    if (!words.next()) return undefined;
    header.push(words.value());
  }
  const [first, second, java, micros, padding] = header;
  const isHeader = first === 0n && second === 3n && micros !== 0n && padding === 0n;
  if (!isHeader || java! > 1n) return undefined;
  return { isJava: java === 1n, micros: wrap(micros!) };
}

function decodeNative(bytes: Uint8Array, words: WordReader, period: Int64): Profile | undefined {
  const stacks = new BinarySamples();
  if (!stacks.read(words, true)) return undefined;
  stacks.dropHandlerFrames();
  const samples = samplesOf(period);
  stacks.addTo(samples, period, true);
  return samples.finish(readMemoryMap(new LineScanner(bytes, words.at)));
}

function decodeJava(bytes: Uint8Array, words: WordReader, period: Int64): Profile | undefined {
  const stacks = new BinarySamples();
  if (!stacks.read(words, false)) return undefined;
  const samples = samplesOf(period);
  stacks.addTo(samples, period, false);
  const locations = new JavaLocations(samples.addresses);
  locations.read(new WholeLines(bytes, words.at));
  return samples.finishJava(locations);
}

function samplesOf(period: Int64): LegacySamples {
  return new LegacySamples({ valueTypes: VALUE_TYPES, periodType: CPU, period: Number(period) });
}
