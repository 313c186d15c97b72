// The command line in /debug/vars loses its secrets and nothing else.
import { describe, expect, test } from "vitest";
import { redactVars } from "../../src/collect/pprof/redact-vars.ts";

describe("redactVars", () => {
  const redacted = (text: string) => Buffer.from(redactVars(Buffer.from(text))).toString();

  test("only the outermost command line is changed", () => {
    const rest =
      '"n": 12345678901234567890, "m": {"cmdline": ["-token", "x"]}, "s": "\\"cmdline\\": [1"';
    expect(redacted(`{${rest}, "cmdline" :[ "é\\u00e9" , "-password=ü\\"x" ,"b"]}`)).toBe(
      `{${rest}, "cmdline" :[ "é\\u00e9" , "-password=[secret]" ,"b"]}`,
    );
    const same = Buffer.from(`{"cmdline": ["a"], ${rest}}`);
    expect(redactVars(same)).toBe(same);
    expect(redacted('{"cmdline": "x", "a": ["-token", "y"]}')).toContain('"y"');
  });

  test("what is not JSON is refused", () => {
    expect(() => redacted('{"cmdline": ["-token"')).toThrow(
      expect.objectContaining({ code: "RES_DECODE" }),
    );
  });
});
