/** What is said of files that no format of Resident's begins with. */
import { expect, test } from "vitest";
import { noProfileHint, strangerHint } from "../../src/decode/hint-of-bytes.ts";

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

test.each([
  ["\x28\xb5\x2f\xfd\x24", /zstd -d/],
  ["\xfd7zXZ\0", /xz -d/],
  ["go 1.26 trace\0\0\0", /go tool trace/],
  ["go1.7 heap dump\n\x06", /debug\/pprof\/heap/],
  ["mode: atomic\nx/y.go:1.2,3.4 1 1\n", /go tool cover/],
  ["<!DOCTYPE html>", /HTML/],
])("%j", (text, hint) => {
  expect(strangerHint(bytes(text))).toMatch(hint);
  expect(noProfileHint(bytes(text))).toMatch(hint);
});

test("a program is run, or stands in front of its profile", () => {
  expect(strangerHint(bytes("\x7fELF\x02"))).toMatch(/resident run/);
  expect(noProfileHint(bytes("\x7fELF\x02"))).toMatch(/a profile behind it/);
});

test("of other words nothing is known, nor of a damaged profile", () => {
  for (const text of ["", "words", "mode: other\n", "go on"]) {
    expect([strangerHint(bytes(text)), noProfileHint(bytes(text))]).toEqual([undefined, undefined]);
  }
  expect(noProfileHint(bytes("heap profile: x"))).toBeUndefined();
});
