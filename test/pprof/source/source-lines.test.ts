import { describe, expect, test } from "vitest";
import { SourceLines } from "../../../src/pprof/source/source-lines.ts";

const encoder = new TextEncoder();

function linesOf(text: string): (string | Uint8Array)[] {
  const lines = new SourceLines(encoder.encode(text));
  const all = [];
  for (let number = 1; lines.line(number) !== undefined; number++) all.push(lines.line(number)!);
  return all;
}

describe("SourceLines", () => {
  test("counts from 1 and ends with the file", () => {
    const lines = new SourceLines(encoder.encode("package main\n\nfunc main() {}\n"));
    expect(lines.line(0)).toBeUndefined();
    expect(lines.line(1)).toBe("package main");
    expect(lines.line(3)).toBe("func main() {}");
    expect(lines.line(4)).toBeUndefined();
  });

  test("takes one carriage return off, and keeps a byte order mark", () => {
    expect(linesOf("\ufeffa\r\r\nb\r\n\r\nc\r")).toEqual(["\ufeffa\r", "b", "", "c"]);
  });

  test("has no line behind the last newline, and one without it", () => {
    expect(linesOf("a\n")).toEqual(["a"]);
    expect(linesOf("a\nb")).toEqual(["a", "b"]);
    expect(linesOf("")).toEqual([]);
  });

  // Measured with `go tool pprof -list`: bufio.Scanner has room for 65,536 bytes.
  test.each([
    [`${"x".repeat(65_535)}\nb\n`, 3],
    [`${"x".repeat(65_536)}\nb\n`, 1],
    [`${"x".repeat(65_534)}\r\nb\n`, 3],
    ["x".repeat(65_535), 2],
    ["x".repeat(65_536), 1],
  ])("ends the file at a line that is too long", (rest, count) => {
    expect(linesOf(`a\n${rest}`)).toHaveLength(count);
  });

  test("gives a line that is not UTF-8 as its bytes", () => {
    const lines = new SourceLines(Uint8Array.of(0x61, 0x0a, 0x63, 0xe9, 0x0a));
    expect(lines.line(1)).toBe("a");
    expect(lines.line(2)).toEqual(Uint8Array.of(0x63, 0xe9));
  });
});
