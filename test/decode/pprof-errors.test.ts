/** What is wrong with a profile, and where: each error names the offset and the field. */
import { describe, expect, it } from "vitest";
import { DecodeError } from "../../src/base/errors.ts";
import { decodePprof } from "../../src/decode/pprof/decode-pprof.ts";
import {
  bytes,
  encodePprof,
  message,
  number,
  packed,
  tag,
  text,
  unpacked,
} from "../support/encode-pprof.ts";
import { profileFromText } from "../support/profile-text.ts";

type Bytes = readonly number[];

const STRINGS = [text(6, ""), text(6, "space"), text(6, "bytes")];
const TYPE = message(1, number(1, 1), number(2, 2));
const SAMPLE = message(2, packed(1, [1]), packed(2, [5]));
const LOCATION = message(4, number(1, 1));
const START: readonly Bytes[] = [...STRINGS, TYPE];
const at = START.flat().length;

/** Each: fields behind START, offset from there, path, expected, found. */
const CASES: readonly [string, readonly Bytes[], number, string, string, string][] = [
  [
    "a string index beyond the table",
    [message(5, number(1, 1), number(2, 2)), message(5, number(1, 2), number(4, 3))],
    10,
    "Profile.function[1].filename",
    "the index of one of 3 strings",
    "3",
  ],
  [
    "a string index that no table can have",
    [message(3, number(1, 1), number(6, -1))],
    5,
    "Profile.mapping[0].build_id",
    "the index of a string",
    "-1",
  ],
  [
    "a label's key beyond the table",
    [LOCATION, SAMPLE, message(2, packed(1, [1]), packed(2, [5]), message(3, number(1, 9)))],
    22,
    "Profile.sample[1].label[0].key",
    "the index of one of 3 strings",
    "9",
  ],
  [
    "the unit of a value type beyond the table",
    [message(11, number(1, 1), number(2, 9))],
    5,
    "Profile.period_type.unit",
    "the index of one of 3 strings",
    "9",
  ],
  [
    "a comment beyond the table",
    [packed(13, [1, 9])],
    3,
    "Profile.comment",
    "the index of one of 3 strings",
    "9",
  ],
  [
    "a location that is not there",
    [SAMPLE, message(2, packed(1, [1, 300]), packed(2, [5])), LOCATION],
    13,
    "Profile.sample[1].location_id",
    "the id of a location in the profile",
    "300, which none has",
  ],
  [
    "a function that is not there",
    [message(4, number(1, 1), message(4, number(1, 4)))],
    7,
    "Profile.location[0].line[0].function_id",
    "the id of a function in the profile",
    "4, which none has",
  ],
  [
    "a mapping that is not there",
    [message(4, number(1, 1), number(2, 6))],
    5,
    "Profile.location[0].mapping_id",
    "the id of a mapping in the profile",
    "6, which none has",
  ],
  [
    "two locations of one id",
    [LOCATION, LOCATION],
    7,
    "Profile.location[1].id",
    "an id that no other location has",
    "1 again",
  ],
  [
    "id 0",
    [message(5, number(1, 0), number(2, 1))],
    3,
    "Profile.function[0].id",
    "the id of a function",
    "0",
  ],
  ["no id", [message(5, number(2, 1))], 2, "Profile.function[0].name", "the id of a function", "0"],
  [
    "location 0 in a sample",
    [message(2, packed(1, [0]), packed(2, [5]))],
    4,
    "Profile.sample[0].location_id",
    "the id of a location",
    "0",
  ],
  [
    "a line without a function",
    [message(4, number(1, 1), message(4, number(2, 7)))],
    6,
    "Profile.location[0].line[0].line",
    "the id of a function",
    "0",
  ],
  [
    "an id of 64 bits",
    [message(3, number(1, -1))],
    3,
    "Profile.mapping[0].id",
    "an id below 2^53",
    "18446744073709551615",
  ],
  [
    "a line number that is no exact number",
    [message(4, number(1, 1), message(4, number(1, 1), number(2, 2n ** 60n)))],
    9,
    "Profile.location[0].line[0].line",
    "an integer of at most 2^53",
    "1152921504606846976",
  ],
  [
    "more values than sample types",
    [message(2, packed(2, [5, 6]))],
    2,
    "Profile.sample[0].value",
    "1 values, one for each sample type",
    "2",
  ],
  [
    "fewer values than the first sample",
    [message(2, packed(2, [5])), message(2, packed(1, []))],
    6,
    "Profile.sample[1]",
    "1 values, as the first sample has",
    "0",
  ],
  [
    "more values than the first sample",
    [message(2, packed(2, [5])), message(2, unpacked(2, [5, 6]))],
    10,
    "Profile.sample[1].value",
    "1 values, as the first sample has",
    "2 or more",
  ],
  [
    "a number where a message belongs",
    [number(2, 5)],
    0,
    "Profile.sample[0]",
    "a length and bytes (wire type 2)",
    "a varint (wire type 0)",
  ],
  [
    "bytes where a number belongs",
    [message(4, bytes(1, [1]))],
    2,
    "Profile.location[0].id",
    "a varint (wire type 0)",
    "a length and bytes (wire type 2)",
  ],
  [
    "four bytes where packed numbers belong",
    [message(2, [...tag(1, 5), 1, 2, 3, 4])],
    2,
    "Profile.sample[0].location_id",
    "a length and bytes (wire type 2)",
    "4 bytes (wire type 5)",
  ],
  [
    "a group",
    [[...tag(40, 3), ...tag(40, 4)]],
    1,
    "Profile.40",
    "a field",
    "the start of a group (wire type 3)",
  ],
  ["field 0", [[0]], 0, "Profile", "the number of a field", "0"],
  [
    "a length beyond the end",
    [[...tag(2, 2), 200, 1, 0]],
    1,
    "Profile.sample[0]",
    "a length of at most 1 bytes",
    "200",
  ],
  [
    "a length beyond its message",
    [message(2, [...tag(2, 2), 3, 1]), SAMPLE],
    3,
    "Profile.sample[0].value",
    "a length of at most 1 bytes",
    "3",
  ],
  [
    "a number that its message cuts off",
    [message(2, packed(1, [1]), [...tag(2, 2), 1, 0x80]), SAMPLE],
    7,
    "Profile.sample[0].value",
    "the rest of a number",
    "the end of its message",
  ],
  [
    "a tag without a value",
    [message(4, tag(1, 0)), SAMPLE],
    2,
    "Profile.location[0].id",
    "a number",
    "the end of its message",
  ],
  [
    "a number of more than 64 bits",
    [[...tag(12, 0), 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 2]],
    1,
    "Profile.period",
    "at most 64 bits",
    "more",
  ],
  [
    "a period beyond 2^53",
    [number(12, 2n ** 53n + 1n)],
    1,
    "Profile.period",
    "an integer of at most 2^53",
    "9007199254740993",
  ],
  [
    "a second profile behind the first",
    [number(9, 5), ...START, number(9, 5)],
    2 + at,
    "Profile.time_nanos",
    "one profile",
    "a second one behind it",
  ],
];

