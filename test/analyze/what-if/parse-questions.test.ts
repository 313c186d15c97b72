/** What --what-if takes, as Go reads the variables, and what it refuses. */
import { describe, expect, test } from "vitest";
import { parseQuestions } from "../../../src/analyze/what-if/parse-questions.ts";
import { ResidentError } from "../../../src/base/errors.ts";
import { MiB } from "../../../src/base/units.ts";
import { formatMemoryLimit, parseGogc, parseMemoryLimit } from "../../../src/model/go-settings.ts";

describe("questions", () => {
  test.each([
    [["GOGC=50,100"], [{ gogc: 50 }, { gogc: 100 }]],
    [["GOGC=off"], [{ gogc: null }]],
    [["GOMEMLIMIT=400MiB,1GiB"], [{ memlimit: 400 * MiB }, { memlimit: 1024 * MiB }]],
    [["GOGC=50+GOMEMLIMIT=400MiB"], [{ gogc: 50, memlimit: 400 * MiB }]],
    [["GOMEMLIMIT=off+GOGC=200"], [{ gogc: 200, memlimit: null }]],
    [["GOGC=50,GOMEMLIMIT=1048576"], [{ gogc: 50 }, { memlimit: MiB }]],
    [
      ["GOGC=50", "GOMEMLIMIT=2MiB"],
      [{ gogc: 50 }, { memlimit: 2 * MiB }],
    ],
  ])("%j", (texts, questions) => {
    expect(parseQuestions(texts)).toEqual(questions);
  });

  test.each([
    "50",
    "GOGC",
    "GOGC=",
    "GOGC=1e2",
    "GOGC=50%",
    "GOGC=+50",
    "GOGC=4294967296",
    "GOGC=0",
    "gogc=50",
    "GOMEMLIMIT=400MB",
    "GOMEMLIMIT=1.5GiB",
    "GOMEMLIMIT=-1",
    "GOMEMLIMIT=400 MiB",
    "GOGC=50+GOGC=60",
    "GOGC=50+60",
    "GOGC=50+GOMEMLIMIT=1MiB,2MiB",
    "GODEBUG=x",
    "",
  ])("%s is refused with a hint", (text) => {
    expect(() => parseQuestions([text])).toThrow(ResidentError);
    try {
      parseQuestions([text]);
    } catch (error) {
      expect((error as ResidentError).code).toBe("RES_USAGE");
      expect((error as ResidentError).hint).toContain("--what-if GOGC=50,200");
    }
  });
});

describe("the variables", () => {
  test("a negative GOGC is off", () => {
    expect(parseGogc("-1")).toBeNull();
    expect(parseGogc("off")).toBeNull();
    expect(parseGogc("0100")).toBe(100);
  });

  test("a limit beyond all memory is none", () => {
    expect(parseMemoryLimit("9223372036854775807")).toBeNull();
    expect(parseMemoryLimit("off")).toBeNull();
    expect(parseMemoryLimit("1TiB")).toBe(2 ** 40);
  });

  test("a limit is written in the largest unit that keeps it whole", () => {
    expect(formatMemoryLimit(400 * MiB)).toBe("400MiB");
    expect(formatMemoryLimit(1024 * MiB)).toBe("1GiB");
    expect(formatMemoryLimit(1500)).toBe("1500");
    expect(formatMemoryLimit(null)).toBe("off");
  });
});
