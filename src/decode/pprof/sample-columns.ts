/**
 * The samples of a profile on their way into columns. This is where the time goes: a large profile
 * is nine tenths samples. So there is no object and no closure a sample, and samples as encoders
 * write them are read by a few functions of their own, which keep their position in a local and
 * are soon compiled. Whatever these don't expect is left to the reader that knows every form.
 */
import type { Profile } from "../../model/profile.ts";
import { isExact, numberOf, type WireReader } from "../wire/wire-reader.ts";
import type { LabelStrings } from "./check-strings.ts";
import { cut, grown, nextCapacity } from "./cut-column.ts";
import type { IdTable } from "./id-table.ts";
import { LabelColumns } from "./label-columns.ts";
import { MAX_SAMPLE_TYPES, SAMPLE_SCHEMA } from "./pprof-schema.ts";
import { SampleStacks } from "./sample-stacks.ts";
import { WideValues } from "./wide-values.ts";

const LOCATION_ID = (1 << 3) | 0;
const LOCATION_IDS = (1 << 3) | 2;
const VALUE = (2 << 3) | 0;
const VALUES = (2 << 3) | 2;
const LABEL = (3 << 3) | 2;
const SAMPLE = (2 << 3) | 2;
const FIRST_CAPACITY = 64;
const BEYOND = 2 ** 31 - 1;
/** A value with a larger factor on its last seven bits is not exact as a number. */
const MAX_FACTOR = 2 ** 42;

export class SampleColumns {
  private length = 0;
  /** Rows that the columns have room for; labelStart has one more. */
  private capacity = FIRST_CAPACITY;
  private labelStart = new Int32Array(FIRST_CAPACITY + 1);
  /** One a value; the first sample says how many there are. */
  private readonly values: Float64Array[] = [];
  private readonly wide: WideValues[] = [];
  /** Values of the sample that is being read. */
  private valueCount = 0;
  private readonly labels: LabelColumns;
  private readonly stacks: SampleStacks;
  private readonly reader: WireReader;
  private readonly locationIds: IdTable;
  private readonly takesLabels: boolean;

  constructor(reader: WireReader, locationIds: IdTable, takesLabels: boolean) {
    this.takesLabels = takesLabels;
    this.reader = reader;
    this.locationIds = locationIds;
    this.labels = new LabelColumns(reader);
    this.stacks = new SampleStacks(reader, locationIds);
  }

  /** How many values each sample has; undefined without samples. */
  get valuesASample(): number | undefined {
    return this.length === 0 ? undefined : this.values.length;
  }

  /** What is known of the strings of labels. */
  get labelStrings(): LabelStrings {
    return this.labels;
  }

  /** Reads one sample, from its length on. */
  read(): void {
    const { reader, stacks } = this;
    const start = reader.pos;
    const outer = reader.enter();
    if (this.length === this.capacity) this.grow();
    stacks.begin();
    this.valueCount = 0;
    while (reader.pos < reader.end) this.readField(reader.tag());
    reader.leave(outer);
    if (this.valueCount !== this.values.length) throw this.wrongValueCount(start);
    stacks.endSample(this.length);
    this.length++;
    if (this.takesLabels) this.labelStart[this.length] = this.labels.length;
  }

  /**
   * Reads the samples that follow here, with their tags, up to the first that is not a usual one or
   * that ends behind `available`.
   */
  readUsual(available: number): void {
    const { reader } = this;
    const { bytes } = reader;
    for (let pos = reader.pos; bytes[pos] === SAMPLE; ) {
      const start = startOfBytes(bytes, pos + 1);
      const end = endOfBytes(bytes, pos + 1);
      if (end > available || !this.readUsualSample(start, end)) return;
      pos = end;
      reader.pos = pos;
    }
  }

  /**
   * Fails where a sample has a location that the profile lacks. Without a sample, nothing but the
   * number of sample types tells how many columns there are.
   */
  finish(sampleTypes: number): Pick<Profile, "samples" | "labels" | "stacks"> {
    const { length } = this;
    const { tree } = this.stacks;
    while (length === 0 && this.values.length < sampleTypes) this.addColumn(0);
    const stack = new Int32Array(length);
    this.stacks.finish(stack);
    const location = tree.location.subarray(0, tree.length);
    this.locationIds.resolve(location);
    return {
      samples: {
        length,
        stack,
        values: this.values.map((column, i) => this.wide[i].finish(cut(column, length))),
        labelStart: cut(this.labelStart, length + 1),
      },
      labels: this.labels.finish(),
      stacks: { length: tree.length, prefix: tree.prefix.subarray(0, tree.length), location },
    };
  }

