/** The functions of merged profiles: those are one that have the same names, file and first line. */
import { Float64Column, Int32Column } from "../../base/columns.ts";
import { hashPair } from "../../base/hash-pair.ts";
import type { FunctionTable, Profile } from "../../model/profile.ts";
import type { PooledStrings } from "../../model/string-pool.ts";
import { countFromOne } from "./count-from-one.ts";
import { RowSlots } from "./row-slots.ts";

export class MergedFunctions {
  private readonly name = new Int32Column();
  private readonly systemName = new Int32Column();
  private readonly filename = new Int32Column();
  private readonly startLine = new Float64Column();
  private readonly slots = new RowSlots();

  /** The row of function `row` of a profile. */
  add({ functions }: Profile, row: number, strings: PooledStrings): number {
    const name = strings.indexOf(functions.name[row]);
    const systemName = strings.indexOf(functions.systemName[row]);
    const filename = strings.indexOf(functions.filename[row]);
    const startLine = functions.startLine[row];
    const hash = hashPair(hashPair(name, systemName), hashPair(filename, startLine));
    const known = this.slots.find(
      hash,
      (at) =>
        this.name.data[at] === name &&
        this.systemName.data[at] === systemName &&
        this.filename.data[at] === filename &&
        this.startLine.data[at] === startLine,
    );
    if (known >= 0) return known;
    this.name.push(name);
    this.systemName.push(systemName);
    this.filename.push(filename);
    this.startLine.push(startLine);
    return this.slots.add(hash);
  }

  finish(): FunctionTable {
    return {
      length: this.name.length,
      id: countFromOne(this.name.length),
      name: this.name.finish(),
      systemName: this.systemName.finish(),
      filename: this.filename.finish(),
      startLine: this.startLine.finish(),
    };
  }
}
