/**
 * Where a pipe keeps writes apart, the output of the program is what it was without any trace,
 * whatever came between the pieces of a trace.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TraceJoiner } from "../../../src/collect/run/traces/join-traces.ts";
import { TraceSplitter } from "../../../src/decode/gctrace/trace-splitter.ts";

/** The writes of one line, as Go 1.26 makes them. */
function pieces(number: number, forced: boolean): string[] {
  return [
    ..."gc |N| @|0.117|s |1|%|: |0.63|+|0.24|+|0.37| ms clock, |1.2|+|0.067|/|0.060|/|12|+|0| ms cpu, "
      .replace("N", String(number))
      .split("|"),
    ..."3|->|5|->|1| MB, |4| MB goal, |0| MB stacks, |0| MB globals, |2| P".split("|"),
    ...(forced ? [" (forced)"] : []),
    "\n",
  ];
}

function run(writes: readonly Uint8Array[]): { output: Buffer; traces: string[] } {
  const output: Uint8Array[] = [];
  const traces: string[] = [];
  const splitter = new TraceSplitter({
    output: (bytes) => output.push(bytes),
    trace: (line) => traces.push(Buffer.from(line).toString()),
  });
  const joiner = new TraceJoiner((bytes) => splitter.push(bytes));
  for (const write of writes) joiner.push(write);
  joiner.end();
  splitter.end();
  return { output: Buffer.concat(output), traces };
}

const time = fc.constantFrom("0", "0.005", "0.081", "0.44", "1.7", "12");
const whole = fc.nat({ max: 300 }).map(String);
const NUMBER = /[\d.]+/g;

/** The writes of a line with numbers of its own. */
const anyPieces = fc
  .record({
    at: fc.constantFrom("0.001", "0.117", "12.345"),
    times: fc.array(time, { minLength: 8, maxLength: 8 }),
    wholes: fc.array(whole, { minLength: 9, maxLength: 9 }),
    forced: fc.boolean(),
  })
  .map(({ at, times, wholes, forced }) => {
    const [ms, count] = [times.values(), wholes.values()];
    return pieces(0, forced).map((piece, i) => {
      if (!/^[\d.]+$/.test(piece)) return piece;
      if (i === 3) return at;
      if (i === 5) return String(Number(count.next().value!) % 101);
      return i > 7 && i < 24 ? ms.next().value! : count.next().value!;
    });
  });

describe("TraceJoiner", () => {
  it("takes the trace out of what was written between its pieces", () => {
    const writes = pieces(7, true).flatMap((piece, i) => [piece, `2026/11/24 line ${i}\n`]);
    const { output, traces } = run(writes.map((text) => Buffer.from(text)));
    expect(traces).toEqual([pieces(7, true).join("")]);
    expect(output.toString()).toBe(
      pieces(7, true)
        .map((_, i) => `2026/11/24 line ${i}\n`)
        .join(""),
    );
  });

  it("keeps the lines of two processes apart that trace at once", () => {
    const [a, b] = [pieces(12, false), pieces(3, true)];
    const writes = a.flatMap((piece, i) => [piece, ...(b[i] === undefined ? [] : [b[i]])]);
    const { output, traces } = run([...writes, ...b.slice(a.length)].map((t) => Buffer.from(t)));
    expect(output.toString()).toBe("");
    expect(traces).toHaveLength(2);
  });

  it("leaves nothing of several lines in the output, whoever writes next", () => {
    const writers = fc.array(anyPieces, { minLength: 2, maxLength: 3 });
    const order = fc.array(fc.nat({ max: 3 }), { minLength: 200, maxLength: 200 });
    fc.assert(
      fc.property(writers, order, (lines, turns) => {
        const left = lines.map((line) => [...line]);
        const writes: string[] = [];
        for (const turn of turns) {
          const next = left[turn % left.length]!.shift();
          if (next !== undefined) writes.push(next);
          if (turn === 3) writes.push("listening\n");
        }
        writes.push(...left.flat());
        const { output, traces } = run(writes.map((text) => Buffer.from(text)));
        const own = writes.filter((text) => text === "listening\n");
        expect(output.toString()).toBe(own.join(""));
        expect(traces).toHaveLength(lines.length);
        // Which line a number came to may be a guess; none is lost, none comes twice.
        const numbers = (texts: readonly string[]) => texts.join(" ").match(NUMBER)!.sort();
        expect(numbers(traces)).toEqual(numbers(lines.map((line) => line.join(""))));
      }),
    );
  });

  it("lets output go on that only begins like a trace, in its order", () => {
    const texts = ["gc ", "done\n", "gc ", "files: 12\n", "scav", "enger\n"];
    const { output, traces } = run(texts.map((text) => Buffer.from(text)));
    expect([output.toString(), traces]).toEqual([texts.join(""), []]);
  });

  it("leaves out a trace in the middle of which the program ended", () => {
    const texts = ["last words", ...pieces(9, false).slice(0, 14)];
    expect(run(texts.map((text) => Buffer.from(text))).output.toString()).toBe("last words");
  });

  it("keeps every byte of the program, and every trace, however they are mixed", () => {
    const own = fc
      .uint8Array({ minLength: 1, maxLength: 40 })
      .filter((b) => !/gc|scav|GC/.test(latin(b)));
    const between = fc.array(fc.array(own, { maxLength: 2 }), { minLength: 45, maxLength: 45 });
    fc.assert(
      fc.property(fc.array(between, { minLength: 1, maxLength: 4 }), (lines) => {
        const writes: Uint8Array[] = [];
        const program: Uint8Array[] = [];
        const traces: string[] = [];
        for (const [at, gaps] of lines.entries()) {
          const line = pieces(at + 1, at % 2 === 0);
          traces.push(line.join(""));
          for (const [i, piece] of line.entries()) {
            // What the runtime would write next, written by the program at that moment, is the same.
            const mine = gaps[i]!.filter((bytes) => !/^[\d.+/>%: \n-]*$/.test(latin(bytes)));
            program.push(...mine);
            writes.push(...mine, Buffer.from(piece));
          }
        }
        const result = run(writes);
        expect(result.output.equals(Buffer.concat(program))).toBe(true);
        expect(result.traces).toEqual(traces);
      }),
    );
  });
});

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}
