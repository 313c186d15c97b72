import { expect, test } from "vitest";
import { parseAddress } from "../../../src/pprof/objects/parse-address.ts";

// As strconv.ParseUint(text, 0, 64) reads it.
test.each([
  ["0x5009a4", 0x5009a4n],
  ["0XFF", 0xffn],
  ["0b101", 5n],
  ["0o17", 15n],
  ["017", 15n],
  ["0", 0n],
  ["42", 42n],
  ["0xffffffffffffffff", 2n ** 64n - 1n],
  ["0x10000000000000000", undefined],
  ["08", undefined],
  ["main", undefined],
  ["-1", undefined],
  ["", undefined],
])("%s", (text, address) => {
  expect(parseAddress(text)).toBe(address);
});
