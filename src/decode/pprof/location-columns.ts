/**
 * The locations and their lines on their way into columns. Mappings and functions may be defined
 * behind the locations, so `mapping` and `func` hold slots of their ids until `finish`.
 */
import { Float64Column, Int32Column, Uint8Column } from "../../base/columns.ts";
import { Uint64Column } from "../../base/uint64-column.ts";
import type { Profile } from "../../model/profile.ts";
import { ScalarFields } from "../wire/scalar-fields.ts";
import type { WireReader } from "../wire/wire-reader.ts";
import type { IdTable } from "./id-table.ts";
import { LINE_SCHEMA, LOCATION_SCHEMA } from "./pprof-schema.ts";

const ID = 1;
const MAPPING_ID = 2;
const ADDRESS = 3;
const LINE = (4 << 3) | 2;
const IS_FOLDED = 5;

const FUNCTION_ID = 1;
const LINE_NUMBER = 2;
const COLUMN = 3;

/** The tables of ids that refer to other tables. */
export interface Ids {
  readonly location: IdTable;
  readonly function: IdTable;
  readonly mapping: IdTable;
}

export class LocationColumns {
  private readonly id = new Float64Column();
  private readonly address = new Uint64Column();
  private readonly mapping = new Int32Column();
  private readonly isFolded = new Uint8Column();
  private readonly lineStart = new Int32Column();
  private readonly func = new Int32Column();
  private readonly line = new Float64Column();
  private readonly column = new Float64Column();
  private readonly reader: WireReader;
  private readonly ids: Ids;
  private readonly fields: ScalarFields;
  private readonly lineFields: ScalarFields;

  constructor(reader: WireReader, ids: Ids) {
    this.reader = reader;
    this.ids = ids;
    this.fields = new ScalarFields(reader, LOCATION_SCHEMA);
    this.lineFields = new ScalarFields(reader, LINE_SCHEMA);
    this.lineStart.push(0);
  }

  /** Reads one location, from its length on. */
  read(): void {
    const { reader, fields } = this;
    const outer = reader.enter();
    fields.begin();
    while (reader.pos < reader.end) {
      const tag = reader.tag();
      if (tag === LINE) this.readLine();
      else fields.take(tag);
    }
    reader.leave(outer);
    this.id.push(this.ids.location.define(fields, ID, this.id.length));
    this.mapping.push(fields.isZero(MAPPING_ID) ? -1 : this.ids.mapping.slotIn(fields, MAPPING_ID));
    this.address.push(fields.lowOf(ADDRESS), fields.highOf(ADDRESS));
    this.isFolded.push(fields.bool(IS_FOLDED));
    this.lineStart.push(this.func.length);
  }

  /**
   * Fails where a location has a function that the profile lacks, or a mapping, unless that is to
   * mean none.
   */
  finish(takesUnknownMappings: boolean): Pick<Profile, "locations" | "lines"> {
    const mapping = this.mapping.finish();
    const func = this.func.finish();
    this.ids.mapping.resolve(mapping, takesUnknownMappings);
    this.ids.function.resolve(func);
    return {
      locations: {
        length: this.id.length,
        id: this.id.finish(),
        address: this.address.finish(),
        mapping,
        isFolded: this.isFolded.finish(),
        lineStart: this.lineStart.finish(),
      },
      lines: {
        length: func.length,
        func,
        line: this.line.finish(),
        column: this.column.finish(),
      },
    };
  }

  private readLine(): void {
    const { lineFields } = this;
    lineFields.readMessage();
    this.func.push(this.ids.function.slotIn(lineFields, FUNCTION_ID));
    this.line.push(lineFields.number(LINE_NUMBER));
    this.column.push(lineFields.number(COLUMN));
  }
}
