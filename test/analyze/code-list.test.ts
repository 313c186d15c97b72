import { describe, expect, it } from "vitest";
import { listFunctions } from "../../src/analyze/code/list.ts";
import { compileRegexp } from "../../src/base/regexp.ts";
import { profileFromText } from "../support/profile-text.ts";

const PROFILE = profileFromText(
  `
  main.main@main.go:9;main.walk@walk.go:20;main.walk@walk.go:20;bytes.grow@buffer.go:1 1 100
  main.main@main.go:9;main.walk@walk.go:20;main.walk@walk.go:22;runtime.makeslice 1 50
  main.main@main.go:10|main.walk@walk.go:21 2 8
  main.main@main.go:12;other.walk@other.go:1 1 7`,
  { period: 1 },
);

function listed(pattern: string): string[] {
  return listFunctions(PROFILE, compileRegexp(pattern), undefined).map((f) => {
    const lines = f.lines.map((l) => `${l.line}: ${l.flat.bytes}/${l.cum.bytes}`).join(", ");
    return `${f.function} ${f.file} ${f.flat.bytes}/${f.cum.bytes} [${lines}]`;
  });
}

describe("the lines of a function", () => {
  it("have what they allocated and what was allocated below them, recursion once", () =>
    expect(listed("main\\.walk")).toEqual([
      "main.walk walk.go 158/158 [20: 100/150, 21: 8/8, 22: 50/50]",
    ]));

  it("are listed by cum, for every function that matches", () =>
    expect(listed("walk$|main$")).toEqual([
      "main.main main.go 0/165 [9: 0/150, 10: 0/8, 12: 0/7]",
      "main.walk walk.go 158/158 [20: 100/150, 21: 8/8, 22: 50/50]",
      "other.walk other.go 7/7 [1: 7/7]",
    ]));

  it("are none where nothing matches", () => expect(listed("nothing")).toEqual([]));
});
