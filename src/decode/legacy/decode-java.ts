/**
 * Java's heap and contention profiles as text: attributes, samples, then the table of locations.
 *
 *     --- heapz 1 ---
 *     format = java
 *     resolution = bytes
 *     7048 1 @ 0x00000003 0x00000004
 *     0x00000003 com.example.Main.run (Main.java:42)
 */
import type { Profile, ValueType } from "../../model/profile.ts";
import { JavaLocations } from "./java-locations.ts";
import { LegacySamples } from "./legacy-samples.ts";
import { scaleHeapSample } from "./scale-heap-sample.ts";
import { trimSpace } from "./text/go-space.ts";
import { divide, type Int64, multiply, parseGoInteger } from "./text/int64.ts";
import { SampleLine } from "./text/sample-line.ts";
import { WholeLines } from "./text/whole-lines.ts";
import { unreadable } from "./unreadable.ts";

type JavaKind = "heap" | "contention";

const KINDS: Readonly<Record<string, JavaKind>> = {
  "--- heapz 1 ---": "heap",
  "--- contentionz 1 ---": "contention",
};

/** Bytes between samples of the heap. */
const HEAP_RATE = 524_288;
const NANOS_A_MILLISECOND = 1_000_000;

const OF_WORD = /[\w ]/;

interface JavaHeader {
  readonly kind: JavaKind;
  valueTypes: readonly ValueType[];
  periodType: ValueType;
  period: Int64;
  durationNanos: Int64;
}

/** undefined where it is none. */
export function decodeJava(bytes: Uint8Array): Profile | undefined {
  const lines = new WholeLines(bytes, 0);
  const first = lines.next() ? lines.trimmedText() : "";
  if (!Object.hasOwn(KINDS, first)) return undefined;
  const header = readHeader(lines, KINDS[first]!);
  if (header === undefined) return undefined;
  const samples = new LegacySamples({
    valueTypes: header.valueTypes,
    periodType: header.periodType,
    period: Number(header.period),
    durationNanos: BigInt(header.durationNanos),
  });
  readSamples(lines, samples, header);
  const locations = new JavaLocations(samples.addresses);
  locations.read(lines);
  if (header.valueTypes.length === 0 && samples.length > 0) {
    throw unreadable("missing sample type information");
  }
  return samples.finishJava(locations);
}

/** Lines with `name=value` in them; stops at the first other one. undefined where one is wrong. */
function readHeader(lines: WholeLines, kind: JavaKind): JavaHeader | undefined {
  const header: JavaHeader = {
    kind,
    valueTypes: [],
    periodType: { type: "", unit: "" },
    period: 0,
    durationNanos: 0,
  };
  while (lines.next()) {
    if (lines.isBlank()) continue;
    const line = lines.trimmedText();
    const attribute = findAttribute(line);
    if (attribute === undefined) {
      lines.back();
      break;
    }
    if (!takeAttribute(header, attribute, line)) return undefined;
  }
  return header;
}

interface Attribute {
  readonly name: string;
  readonly value: string;
}

/** Letters, digits, _ and blanks around the first = that has some on both sides. */
function findAttribute(line: string): Attribute | undefined {
  for (let at = line.indexOf("="); at >= 0; at = line.indexOf("=", at + 1)) {
    let start = at;
    let end = at + 1;
    while (start > 0 && OF_WORD.test(line[start - 1]!)) start--;
    while (end < line.length && OF_WORD.test(line[end]!)) end++;
    if (start === at || end === at + 1) continue;
    return { name: trimSpace(line.slice(start, at)), value: trimSpace(line.slice(at + 1, end)) };
  }
  return undefined;
}

/** False where the attribute means that the profile is of another form. */
function takeAttribute(header: JavaHeader, { name, value }: Attribute, line: string): boolean {
  const integer = () => parseAttribute(value, line);
  const isHeap = header.kind === "heap";
  if (name === "format") return value === "java";
  if (name === "resolution") {
    header.valueTypes = isHeap
      ? typesOf("inuse_objects", "inuse_space", value)
      : typesOf("contentions", "delay", value);
  } else if (name === "sampling period" && !isHeap) {
    header.periodType = { type: "contentions", unit: "count" };
    header.period = integer();
  } else if (name === "ms since reset" && !isHeap) {
    header.durationNanos = multiply(integer(), NANOS_A_MILLISECOND);
  } else return false;
  return true;
}

function typesOf(count: string, size: string, unit: string): readonly ValueType[] {
  return [
    { type: count, unit: "count" },
    { type: size, unit },
  ];
}

function parseAttribute(text: string, line: string): Int64 {
  const value = parseGoInteger(text);
  if (typeof value !== "string") return value;
  const reason = `strconv.ParseInt: parsing "${text}": ${value}`;
  throw unreadable(`failed to parse attribute ${line}: ${reason}`);
}

/** Stops at the first line that is no sample. */
function readSamples(lines: WholeLines, samples: LegacySamples, header: JavaHeader): void {
  const line = new SampleLine();
  while (lines.next()) {
    if (lines.isBlank()) continue;
    if (!line.matchJava(lines.bytes, lines.start, lines.end)) {
      lines.back();
      return;
    }
    samples.addFrames(lines, line.stackStart, line.stackEnd, false);
    const count = sampleNumber(lines, line, 1);
    const size = sampleNumber(lines, line, 0);
    endSample(lines, samples, header, count, size);
  }
}

function endSample(
  lines: WholeLines,
  samples: LegacySamples,
  { kind, period, valueTypes }: JavaHeader,
  count: Int64,
  size: Int64,
): void {
  const values = (a: Int64, b: Int64) => [a, b].slice(0, valueTypes.length);
  if (kind === "contention") {
    const factor = period === 0 ? 1 : period;
    samples.endSample(values(multiply(count, factor), multiply(size, factor)));
    return;
  }
  if (count === 0) {
    const reason = "second value must be non-zero";
    throw unreadable(`parsing sample ${lines.trimmedText()}: ${reason}`);
  }
  const scaled = scaleHeapSample({ count, size }, HEAP_RATE);
  samples.endSample(values(scaled.count, scaled.size), divide(size, count));
}

function sampleNumber(lines: WholeLines, line: SampleLine, field: number): Int64 {
  const digits = lines.bytes.subarray(line.starts[field], line.ends[field]);
  const text = new TextDecoder().decode(digits);
  const value = parseGoInteger(text);
  if (typeof value !== "string") return value;
  const reason = `strconv.ParseInt: parsing "${text}": ${value}`;
  throw unreadable(`parsing sample ${lines.trimmedText()}: ${reason}`);
}
