/** The mappings of a profile on their way into columns. */
import { Float64Column, Int32Column, Uint8Column } from "../../base/columns.ts";
import { Uint64Column } from "../../base/uint64-column.ts";
import type { MappingTable } from "../../model/profile.ts";
import { ScalarFields } from "../wire/scalar-fields.ts";
import type { WireReader } from "../wire/wire-reader.ts";
import type { IdTable } from "./id-table.ts";
import { MAPPING_SCHEMA } from "./pprof-schema.ts";

const ID = 1;
const MEMORY_START = 2;
const MEMORY_LIMIT = 3;
const FILE_OFFSET = 4;
const FILENAME = 5;
const BUILD_ID = 6;
const HAS_FUNCTIONS = 7;
const HAS_FILENAMES = 8;
const HAS_LINE_NUMBERS = 9;
const HAS_INLINE_FRAMES = 10;

export class MappingColumns {
  private readonly id = new Float64Column(4);
  private readonly start = new Uint64Column();
  private readonly limit = new Uint64Column();
  private readonly offset = new Uint64Column();
  private readonly filename = new Int32Column(4);
  private readonly buildId = new Int32Column(4);
  private readonly hasFunctions = new Uint8Column(4);
  private readonly hasFilenames = new Uint8Column(4);
  private readonly hasLineNumbers = new Uint8Column(4);
  private readonly hasInlineFrames = new Uint8Column(4);
  private readonly ids: IdTable;
  private readonly fields: ScalarFields;

  constructor(reader: WireReader, ids: IdTable) {
    this.ids = ids;
    this.fields = new ScalarFields(reader, MAPPING_SCHEMA);
  }

  /** Reads one mapping, from its length on. */
  read(): void {
    const { fields } = this;
    fields.readMessage();
    this.id.push(this.ids.define(fields, ID, this.id.length));
    this.start.push(fields.lowOf(MEMORY_START), fields.highOf(MEMORY_START));
    this.limit.push(fields.lowOf(MEMORY_LIMIT), fields.highOf(MEMORY_LIMIT));
    this.offset.push(fields.lowOf(FILE_OFFSET), fields.highOf(FILE_OFFSET));
    this.filename.push(fields.stringIndex(FILENAME));
    this.buildId.push(fields.stringIndex(BUILD_ID));
    this.hasFunctions.push(fields.bool(HAS_FUNCTIONS));
    this.hasFilenames.push(fields.bool(HAS_FILENAMES));
    this.hasLineNumbers.push(fields.bool(HAS_LINE_NUMBERS));
    this.hasInlineFrames.push(fields.bool(HAS_INLINE_FRAMES));
  }

  finish(): MappingTable {
    return {
      length: this.id.length,
      id: this.id.finish(),
      start: this.start.finish(),
      limit: this.limit.finish(),
      offset: this.offset.finish(),
      filename: this.filename.finish(),
      buildId: this.buildId.finish(),
      hasFunctions: this.hasFunctions.finish(),
      hasFilenames: this.hasFilenames.finish(),
      hasLineNumbers: this.hasLineNumbers.finish(),
      hasInlineFrames: this.hasInlineFrames.finish(),
    };
  }
}
