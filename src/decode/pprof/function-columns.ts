/** The functions of a profile on their way into columns. */
import { Float64Column, Int32Column } from "../../base/columns.ts";
import type { FunctionTable } from "../../model/profile.ts";
import { ScalarFields } from "../wire/scalar-fields.ts";
import type { WireReader } from "../wire/wire-reader.ts";
import type { IdTable } from "./id-table.ts";
import { FUNCTION_SCHEMA } from "./pprof-schema.ts";

const ID = 1;
const NAME = 2;
const SYSTEM_NAME = 3;
const FILENAME = 4;
const START_LINE = 5;

export class FunctionColumns {
  private readonly id = new Float64Column();
  private readonly name = new Int32Column();
  private readonly systemName = new Int32Column();
  private readonly filename = new Int32Column();
  private readonly startLine = new Float64Column();
  private readonly ids: IdTable;
  private readonly fields: ScalarFields;

  constructor(reader: WireReader, ids: IdTable) {
    this.ids = ids;
    this.fields = new ScalarFields(reader, FUNCTION_SCHEMA);
  }

  /** Reads one function, from its length on. */
  read(): void {
    const { fields } = this;
    fields.readMessage();
    this.id.push(this.ids.define(fields, ID, this.id.length));
    this.name.push(fields.stringIndex(NAME));
    this.systemName.push(fields.stringIndex(SYSTEM_NAME));
    this.filename.push(fields.stringIndex(FILENAME));
    this.startLine.push(fields.number(START_LINE));
  }

  finish(): FunctionTable {
    return {
      length: this.id.length,
      id: this.id.finish(),
      name: this.name.finish(),
      systemName: this.systemName.finish(),
      filename: this.filename.finish(),
      startLine: this.startLine.finish(),
    };
  }
}