  private readField(tag: number): void {
    if (tag === LOCATION_IDS) this.stacks.readIds();
    else if (tag === VALUES) this.readValues();
    else if (tag === LABEL) this.readLabel();
    else if (tag === LOCATION_ID) this.stacks.readId();
    else if (tag === VALUE) this.readValue();
    else this.reader.skip(tag, SAMPLE_SCHEMA);
  }

  /** A sample of packed ids, packed values and labels, in any order. Writes no row for any other. */
  private readUsualSample(start: number, end: number): boolean {
    const { labels } = this;
    if (this.length === this.capacity) this.grow();
    const firstLabel = labels.length;
    if (this.readUsualFields(start, end)) {
      this.length++;
      if (this.takesLabels) this.labelStart[this.length] = labels.length;
      return true;
    }
    labels.truncate(firstLabel);
    return false;
  }

  private readUsualFields(start: number, end: number): boolean {
    const { bytes } = this.reader;
    let idsStart = 0;
    let idsEnd = -1;
    let hasValues = false;
    for (let pos = start; pos < end; ) {
      const tag = bytes[pos];
      const from = startOfBytes(bytes, pos + 1);
      pos = endOfBytes(bytes, pos + 1);
      if (pos > end) return false;
      if (tag === LABEL) {
        if (this.takesLabels && !this.labels.readUsual(bytes, from, pos)) return false;
      } else if (tag === VALUES && !hasValues) {
        if (!this.readUsualValues(from, pos)) return false;
        hasValues = true;
      } else if (tag === LOCATION_IDS && idsEnd < 0) {
        idsStart = from;
        idsEnd = pos;
      } else return false;
    }
    return hasValues && idsEnd >= 0 && this.stacks.addPacked(this.length, idsStart, idsEnd);
  }

  /** As many values as there are columns, each of at most 49 bits. */
  private readUsualValues(start: number, end: number): boolean {
    const { bytes } = this.reader;
    const { values, length } = this;
    let which = 0;
    for (let pos = start; pos < end; which++) {
      let byte = bytes[pos++];
      let value = byte & 0x7f;
      for (let factor = 128; byte >= 0x80; factor *= 128) {
        if (pos === end || factor > MAX_FACTOR) return false;
        byte = bytes[pos++];
        value += (byte & 0x7f) * factor;
      }
      if (which === values.length) return false;
      values[which][length] = value;
    }
    return which === values.length;
  }

  private readLabel(): void {
    if (this.takesLabels) this.labels.read();
    else this.reader.pos = this.reader.lengthEnd();
  }

  private readValues(): void {
    const { reader } = this;
    const outer = reader.enter();
    while (reader.pos < reader.end) this.readValue();
    reader.leave(outer);
  }

  private readValue(): void {
    const { reader, length } = this;
    const offset = reader.pos;
    reader.varint();
    const which = this.valueCount++;
    if (which === this.values.length) this.addColumn(offset);
    const { low, high } = reader;
    if (isExact(low, high)) this.values[which][length] = numberOf(low, high);
    else this.wide[which].add(length, low, high);
  }

  /** Only the first sample makes columns; the others have as many values as it. */
  private addColumn(offset: number): void {
    if (this.length > 0) throw this.wrongValueCount(offset);
    if (this.values.length === MAX_SAMPLE_TYPES) {
      throw this.reader.problem(offset, `at most ${MAX_SAMPLE_TYPES} values in a sample`, "more");
    }
    this.values.push(new Float64Array(this.capacity));
    this.wide.push(new WideValues());
  }

  private grow(): void {
    const capacity = nextCapacity(this.length, this.reader.pos, this.reader.bytes.length);
    this.capacity = capacity;
    this.labelStart = grown(this.labelStart, capacity + 1);
    for (let i = 0; i < this.values.length; i++) this.values[i] = grown(this.values[i], capacity);
  }

  private wrongValueCount(offset: number): Error {
    const found = `${this.valueCount}${this.valueCount > this.values.length ? " or more" : ""}`;
    const expected = `${this.values.length} values, as the first sample has`;
    return this.reader.problem(offset, expected, found);
  }
}

/** Where the bytes begin whose length is at `pos`, if that has one byte or two. */
function startOfBytes(bytes: Uint8Array, pos: number): number {
  return bytes[pos] < 0x80 ? pos + 1 : pos + 2;
}

/** Where they end; beyond every end where the length is of another form, or not there. */
function endOfBytes(bytes: Uint8Array, pos: number): number {
  const first = bytes[pos];
  if (first < 0x80) return pos + 1 + first;
  const second = bytes[pos + 1];
  return second < 0x80 ? pos + 2 + (first & 0x7f) + second * 128 : BEYOND;
}
