/**
 * Decodes profile.proto, the format of every Go profile since 1.8 and of most other profilers:
 * from the bytes straight into the columns of a Profile, in one pass. Tables may come in any order
 * and refer to what comes behind them; what refers is resolved when everything has been read.
 *
 * It does not gunzip, scale, symbolize or drop anything.
 */
import { ResidentError } from "../../base/errors.ts";
import type { Profile } from "../../model/profile.ts";
import { sealProfile } from "../../model/seal-profile.ts";
import { offsetOf } from "../wire/message-path.ts";
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

/** Offsets are 32-bit integers. */
const MAX_LENGTH = 2 ** 31 - 1;

export interface PprofOptions {
  /** False: no sample has labels, as far as the profile says; they are a fifth of what there is to read. */
  readonly labels?: boolean;
  /** A location in a mapping that the profile lacks is in none, as pprof has it; else it is an error. */
  readonly unknownMappings?: boolean;
}

/**
 * `bytes`: the profile, unpacked. Throws a DecodeError with the offset and the path of the field
 * where a profile is not a valid one; an id or a line number beyond 2^53 is one of those.
 * Sample values and labels beyond 2^53 make their column a BigInt64Array.
 */
export function decodePprof(
  bytes: Uint8Array,
  { labels = true, unknownMappings = false }: PprofOptions = {},
): Profile {
  if (bytes.length > MAX_LENGTH) throw tooLarge(bytes.length);
  const decoder = new PprofDecoder(new WireReader(bytes, "pprof", PROFILE_SCHEMA), labels);
  decoder.read();
  return decoder.finish(unknownMappings);
}

class PprofDecoder {
  private readonly reader: WireReader;
  private readonly header: ProfileHeader;
  private readonly samples: SampleColumns;
  private readonly locations: LocationColumns;
  private readonly functions: FunctionColumns;
  private readonly mappings: MappingColumns;
  private readonly strings = new LazyStrings();

  constructor(reader: WireReader, takesLabels: boolean) {
    const ids = {
      location: new IdTable(reader, "location"),
      function: new IdTable(reader, "function"),
      mapping: new IdTable(reader, "mapping"),
    };
    this.reader = reader;
    this.header = new ProfileHeader(reader);
    this.samples = new SampleColumns(reader, ids.location, takesLabels);
    this.locations = new LocationColumns(reader, ids);
    this.functions = new FunctionColumns(reader, ids.function);
    this.mappings = new MappingColumns(reader, ids.mapping);
  }

  read(): void {
    const { reader } = this;
    while (reader.pos < reader.end) {
      this.samples.readUsual();
      if (reader.pos === reader.end) break;
      const tag = reader.tag();
      if (tag === SAMPLE) this.samples.read();
      else if (tag === LOCATION) this.locations.read();
      else if (tag === FUNCTION) this.functions.read();
      else if (tag === STRING) this.readString();
      else if (tag === MAPPING) this.mappings.read();
      else this.header.read(tag);
    }
  }

  finish(takesUnknownMappings: boolean): Profile {
    this.checkStringTable();
    const strings = this.strings.finish(this.reader.bytes);
    const header = this.header.finish(strings);
    this.checkValueTypes();
    const tables = {
      ...this.samples.finish(this.header.sampleTypeCount),
      ...this.locations.finish(takesUnknownMappings),
      functions: this.functions.finish(),
      mappings: this.mappings.finish(),
      strings,
    };
    checkStrings(this.reader, tables, this.samples.labelStrings);
    return sealProfile({ ...header, ...tables });
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

function tooLarge(length: number): ResidentError {
  return new ResidentError(
    "RES_TOO_LARGE",
    `A profile of ${length} bytes is more than the ${MAX_LENGTH} that can be decoded.`,
  );
}
