/**
 * A profile.proto on its way from bytes into columns, as far as its bytes are there: a large one is
 * decoded while the rest of it is still being unpacked. What `decodePprof` says of it holds here.
 *
 *     new PprofDecoder(bytes, options) → read(available), again and again → finish()
 */
import type { Profile } from "../../model/profile.ts";
import { sealProfile } from "../../model/seal-profile.ts";
import { offsetOf } from "../wire/message-path.ts";
import { LENGTH_DELIMITED } from "../wire/message-schema.ts";
import { WireReader } from "../wire/wire-reader.ts";
import { checkStrings } from "./check-strings.ts";
import { FunctionColumns } from "./function-columns.ts";
import { IdTable } from "./id-table.ts";
import { LazyStrings } from "./lazy-strings.ts";
import { LocationColumns } from "./location-columns.ts";
import { MappingColumns } from "./mapping-columns.ts";
import { PROFILE_SCHEMA } from "./pprof-schema.ts";
import { ProfileHeader } from "./profile-header.ts";
import { SampleColumns } from "./sample-columns.ts";

const SAMPLE = (2 << 3) | 2;
const MAPPING = (3 << 3) | 2;
const LOCATION = (4 << 3) | 2;
const FUNCTION = (5 << 3) | 2;
const STRING = (6 << 3) | 2;
/** The most bytes that a tag and a length have. */
const MAX_FIELD_HEAD = 20;

export interface PprofOptions {
  /** False: no sample has labels, as far as the profile says; they are a fifth of what there is to read. */
  readonly labels?: boolean;
  /** A location in a mapping that the profile lacks is in none, as pprof has it; else it is an error. */
  readonly unknownMappings?: boolean;
}

export class PprofDecoder {
  private readonly reader: WireReader;
  private readonly header: ProfileHeader;
  private readonly samples: SampleColumns;
  private readonly locations: LocationColumns;
  private readonly functions: FunctionColumns;
  private readonly mappings: MappingColumns;
  private readonly strings = new LazyStrings();
  private readonly takesUnknownMappings: boolean;

  /** `bytes`: as long as the profile; what is in them need not be there before `read`. */
  constructor(bytes: Uint8Array, { labels = true, unknownMappings = false }: PprofOptions) {
    const reader = new WireReader(bytes, "pprof", PROFILE_SCHEMA);
    const ids = {
      location: new IdTable(reader, "location"),
      function: new IdTable(reader, "function"),
      mapping: new IdTable(reader, "mapping"),
    };
    this.reader = reader;
    this.header = new ProfileHeader(reader);
    this.samples = new SampleColumns(reader, ids.location, labels);
    this.locations = new LocationColumns(reader, ids);
    this.functions = new FunctionColumns(reader, ids.function);
    this.mappings = new MappingColumns(reader, ids.mapping);
    this.takesUnknownMappings = unknownMappings;
  }

  /** Reads the fields that are in bytes[0..available) as a whole, from where it stopped the last time. */
  read(available: number): void {
    const { reader } = this;
    while (reader.pos < available) {
      this.samples.readUsual(available);
      if (available < reader.end ? !this.isWhole(available) : reader.pos === available) return;
      const tag = reader.tag();
      if (tag === SAMPLE) this.samples.read();
      else if (tag === LOCATION) this.locations.read();
      else if (tag === FUNCTION) this.functions.read();
      else if (tag === STRING) this.readString();
      else if (tag === MAPPING) this.mappings.read();
      else this.header.read(tag);
    }
  }

  /** All bytes have been read. */
  finish(): Profile {
    this.checkStringTable();
    const strings = this.strings.finish(this.reader.bytes);
    const header = this.header.finish(strings);
    this.checkValueTypes();
    const tables = {
      ...this.samples.finish(this.header.sampleTypeCount),
      ...this.locations.finish(this.takesUnknownMappings),
      functions: this.functions.finish(),
      mappings: this.mappings.finish(),
      strings,
    };
    checkStrings(this.reader, tables, this.samples.labelStrings);
    return sealProfile({ ...header, ...tables });
  }

  /** Whether the field at the reader's place ends in front of `available`. */
  private isWhole(available: number): boolean {
    const { reader } = this;
    const { pos } = reader;
    if (available - pos < MAX_FIELD_HEAD) return false;
    const isBytes = (reader.tag() & 7) === LENGTH_DELIMITED;
    const isWhole = !isBytes || reader.lengthEnd() <= available;
    reader.pos = pos;
    return isWhole;
  }

  private readString(): void {
    const { reader } = this;
    const start = reader.pos;
    const end = reader.lengthEnd();
    if (this.strings.length === 0 && end > reader.pos) {
      throw reader.problem(start, "the empty string as the first one", "another");
    }
    this.strings.add(reader.pos, end);
    reader.pos = end;
  }

  private checkStringTable(): void {
    if (this.strings.length > 0) return;
    const { reader } = this;
    const found = reader.bytes.length === 0 ? "an empty input" : "none";
    throw reader.problem(Math.max(0, reader.bytes.length - 1), "a string table", found);
  }

  /** Samples agree with the first one in how many values they have; it agrees with the types. */
  private checkValueTypes(): void {
    const types = this.header.sampleTypeCount;
    const values = this.samples.valuesASample;
    if (values === undefined || (values === types && types > 0)) return;
    const { reader } = this;
    const offset = offsetOf(reader.bytes, ["sample", 0, "value"], PROFILE_SCHEMA);
    if (types === 0) throw reader.problem(offset, "at least one sample type", "none");
    throw reader.problem(offset, `${types} values, one for each sample type`, `${values}`);
  }
}
