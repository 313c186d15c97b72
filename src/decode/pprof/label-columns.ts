/** The labels of all samples on their way into columns, in the order of the samples. */
import type { LabelTable } from "../../model/profile.ts";
import { ScalarFields } from "../wire/scalar-fields.ts";
import { isExact, numberOf, type WireReader } from "../wire/wire-reader.ts";
import { cut, grown, nextCapacity } from "./cut-column.ts";
import { LABEL_SCHEMA } from "./pprof-schema.ts";
import { WideValues } from "./wide-values.ts";

const KEY = 1;
const STR = 2;
const NUM = 3;
const UNIT = 4;
const KEY_TAG = KEY << 3;
const STR_TAG = STR << 3;
const NUM_TAG = NUM << 3;
const UNIT_TAG = UNIT << 3;
const FIRST_CAPACITY = 64;

export class LabelColumns {
  length = 0;
  /** The largest index of a string in any label. */
  maxString = 0;
  /** Of the labels that say nothing, which get no row, the one with the largest key. */
  emptyLabel = { key: 0, offset: 0 };
  private key = new Int32Array(FIRST_CAPACITY);
  private str = new Int32Array(FIRST_CAPACITY);
  private num = new Float64Array(FIRST_CAPACITY);
  private unit = new Int32Array(FIRST_CAPACITY);
  private readonly wide = new WideValues();
  private readonly reader: WireReader;
  private readonly fields: ScalarFields;

  constructor(reader: WireReader) {
    this.reader = reader;
    this.fields = new ScalarFields(reader, LABEL_SCHEMA);
  }

  /**
   * Reads one label, from its length on. One that has a string is not a numeric one; one that has
   * neither gets no row.
   */
  read(): void {
    const { fields } = this;
    fields.readMessage();
    const low = fields.lowOf(NUM);
    const high = fields.highOf(NUM);
    const num = isExact(low, high) ? numberOf(low, high) : 0;
    const [key, str, unit] = [KEY, STR, UNIT].map((field) => fields.stringIndex(field));
    if (fields.isZero(NUM) && str === 0 && unit === 0) {
      this.passOver(key);
      return;
    }
    if (!isExact(low, high)) this.wide.add(this.length, low, high);
    this.add(key, str, num, unit);
  }

  /**
   * Reads bytes[start..end) as a label that says something, if it has only fields that are known and
   * numbers of up to 28 bits; returns false, and has done nothing, for any other.
   */
  readUsual(bytes: Uint8Array, start: number, end: number): boolean {
    let key = 0;
    let str = 0;
    let num = 0;
    let unit = 0;
    for (let pos = start; pos < end; ) {
      const tag = bytes[pos++];
      if (pos === end) return false;
      let byte = bytes[pos++];
      let value = byte & 0x7f;
      for (let shift = 7; byte >= 0x80 && shift < 28 && pos < end; shift += 7) {
        byte = bytes[pos++];
        value |= (byte & 0x7f) << shift;
      }
      if (byte >= 0x80 || (tag !== NUM_TAG && value >= bytes.length)) return false;
      if (tag === KEY_TAG) key = value;
      else if (tag === NUM_TAG) num = value;
      else if (tag === STR_TAG) str = value;
      else if (tag === UNIT_TAG) unit = value;
      else return false;
    }
    if (num === 0 && str === 0 && unit === 0) return false;
    this.add(key, str, num, unit);
    return true;
  }

  /** Takes back the labels from row `length` on. */
  truncate(length: number): void {
    this.length = length;
  }

  finish(): LabelTable {
    const { length } = this;
    return {
      length,
      key: cut(this.key, length),
      str: cut(this.str, length),
      num: this.wide.finish(cut(this.num, length)),
      unit: cut(this.unit, length),
    };
  }

  /** A label with neither a string nor a number nor a unit says nothing; its key must be one yet. */
  private passOver(key: number): void {
    if (key <= this.emptyLabel.key) return;
    this.emptyLabel = { key, offset: this.fields.offsetOf(KEY) - 1 };
  }

  private add(key: number, str: number, num: number, unit: number): void {
    if (this.length === this.key.length) this.grow();
    const row = this.length++;
    this.key[row] = key;
    this.str[row] = str === 0 ? -1 : str;
    this.num[row] = num;
    if (unit !== 0) this.unit[row] = unit; // else the page of memory may not be needed
    this.maxString = Math.max(this.maxString, key, str, unit);
  }

  private grow(): void {
    const capacity = nextCapacity(this.length, this.reader.pos, this.reader.bytes.length);
    this.key = grown(this.key, capacity);
    this.str = grown(this.str, capacity);
    this.num = grown(this.num, capacity);
    this.unit = grown(this.unit, capacity);
  }
}
