/** What Go's strconv.Quote prints. */
import { expect, test } from "vitest";
import { goQuote } from "../../../src/pprof/measure/go-quote.ts";

test.each([
  ['a "b" \\', '"a \\"b\\" \\\\"'],
  ["\0\x07\b\f\n\r\t\v\x1b\x7f", '"\\x00\\a\\b\\f\\n\\r\\t\\v\\x1b\\x7f"'],
  ["ü😀 \u0300", '"ü😀 \u0300"'],
  ["\u00a0\u200b\ue000\u{10ffff}", '"\\u00a0\\u200b\\ue000\\U0010ffff"'],
])("%j", (text, quoted) => {
  expect(goQuote(text)).toBe(quoted);
});
