/**
 * The fields that describe a profile as a whole. Their texts may come behind them, so they are
 * indices, with the offsets to report them by, until `finish`.
 */
import { Int32Column } from "../../base/columns.ts";
import type { Profile, StringTable, ValueType } from "../../model/profile.ts";
import { ScalarFields } from "../wire/scalar-fields.ts";
import type { WireReader } from "../wire/wire-reader.ts";
import { MAX_SAMPLE_TYPES, PROFILE_SCHEMA, VALUE_TYPE_SCHEMA } from "./pprof-schema.ts";

const SAMPLE_TYPE = (1 << 3) | 2;
const TIME_NANOS_TAG = (9 << 3) | 0;
const PERIOD_TYPE = (11 << 3) | 2;
const COMMENT = (13 << 3) | 0;
const COMMENTS = (13 << 3) | 2;

const DROP_FRAMES = 7;
const KEEP_FRAMES = 8;
const TIME_NANOS = 9;
const DURATION_NANOS = 10;
const PERIOD = 12;
const COMMENT_FIELD = 13;
const DEFAULT_SAMPLE_TYPE = 14;
const DOC_URL = 15;

const TYPE = 1;
const UNIT = 2;

interface StringReference {
  readonly index: number;
  readonly offset: number;
}

interface ValueTypeReference {
  readonly type: StringReference;
  readonly unit: StringReference;
}

const NO_STRING: StringReference = { index: 0, offset: 0 };

export type Header = Omit<
  Profile,
  "samples" | "labels" | "stacks" | "locations" | "lines" | "functions" | "mappings" | "strings"
>;

export class ProfileHeader {
  private readonly sampleTypes: ValueTypeReference[] = [];
  private periodType: ValueTypeReference = { type: NO_STRING, unit: NO_STRING };
  private readonly comments = new Int32Column(4);
  private readonly commentOffsets = new Int32Column(4);
  private readonly reader: WireReader;
  private readonly fields: ScalarFields;
  private readonly valueType: ScalarFields;

  constructor(reader: WireReader) {
    this.reader = reader;
    this.fields = new ScalarFields(reader, PROFILE_SCHEMA);
    this.valueType = new ScalarFields(reader, VALUE_TYPE_SCHEMA);
  }

  get sampleTypeCount(): number {
    return this.sampleTypes.length;
  }

  /** Reads a field of the profile that is none of its tables, or skips an unknown one. */
  read(tag: number): void {
    if (tag === SAMPLE_TYPE) this.readSampleType();
    else if (tag === PERIOD_TYPE) this.periodType = this.readValueType();
    else if (tag === COMMENT) this.readComment(tag);
    else if (tag === COMMENTS) this.readComments();
    else this.readScalar(tag);
  }

  finish(strings: StringTable): Header {
    const text = (reference: StringReference) => this.text(strings, reference);
    const valueTypeOf = ({ type, unit }: ValueTypeReference): ValueType =>
      Object.freeze({ type: text(type), unit: text(unit) });
    return {
      valueTypes: Object.freeze(this.sampleTypes.map(valueTypeOf)),
      defaultValueType: text(this.reference(DEFAULT_SAMPLE_TYPE)),
      periodType: valueTypeOf(this.periodType),
      period: this.fields.number(PERIOD),
      timeNanos: this.fields.signed(TIME_NANOS),
      durationNanos: this.fields.signed(DURATION_NANOS),
      comments: Object.freeze(this.commentTexts(strings)),
      docUrl: text(this.reference(DOC_URL)),
      dropFrames: text(this.reference(DROP_FRAMES)),
      keepFrames: text(this.reference(KEEP_FRAMES)),
      rawCounts: false,
    };
  }

  private commentTexts(strings: StringTable): string[] {
    const { data } = this.comments;
    const offsets = this.commentOffsets.data;
    return Array.from({ length: this.comments.length }, (_, i) =>
      this.text(strings, { index: data[i], offset: offsets[i] }),
    );
  }

  private readSampleType(): void {
    const offset = this.reader.pos;
    if (this.sampleTypes.length === MAX_SAMPLE_TYPES) {
      throw this.reader.problem(offset, `at most ${MAX_SAMPLE_TYPES} sample types`, "more");
    }
    this.sampleTypes.push(this.readValueType());
  }

  private readValueType(): ValueTypeReference {
    const { valueType } = this;
    valueType.readMessage();
    return {
      type: { index: valueType.stringIndex(TYPE), offset: valueType.offsetOf(TYPE) },
      unit: { index: valueType.stringIndex(UNIT), offset: valueType.offsetOf(UNIT) },
    };
  }

  private readComment(tag: number): void {
    this.fields.take(tag);
    this.comments.push(this.fields.stringIndex(COMMENT_FIELD));
    this.commentOffsets.push(this.fields.offsetOf(COMMENT_FIELD));
  }

  private readComments(): void {
    const outer = this.reader.enter();
    while (this.reader.pos < this.reader.end) this.readComment(COMMENT);
    this.reader.leave(outer);
  }

  /** Only a profile has a time; a second one is that of another profile behind the first. */
  private readScalar(tag: number): void {
    if (tag === TIME_NANOS_TAG && !this.fields.isZero(TIME_NANOS)) {
      throw this.reader.problem(this.reader.pos - 1, "one profile", "a second one behind it", {
        hint: "Merge profiles with `go tool pprof -proto A B`; files can't be joined end to end.",
      });
    }
    this.fields.take(tag);
  }

  private reference(field: number): StringReference {
    return { index: this.fields.stringIndex(field), offset: this.fields.offsetOf(field) };
  }

  private text(strings: StringTable, { index, offset }: StringReference): string {
    if (index < strings.length) return strings.get(index);
    const expected = `the index of one of ${strings.length} strings`;
    throw this.reader.problem(offset, expected, `${index}`);
  }
}
