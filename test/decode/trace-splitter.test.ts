/**
 * A program's stderr parted into trace lines and the rest: whatever the pieces it comes in, the
 * program's bytes go out unchanged and in order, and every trace line is found.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeGcLog } from "../../src/decode/gctrace/decode-gc-log.ts";
import { TraceSplitter } from "../../src/decode/gctrace/trace-splitter.ts";
import { TRACE_FORMS } from "../support/print-trace.ts";

const CAPTURES = join(import.meta.dirname, "../fixtures/captures");
const MODERN =
  "gc 7 @4.100s 0%: 0.23+2.8+0.006 ms clock, 0.47+0/0.36/2.7+0.012 ms cpu, 121->121->121 MB, 242 MB goal, 0 MB stacks, 0 MB globals, 2 P";

interface Parted {
  output: string;
  traces: string[];
}

/** Splits pieces of text; `null` is a moment in which nothing comes. */
function split(pieces: readonly (string | Uint8Array | null)[]): Parted {
  const parted: Parted = { output: "", traces: [] };
  const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");
  const splitter = new TraceSplitter({
    output: (bytes) => (parted.output += latin1(bytes)),
    trace: (line) => parted.traces.push(latin1(line)),
  });
  for (const piece of pieces) {
    if (piece === null) splitter.flush();
    else splitter.push(typeof piece === "string" ? Buffer.from(piece, "latin1") : piece);
  }
  splitter.end();
  return parted;
}

/** Text cut at the given places (0..1). */
function cutAt(text: string, places: readonly number[]): string[] {
  const cuts = [...places.map((place) => Math.floor(place * text.length)), text.length];
  const sorted = [0, ...cuts.sort((a, b) => a - b)];
  return sorted.slice(1).map((end, i) => text.slice(sorted[i], end));
}

const anyLine = fc.oneof(...TRACE_FORMS.map(([, , lines]) => lines));
const byte = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code));
const words = fc
  .oneof(
    fc.string({ unit: byte, maxLength: 40 }),
    fc.constantFrom("g", "gc ", "gc 1 files", "GC forcedly", "scav", "scan: total", "s", "\r"),
  )
  .map((text) => text.replaceAll("\n", " "));
const places = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 });
const entries = fc.array(
  fc.oneof(
    anyLine.map(({ text }) => ({ trace: true, text: `${text}\n` })),
    words.map((text) => ({ trace: false, text: `${text}\n` })),
  ),
  { maxLength: 12 },
);

it("parts any output into its lines, however it is cut", () => {
  fc.assert(
    fc.property(entries, places, (lines, cuts) => {
      const text = lines.map((line) => line.text).join("");
      const { output, traces } = split(cutAt(text, cuts));
      expect(output).toBe(lines.flatMap((line) => (line.trace ? [] : [line.text])).join(""));
      expect(traces).toEqual(lines.flatMap((line) => (line.trace ? [line.text] : [])));
    }),
    { numRuns: 300 },
  );
});

it("loses no byte and no trace where the program pauses in the middle of one", () => {
  fc.assert(
    fc.property(entries, places, (lines, cuts) => {
      const text = lines.map((line) => line.text).join("");
      const pieces = cutAt(text, cuts).flatMap((piece) => [piece, null]);
      const { output, traces } = split(pieces);
      expect(traces).toEqual(lines.flatMap((line) => (line.trace ? [line.text] : [])));
      expect(isSubsequence(output, text)).toBe(true);
      expect(isSubsequence(lines.flatMap((l) => (l.trace ? [] : [l.text])).join(""), output)).toBe(
        true,
      );
    }),
    { numRuns: 300 },
  );
});

/** Between what the runtime writes with one call each: numbers, and the texts around them. */
function writesOf(text: string): number[] {
  return [...text.matchAll(/\d[\d.]*/g)].flatMap(({ index, 0: number }) => [
    index,
    index + number.length,
  ]);
}

it("passes a broken trace through, or puts it together and leaves what came in between", () => {
  const where = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(anyLine, where, words, places, ({ text }, at, between, cuts) => {
      const ends = writesOf(text);
      const cut = ends[Math.floor(at * ends.length)] ?? 0;
      const whole = `before\n${text.slice(0, cut)}${between}\n${text.slice(cut)}\nafter\n`;
      const { output, traces } = split(cutAt(whole, cuts));
      if (traces.length === 0) expect(output).toBe(whole);
      else if (traces[0] === `${text}\n`) expect(output).toBe(`before\n${between}\nafter\n`);
      // The first half can be a trace of its own, where " (forced)" was cut off.
      else expect(`${text}\n`.startsWith(traces[0]!.trimEnd())).toBe(true);
    }),
    { numRuns: 500 },
  );
});

function isSubsequence(part: string, whole: string): boolean {
  let at = 0;
  for (const character of part) {
    at = whole.indexOf(character, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

describe("a live program", () => {
  it("does not wait where nothing can be a trace", () => {
    const seen: string[] = [];
    const splitter = new TraceSplitter({
      output: (bytes) => seen.push(Buffer.from(bytes).toString()),
      trace: () => {},
    });
    splitter.push(Buffer.from("name? "));
    expect(seen.join("")).toBe("name? ");
    expect(splitter.isHolding).toBe(false);
    splitter.push(Buffer.from("loading g"));
    expect(seen.join("")).toBe("name? loading ");
    expect(splitter.isHolding).toBe(true);
    splitter.flush();
    expect(seen.join("")).toBe("name? loading g");
  });

  it("counts a trace whose beginning it had to let go", () => {
    const { output, traces } = split([MODERN.slice(0, 30), null, `${MODERN.slice(30)}\nx\n`]);
    expect(traces).toEqual([`${MODERN}\n`]);
    expect(output).toBe(`${MODERN}\nx\n`);
  });

  it("holds what came between the halves of a trace, in order", () => {
    const date = "2026/11/24 03:40:30 ready\n";
    const at = MODERN.indexOf("+2.8");
    const { output, traces } = split([MODERN.slice(0, at), date, `${MODERN.slice(at)}\n`, "z\n"]);
    expect({ output, traces }).toEqual({ output: `${date}z\n`, traces: [`${MODERN}\n`] });
  });

  it("gives the second half up when nothing comes", () => {
    const half = `${MODERN.slice(0, 40)} ready\n`;
    expect(split([half, null])).toEqual({ output: half, traces: [] });
  });

  it("takes the last trace also without its line end", () => {
    expect(split(["a\n", MODERN])).toEqual({ output: "a\n", traces: [`${MODERN}\n`] });
  });
});

const LOGS = readdirSync(CAPTURES, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith("output.log"),
);

it.each(LOGS)("%s: the trace lines, and the program's own to the byte", (name) => {
  const bytes = readFileSync(join(CAPTURES, name));
  const isTrace = /^(?:gc\d+\(|gc \d+ @|scav |scvg|forced scvg|scan: |GC forced$)/;
  const lines = bytes.toString("latin1").match(/[^\n]*\n/g)!;
  const { output, traces } = split([bytes]);
  expect(traces).toEqual(lines.filter((line) => isTrace.test(line)));
  expect(output).toBe(lines.filter((line) => !isTrace.test(line)).join(""));
  const log = decodeGcLog(bytes);
  expect(decodeGcLog(Buffer.from(traces.join(""), "latin1")).cycles.n).toEqual(log.cycles.n);
});
