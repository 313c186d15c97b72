/**
 * The samples of a profile on their way into columns. This is where the time goes: a large profile
 * is nine tenths samples. So there is no object and no closure a sample, arrays are written by
 * index, and packed numbers are read in loops that keep their position in a local.
 */
import type { Profile } from "../../model/profile.ts";
import { isExact, numberOf, type WireReader } from "../wire/wire-reader.ts";
import { cut, grown, nextCapacity } from "./cut-column.ts";
import type { IdTable } from "./id-table.ts";
import { LabelColumns } from "./label-columns.ts";
import { SAMPLE_SCHEMA } from "./pprof-schema.ts";
import { SampleStacks } from "./sample-stacks.ts";
import { WideValues } from "./wide-values.ts";

const LOCATION_ID = (1 << 3) | 0;
const LOCATION_IDS = (1 << 3) | 2;
const VALUE = (2 << 3) | 0;
const VALUES = (2 << 3) | 2;
const LABEL = (3 << 3) | 2;
const FIRST_CAPACITY = 64;

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

  constructor(reader: WireReader, locationIds: IdTable) {
    this.reader = reader;
    this.locationIds = locationIds;
    this.labels = new LabelColumns(reader);
    this.stacks = new SampleStacks(reader, locationIds);
  }

  /** How many values each sample has; undefined without samples. */
  get valuesASample(): number | undefined {
    return this.length === 0 ? undefined : this.values.length;
  }

  /** The largest index of a string in any label. */
  get maxString(): number {
    return this.labels.maxString;
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
    this.labelStart[this.length] = this.labels.length;
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
    if (tag === LOCATION_IDS) this.stacks.readPacked();
    else if (tag === VALUES) this.readValues();
    else if (tag === LABEL) this.labels.read();
    else if (tag === LOCATION_ID) this.stacks.readOne();
    else if (tag === VALUE) this.readValue();
    else this.reader.skip(tag, SAMPLE_SCHEMA);
  }

  /** Packed values, from their length on. Those of up to 28 bits are read here. */
  private readValues(): void {
    const { reader, values, length } = this;
    const outer = reader.enter();
    const { bytes, end } = reader;
    while (reader.pos < end) {
      let { pos } = reader;
      let byte = bytes[pos++];
      let value = byte & 0x7f;
      for (let shift = 7; byte >= 0x80 && shift < 28 && pos < end; shift += 7) {
        byte = bytes[pos++];
        value |= (byte & 0x7f) << shift;
      }
      if (byte < 0x80 && this.valueCount < values.length) {
        values[this.valueCount++][length] = value;
        reader.pos = pos;
      } else {
        this.readValue();
      }
    }
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
