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
const FIRST_CAPACITY = 64;

export class LabelColumns {
  length = 0;
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

  /** Reads one label, from its length on. One that has a string is not a numeric one. */
  read(): void {
    const { fields } = this;
    fields.readMessage();
    if (this.length === this.key.length) this.grow();
    const row = this.length++;
    const str = fields.stringIndex(STR);
    this.key[row] = fields.stringIndex(KEY);
    this.str[row] = str === 0 ? -1 : str;
    this.unit[row] = fields.stringIndex(UNIT);
    const low = fields.lowOf(NUM);
    const high = fields.highOf(NUM);
    if (isExact(low, high)) this.num[row] = numberOf(low, high);
    else this.wide.add(row, low, high);
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

  private grow(): void {
    const capacity = nextCapacity(this.length, this.reader.pos, this.reader.bytes.length);
    this.key = grown(this.key, capacity);
    this.str = grown(this.str, capacity);
    this.num = grown(this.num, capacity);
    this.unit = grown(this.unit, capacity);
  }
}
