/**
 * The table of locations behind the samples of a Java profile, a line each:
 *
 *     0x00007f01 com.example.Main.run (Main.java:42)
 *     0x00007f02 memcpy (/lib/libc.so.6)
 *     0x00007f03 GC
 *
 * A function is known by its name alone, with the file in which it is seen first.
 */
import { baseName } from "../../base/base-name.ts";
import type { AddressTable } from "./address-table.ts";
import type { WholeLines } from "./text/whole-lines.ts";
import { unreadable } from "./unreadable.ts";

export interface JavaFunction {
  readonly name: string;
  readonly filename: string;
}

export interface JavaLine {
  readonly func: JavaFunction;
  readonly line: number;
}

const LOCATION = /^[\t\n\f\r ]*0x([\da-fA-F]+)[\t\n\f\r ]+([^\n]*)$/;
const LINE_NUMBER = /:(-?\d+)\)$/;
const MAX_LINE_NUMBER = 2n ** 63n - 1n;
const STUB = "generated stub/JIT";

export class JavaLocations {
  private readonly addresses: AddressTable;
  private readonly byLocation = new Map<number, JavaLine>();
  private readonly functions = new Map<string, JavaFunction>();

  /** `addresses`: those that samples have; others are not looked at. */
  constructor(addresses: AddressTable) {
    this.addresses = addresses;
  }

  /** Where the location is not in the table: undefined. */
  lineOf(location: number): JavaLine | undefined {
    return this.byLocation.get(location);
  }

  /** Takes all lines that are left; those of other shapes say nothing. */
  read(lines: WholeLines): void {
    while (lines.nextOrRest()) this.readLine(lines.trimmedText());
  }

  private readLine(line: string): void {
    const match = LOCATION.exec(line);
    if (match === null) return;
    const digits = match[1]!.replace(/^0+(?=.)/, "");
    if (digits.length > 16) throw outOfRange(line, match[1]!);
    const low = Number.parseInt(digits.slice(-8), 16);
    const high = Number.parseInt(digits.slice(0, -8) || "0", 16);
    const location = this.addresses.find(low, high);
    if (location >= 0) this.byLocation.set(location, this.parsePlace(match[2]!));
  }

  private parsePlace(place: string): JavaLine {
    const number = LINE_NUMBER.exec(place);
    const open = number === null ? -1 : openingBefore(place, number.index - 1);
    if (number !== null && open >= 0) {
      const file = place.slice(open + 1, number.index);
      return { func: this.func(place.slice(0, open - 1), file), line: parseLine(number[1]!) };
    }
    const pathOpen = place.endsWith(")") ? openingBefore(place, place.length - 1) : -1;
    if (pathOpen >= 0) {
      const file = baseName(place.slice(pathOpen + 1, -1));
      return { func: this.func(place.slice(0, pathOpen - 1), file), line: 0 };
    }
    return { func: this.func(place.includes(STUB) ? "STUB" : place, ""), line: 0 };
  }

  private func(name: string, filename: string): JavaFunction {
    let func = this.functions.get(name);
    if (func === undefined) {
      func = { name, filename };
      this.functions.set(name, func);
    }
    return func;
  }
}

/** The last ( before `end` that stands behind white space, or -1. */
function openingBefore(text: string, end: number): number {
  for (let at = text.lastIndexOf("(", end - 1); at > 0; at = text.lastIndexOf("(", at - 1)) {
    if (/[\t\n\f\r ]/.test(text[at - 1]!)) return at;
  }
  return -1;
}

/** 0 where it is not a positive int64. */
function parseLine(digits: string): number {
  if (digits.length > 40) return 0;
  const line = BigInt(digits);
  return line > 0n && line <= MAX_LINE_NUMBER ? Number(line) : 0;
}

function outOfRange(line: string, digits: string) {
  const reason = `strconv.ParseUint: parsing "${digits}": value out of range`;
  return unreadable(`parsing sample ${line}: ${reason}`);
}