describe("an error of decodePprof", () => {
  it.each(CASES)("tells %s", (_, fields, offset, field, expected, found) => {
    const problem = problemOf([...START, ...fields].flat());
    expect(problem).toEqual({
      format: "pprof",
      at: { offset: at + offset },
      field,
      expected,
      found,
    });
  });

  it("tells a missing string table and a first string that is not empty", () => {
    expect(problemOf([])).toMatchObject({ expected: "a string table", found: "an empty input" });
    expect(problemOf(LOCATION)).toMatchObject({ expected: "a string table", found: "none" });
    expect(problemOf(text(6, "x"))).toMatchObject({
      at: { offset: 1 },
      field: "Profile.string_table[0]",
      expected: "the empty string as the first one",
    });
  });

  it("tells samples without any sample type", () => {
    expect(problemOf([...STRINGS.flat(), ...message(2, packed(1, []))])).toMatchObject({
      field: "Profile.sample[0]",
      expected: "at least one sample type",
      found: "none",
    });
  });

  it("reads as one sentence", () => {
    const input = [...START, SAMPLE].flat();
    expect(() => decodePprof(Uint8Array.from(input))).toThrow(
      `pprof: at byte ${at + 4} (Profile.sample[0].location_id) expected the id of a location in the profile, found 1, which none has`,
    );
  });

  it("or a profile comes out of every beginning of a profile", () => {
    const whole = encodePprof(profileFromText('main;a 1 2 {bytes:3 B}\nmain 4 5 {k:"v"}'));
    for (let length = 0; length < whole.length; length++) {
      try {
        decodePprof(whole.subarray(0, length));
      } catch (error) {
        expect(error).toBeInstanceOf(DecodeError);
        expect((error as DecodeError).problem.at).toMatchObject({ offset: expect.any(Number) });
      }
    }
  });
});

function problemOf(input: Bytes) {
  try {
    decodePprof(Uint8Array.from(input));
  } catch (error) {
    if (error instanceof DecodeError) return error.problem;
    throw error;
  }
  throw new Error("no error");
}
