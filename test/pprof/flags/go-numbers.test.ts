/** Numbers of flags, as Go's strconv reads them: the answers are those of ParseFloat and ParseInt. */
import { expect, test } from "vitest";
import {
  type NotANumber,
  parseDecimalInteger,
  parseFloating,
  parseInteger,
} from "../../../src/pprof/flags/go-numbers.ts";

type Case = readonly [text: string, read: number | NotANumber];

const FLOATS: readonly Case[] = [
  ["0x1p4", 16],
  ["0x1.8p4", 24],
  ["0x.8p1", 1],
  ["0x8.p1", 16],
  ["0x_1p4", 16],
  ["0x1_0p4", 256],
  ["1_0", 10],
  ["0x1", "syntax"],
  ["0x1.8", "syntax"],
  ["0xp4", "syntax"],
  ["0x.p1", "syntax"],
  ["0x1p", "syntax"],
  ["0x1p1024", "range"],
  ["0x1p-1080", 0],
  ["-0X1P+2", -4],
  ["0x1p1_0", 1024],
  ["0x1__0p1", "syntax"],
  ["0x123456789abcdef0123p0", 5.373003642731685e21],
  ["1_0e1", 100],
  ["1e400", "range"],
  ["1_.5", "syntax"],
  ["1e_1", "syntax"],
  ["1e1_0", 10000000000],
  ["_1", "syntax"],
  ["1_", "syntax"],
  ["0_1", 1],
  ["inf", Number.POSITIVE_INFINITY],
  ["-Inf", Number.NEGATIVE_INFINITY],
  ["in_f", "syntax"],
  ["nan", Number.NaN],
  [".", "syntax"],
  ["5.", 5],
  [".5", 0.5],
  ["0x10000000000000p-1080", 3.4766779039175e-310],
  ["+0x1p-1074", 5e-324],
  ["0x1P-1075", 0],
];

const INTEGERS: readonly Case[] = [
  ["0", 0],
  ["-7", -7],
  ["+7", 7],
  ["08", "syntax"],
  ["07", 7],
  ["0o17", 15],
  ["0O17", 15],
  ["0b101", 5],
  ["0B101", 5],
  ["0x1F", 31],
  ["0X_1f", 31],
  ["0_7", 7],
  ["1_000", 1000],
  ["1__0", "syntax"],
  ["_1", "syntax"],
  ["1_", "syntax"],
  ["0x", "syntax"],
  ["0b2", "syntax"],
  ["9223372036854775807", 2 ** 63],
  ["-9223372036854775808", -(2 ** 63)],
  ["9223372036854775808", "range"],
  ["0x8000000000000000", "range"],
  ["", "syntax"],
  ["1.0", "syntax"],
];

test.each(FLOATS)("ParseFloat of %s", (text, read) => {
  expect(parseFloating(text)).toBe(read);
});

test.each(INTEGERS)("ParseInt of %s", (text, read) => {
  expect(parseInteger(text)).toBe(read);
});

test.each<Case>([
  ["08", 8],
  ["-12", -12],
  ["0x10", "syntax"],
  ["1_0", "syntax"],
  ["99999999999999999999", "range"],
])("Atoi of %s", (text, read) => {
  expect(parseDecimalInteger(text)).toBe(read);
});
