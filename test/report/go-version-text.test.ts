import { expect, test } from "vitest";
import { goVersionText } from "../../src/report/text/go-version-text.ts";

test.each([
  ["go1.15+", "Go 1.15 or later"],
  ["go1.9–go1.10", "Go 1.9 or 1.10"],
  ["go1.2–go1.15", "Go 1.2 to 1.15"],
  ["go1.23.4", "go1.23.4"],
  ["go1.4", "go1.4"],
  ["go1.27rc1 X:greenteagc", "go1.27rc1 X:greenteagc"],
  ["go1.26-devel_abc", "go1.26-devel_abc"],
])("%s is %s", (raw, text) => expect(goVersionText(raw)).toBe(text));
