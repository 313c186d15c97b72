import { describe, expect, test } from "vitest";
import {
  parseInstructions,
  parseLines,
  parseSymbols,
} from "../../../src/collect/objects/parse-tool-output.ts";

// As Go 1.26 prints them.
describe("what Go's tools print", () => {
  test("nm: names may hold spaces, undefined symbols have no address", () => {
    const output = [
      "  5009a0         89 T main.fibonacci",
      "                  0 U puts",
      "  54a2c0         24 R type:.eq.struct { a int; b string }",
      "ffffffffff600000          0 D _end",
    ].join("\n");
    expect(parseSymbols(output)).toEqual([
      { name: "main.fibonacci", start: 0x5009a0n, size: 89 },
      { name: "type:.eq.struct { a int; b string }", start: 0x54a2c0n, size: 24 },
      { name: "_end", start: 0xffffffffff600000n, size: 0 },
    ]);
  });

  test("objdump: bytes of amd64, words of arm64, and code without a file", () => {
    const output = [
      "TEXT main.fibonacci(SB) /src/main.go",
      "  main.go:63\t\t0x5009a0\t\t493b6610\t\tCMPQ SP, 0x10(R14)\t",
      "  main.go:67\t\t0x5009c2\t\te8d9ffffff\t\tCALL main.fibonacci(SB)\t\t\t",
      "",
      "TEXT main.(*cache).put(SB) /src/main.go",
      "  main.go:55\t\t0x81230\t\tf9400b90 f9400b91\t?\t",
      "  :0\t\t\t0x81234\t\tc3\t\t\tRET\t\t",
    ].join("\n");
    const [first, second, third, last] = parseInstructions(output);
    const fibonacci = { symbol: "main.fibonacci", file: "main.go" };
    expect(first).toEqual({
      ...fibonacci,
      line: 63,
      address: 0x5009a0n,
      length: 4,
      text: "CMPQ SP, 0x10(R14)",
    });
    expect(second).toMatchObject({ ...fibonacci, length: 5, text: "CALL main.fibonacci(SB)" });
    expect(third).toMatchObject({ symbol: "main.(*cache).put", length: 8, text: "?" });
    expect(last).toMatchObject({ file: "", line: 0, address: 0x81234n, text: "RET" });
  });

  test("addr2line: two lines an address, question marks where it knows nothing", () => {
    const output = "main.f\n/src/a:b/main.go:63\n?\n?:0\n";
    expect(parseLines(output, 3)).toEqual([
      { func: "main.f", file: "/src/a:b/main.go", line: 63 },
      undefined,
      undefined,
    ]);
  });
});
