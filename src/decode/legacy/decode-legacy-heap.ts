/**
 * Texts of heap profiles: tcmalloc's, and those of every Go as `heap?debug=1` and of Go ≤ 1.7 at
 * all; also what has grown, and what is fragmented.
 *
 *     heap profile: 4: 200106272 [10: 600187344] @ heap/1048576
 *     2: 200015872 [6: 600047616] @ 0x41989c 0x401007
 *
 * This is the drop-in's reading: values are scaled up and addresses stay without names, as the
 * reference has it. Resident's own is in ../heap-text, which keeps raw counts and reads names and
 * MemStats from the comments.
 */
import type { Profile, ValueType } from "../../model/profile.ts";
import { LegacySamples } from "./legacy-samples.ts";
import { findMemoryMap } from "./memory-map/read-memory-map.ts";
import { scaleHeapSample } from "./scale-heap-sample.ts";
import { divide, type Int64, parseDecimal } from "./text/int64.ts";
import { LineScanner } from "./text/line-scanner.ts";
import { SampleLine } from "./text/sample-line.ts";
import { malformedSample, unreadable } from "./unreadable.ts";

interface HeapHeader {
  readonly period: Int64;
  readonly hasAlloc: boolean;
  readonly isSampled: boolean;
}

const TOTALS = "heap profile: *(\\d+): *(\\d+) *\\[ *(\\d+): *(\\d+) *\\]";
const HEAP = new RegExp(`${TOTALS} *@ *(heap[_a-z0-9]*)/?(\\d*)`);
const GROWTH_OR_FRAGMENTATION = new RegExp(`${TOTALS} @ (?:growth|fragmentation)`);

const OBJECTS_AND_SPACE: readonly ValueType[] = [
  { type: "objects", unit: "count" },
  { type: "space", unit: "bytes" },
];
/** Allocations first, so that the last one, which reports show, is inuse_space. */
const ALLOC_AND_INUSE: readonly ValueType[] = [
  { type: "alloc_objects", unit: "count" },
  { type: "alloc_space", unit: "bytes" },
  { type: "inuse_objects", unit: "count" },
  { type: "inuse_space", unit: "bytes" },
];

/** undefined where the first line is not that of a heap profile. */
export function decodeLegacyHeap(bytes: Uint8Array): Profile | undefined {
  const scanner = new LineScanner(bytes);
  if (!scanner.scan()) scanner.check();
  const header = parseHeader(scanner.text());
  if (header === undefined) return undefined;
  const samples = new LegacySamples({
    valueTypes: header.hasAlloc ? ALLOC_AND_INUSE : OBJECTS_AND_SPACE,
    periodType: { type: "space", unit: "bytes" },
    period: Number(header.period),
  });
  new HeapReader(scanner, samples, header).read();
  scanner.check();
  return samples.finish(findMemoryMap(scanner));
}

function parseHeader(line: string): HeapHeader | undefined {
  const match = HEAP.exec(line);
  if (match === null) {
    const isOther = GROWTH_OR_FRAGMENTATION.test(line);
    return isOther ? { period: 1, hasAlloc: false, isSampled: false } : undefined;
  }
  const [, inuseCount, inuseSize, allocCount, allocSize, kind, rateText] = match;
  const digits = new TextEncoder().encode(rateText);
  const rate = parseDecimal(digits, 0, digits.length);
  if (rate === undefined) return undefined;
  const differs = (alloc: string, inuse: string) => alloc !== inuse && alloc !== "0";
  const hasAlloc = differs(allocCount!, inuseCount!) || differs(allocSize!, inuseSize!);
  if (kind === "heapprofile") return { period: 1, hasAlloc, isSampled: false };
  if (kind === "heap") return { period: divide(rate, 2), hasAlloc, isSampled: true };
  const isV2 = kind === "heapz_v2" || kind === "heap_v2";
  return isV2 ? { period: rate, hasAlloc, isSampled: true } : undefined;
}

class HeapReader {
  private readonly scanner: LineScanner;
  private readonly samples: LegacySamples;
  private readonly header: HeapHeader;
  private readonly line = new SampleLine();
  private blockSize: Int64 = 0;

  constructor(scanner: LineScanner, samples: LegacySamples, header: HeapHeader) {
    this.scanner = scanner;
    this.samples = samples;
    this.header = header;
  }

  read(): void {
    const { scanner, line } = this;
    while (scanner.scan()) {
      const isSample = line.matchHeap(scanner.bytes, scanner.start, scanner.end);
      // Where the sample is the whole line there is no need to look for other things in it.
      const isWhole = isSample && line.start === scanner.start && line.stackEnd === scanner.end;
      if (!isWhole && scanner.isSpaceOrComment()) continue;
      if (!isWhole && scanner.isSentinel()) return;
      if (!isSample) throw unreadable("unexpected number of sample values: got 0, want 6");
      this.readSample();
    }
  }

  private readSample(): void {
    const { scanner, line, samples } = this;
    const values: Int64[] = [];
    this.blockSize = 0;
    if (this.header.hasAlloc) this.readPair(2, "allocation", values);
    this.readPair(0, "inuse", values);
    samples.addFrames(scanner, line.stackStart, line.stackEnd, true);
    samples.endSample(values, this.blockSize);
  }

  private readPair(field: number, label: string, values: Int64[]): void {
    const pair = { count: this.number(field), size: this.number(field + 1) };
    if (pair.count === 0 && pair.size !== 0) {
      throw unreadable(`${label} count was 0 but ${label} bytes was ${pair.size}`);
    }
    if (pair.count !== 0) this.blockSize = divide(pair.size, pair.count);
    const isScaled = pair.count !== 0 && this.header.isSampled;
    const { count, size } = isScaled ? scaleHeapSample(pair, this.header.period) : pair;
    values.push(count, size);
  }

  private number(field: number): Int64 {
    return readNumber(this.scanner, this.line, field);
  }
}

/** A number of the line at hand, which must be one of 64 bits. */
export function readNumber(scanner: LineScanner, line: SampleLine, field: number): Int64 {
  const [start, end] = [line.starts[field]!, line.ends[field]!];
  const value = parseDecimal(scanner.bytes, start, end);
  if (value !== undefined) return value;
  const text = new TextDecoder().decode(scanner.bytes.subarray(start, end));
  const reason = `strconv.ParseInt: parsing "${text}": value out of range`;
  throw malformedSample(scanner.trimmedText(), reason);
}
