/** Function names in sentences. */
import { expect, test } from "vitest";
import { elideTypesIn } from "../../src/model/function-name.ts";

test.each([
  [
    "cache.go:27 (shop.(*Cache[go.shape.[]uint8,go.shape.struct { a [2]int }]).Put) grows.",
    "cache.go:27 (shop.(*Cache[…]).Put) grows.",
  ],
  ["main.Map[a.T] and main.Map[b.T] hold it", "main.Map[…] and main.Map[…] hold it"],
  ["12 MiB are in [heap] and [anon: Go].", "12 MiB are in [heap] and [anon: Go]."],
  ["never closed f[x", "never closed f[x"],
  ["main.go:41 (main.open) holds it.", "main.go:41 (main.open) holds it."],
])("%s", (sentence, short) => expect(elideTypesIn(sentence)).toBe(short));
