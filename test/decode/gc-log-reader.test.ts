/**
 * Logs as they are found: in pieces, wrapped by collectors, broken by other writers, of several
 * processes, of a program that was started again.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeGcLog, gcLogOf } from "../../src/decode/gctrace/decode-gc-log.ts";
import { GcLogReader } from "../../src/decode/gctrace/gc-log-reader.ts";
import { TRACE_FORMS } from "../support/print-trace.ts";

const CAPTURES = join(import.meta.dirname, "../fixtures/captures");
const LOGS = readdirSync(CAPTURES, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith("output.log"),
);
const encode = (text: string) => new TextEncoder().encode(text);

function trace(n: number, at = n, version = "MB stacks, 0 MB globals, 2 P") {
  return `gc ${n} @${at.toFixed(3)}s 0%: 0.23+2.8+0.006 ms clock, 0.47+0/0.36/2.7+0.012 ms cpu, 121->121->121 MB, 242 MB goal, 0 ${version}`;
}

function read(text: string) {
  const log = decodeGcLog(encode(text));
  const all = (log.otherProcesses ?? []).map((one) => ({
    source: one.source,
    n: [...one.slice(0, one.length).n],
  }));
  const { otherLines, damagedLines = 0 } = log;
  return { n: [...log.cycles.n], others: all, otherLines, damagedLines, log };
}

it.each(LOGS)("%s: the pieces that it comes in make no difference", (name) => {
  const bytes = readFileSync(join(CAPTURES, name));
  const whole = decodeGcLog(bytes);
  fc.assert(
    fc.property(fc.array(fc.nat(bytes.length), { maxLength: 12 }), (cuts) => {
      const reader = new GcLogReader();
      const ends = [...cuts, bytes.length].sort((a, b) => a - b);
      let start = 0;
      for (const end of ends) {
        reader.push(bytes.subarray(start, end));
        start = end;
      }
      reader.end();
      expect(gcLogOf(reader)).toEqual(whole);
    }),
    { numRuns: 25 },
  );
});

describe("wrappers", () => {
  it.each([
    ["Kubernetes", (l: string) => `2026-11-22T11:35:33.123456789Z stderr F ${l}`, ""],
    ["with a zone", (l: string) => `2026-11-22T11:35:33.1+02:00 stderr F ${l}`, ""],
    ["docker --timestamps", (l: string) => `2026-11-22T11:35:33.123456789Z ${l}`, ""],
    ["compose", (l: string) => `web-1  | ${l}`, "web-1"],
    ["compose in colour", (l: string) => `\u001b[36mweb-1  |\u001b[0m ${l}`, "web-1"],
    ["kubectl --prefix", (l: string) => `[pod/web-5d4f/app] ${l}`, "web-5d4f/app"],
    ["syslog", (l: string) => `Nov 22 11:35:33 host app[4711]: ${l}`, "host app 4711"],
    [
      "syslog with a priority",
      (l: string) => `<30>Nov  2 11:35:33 host app[47]: ${l}`,
      "host app 47",
    ],
    [
      "RFC 5424",
      (l: string) => `<34>1 2026-11-22T11:35:33Z host app 4711 - - ${l}`,
      "host app 4711",
    ],
    [
      "journalctl -o short-iso",
      (l: string) => `2026-11-22T11:35:33+0000 host app[4711]: ${l}`,
      "host app[4711]",
    ],
    ["a PID", (l: string) => `app[4711]: ${l}`, "app[4711]"],
    ["docker's JSON", (l: string) => JSON.stringify({ log: `${l}\n`, stream: "stderr" }), ""],
    [
      "JSON as Go escapes it",
      (l: string) => JSON.stringify({ log: l }).replaceAll(">", "\\u003e"),
      "",
    ],
    [
      "fluentd",
      (l: string) => JSON.stringify({ message: l, kubernetes: { pod_name: "web-1" } }),
      "web-1",
    ],
    ["journald's JSON", (l: string) => JSON.stringify({ MESSAGE: l, _PID: "4711" }), "4711"],
    ["one in the other", (l: string) => `web | 2026-11-22T11:35:33Z stderr F ${l}`, "web"],
    ["ANSI colours", (l: string) => `\u001b[32m${l}\u001b[0m`, ""],
    ["CRLF", (l: string) => `${l}\r`, ""],
  ])("%s", (_, wrap, source) => {
    const date = "2026/11/24 03:40:30 ready";
    const cut = trace(3).indexOf("+2.8");
    const lines = [
      trace(1),
      "GC forced",
      trace(2),
      "hello",
      trace(3).slice(0, cut) + date,
      trace(3).slice(cut),
      trace(4),
    ];
    const reader = new GcLogReader();
    reader.push(encode(lines.map((line) => `${wrap(line)}\n`).join("")));
    reader.end();
    const [history, ...others] = reader.histories();
    const cycles = history!.slice(0, history!.length);
    expect(others).toEqual([]);
    expect(history!.source).toBe(source);
    expect([...cycles.n]).toEqual([1, 2, 3, 4]);
    expect([...cycles.periodic]).toEqual([0, 1, 0, 0]);
    expect(reader).toMatchObject({ otherLines: 2, damagedLines: 0 });
  });
});

describe("lines that another writer broke", () => {
  const writes = [...trace(12).matchAll(/\d[\d.]*/g)].flatMap((m) => [
    m.index,
    m.index + m[0].length,
  ]);

  it.each(writes.slice(0, -1))("at byte %d, by a logger's line", (at) => {
    const text = `${trace(11)}\n${trace(12).slice(0, at)}2026/11/24 03:40:30 a\nb\n${trace(12).slice(at)}\n${trace(13)}\n`;
    expect(read(text)).toMatchObject({
      n: [11, 12, 13],
      otherLines: 2,
      damagedLines: 0,
      others: [],
    });
  });

  const fractions = [...trace(12).matchAll(/\d+\.\d+/g)].map((m) => m.index + m[0].length);

  it.each(fractions)("at byte %d, behind a fraction, by text without a line end", (at) => {
    const text = `${trace(12).slice(0, at)}<hello> ${trace(12).slice(at)}\n`;
    expect(read(text)).toMatchObject({ n: [12], otherLines: 0 });
  });

  it.each(writes)("at byte %d, by text without a line end: whole, or apart", (at) => {
    const text = `${trace(12).slice(0, at)}<hello> 5${trace(12).slice(at)}\n`;
    const { n, otherLines, log } = read(text);
    expect(n.length + otherLines).toBe(1);
    if (n.length === 0 || at === writes.at(-1)) return;
    const columns = ({ line: _, ...rest }: typeof log.cycles) => rest;
    expect(columns(log.cycles)).toEqual(columns(decodeGcLog(encode(trace(12))).cycles));
  });

  it("stay apart where digits could be the trace's or the program's", () => {
    const at = trace(12).indexOf("->121->");
    const text = `${trace(12).slice(0, at)}77 items\n${trace(12).slice(at)}\n`;
    expect(read(text)).toMatchObject({ n: [], otherLines: 2, damagedLines: 1 });
  });

  it("the number that follows decides where only the number is in doubt", () => {
    const text = `${trace(11)}\ngc 1277 items\n${trace(12).slice(5)}\n`;
    expect(read(text)).toMatchObject({ n: [11, 12], otherLines: 1, damagedLines: 0 });
  });

  it("the second half is not looked for beyond sixteen lines", () => {
    const text = `${trace(12).slice(0, 40)}x\n${"y\n".repeat(20)}${trace(12).slice(40)}\n`;
    expect(read(text)).toMatchObject({ n: [], otherLines: 22, damagedLines: 1 });
  });

  it("a cut last line is one of the program's, and damaged", () => {
    const text = `${trace(1)}\n${trace(2).slice(0, 60)}`;
    expect(read(text)).toMatchObject({ n: [1], otherLines: 1, damagedLines: 1 });
  });

  it("words that begin like a trace are no damage", () => {
    expect(read("gc 12 files\nscav 3\nscvg\n")).toMatchObject({ otherLines: 3, damagedLines: 0 });
  });
});

describe("several processes", () => {
  it("are told apart by their wrappers", () => {
    const lines = [1, 2, 3].flatMap((n) => [
      `a | ${trace(n)}`,
      ...(n < 3 ? [`b | ${trace(n)}`] : []),
    ]);
    expect(read(`${lines.join("\n")}\n`)).toMatchObject({
      n: [1, 2, 3],
      others: [{ source: "b", n: [1, 2] }],
    });
  });

  it("are told apart by their numbers and times", () => {
    const a = [1, 2, 3, 4, 5].map((n) => [n, 100 + n] as const);
    const b = [700, 701, 702, 703].map((n) => [n, n / 100] as const);
    const mixed = a.flatMap((row, i) => [row, ...(b[i] === undefined ? [] : [b[i]])]);
    const text = mixed.map(([n, at]) => `${trace(n, at)}\n`).join("");
    expect(read(text)).toMatchObject({ n: [1, 2, 3, 4, 5], others: [{ n: [700, 701, 702, 703] }] });
  });

  it("one with higher numbers is not taken for a gap, once the lower ones go on", () => {
    const rows = [
      [1, 1],
      [2, 2],
      [700, 3],
      [3, 3],
      [701, 4],
      [4, 4],
      [5, 5],
    ] as const;
    const text = rows.map(([n, at]) => `${trace(n, at)}\n`).join("");
    const { n, others, log } = read(text);
    expect({ n, others }).toEqual({ n: [1, 2, 3, 4, 5], others: [{ source: "", n: [700, 701] }] });
    expect([...log.cycles.line]).toEqual([1, 2, 4, 6, 7]);
  });

  it("any number of them, interleaved at random, come out whole", () => {
    const counts = fc.array(fc.integer({ min: 5, max: 30 }), { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(counts, fc.array(fc.nat(3), { maxLength: 120 }), (lengths, turns) => {
        // Each counts from 1 and prints its first line before any other's second.
        const next = lengths.map(() => 1);
        const starts = lengths.map((_, i) => 1000 * i);
        const lines: string[] = [];
        const print = (i: number) => {
          if (next[i]! > lengths[i]!) return;
          lines.push(`p${i}[${i + 1}]: ${trace(next[i]!, starts[i]! + next[i]!)}`);
          next[i]!++;
        };
        for (const turn of turns) print(turn % lengths.length);
        for (const [i, length] of lengths.entries()) for (let k = 0; k < length; k++) print(i);
        const { n, others } = read(`${lines.join("\n")}\n`);
        const found = [n.length, ...others.map((one) => one.n.length)];
        expect(found.sort()).toEqual([...lengths].sort());
      }),
      { numRuns: 50 },
    );
  });

  it("a count that starts again is the program started again", () => {
    const text = [1, 2, 3, 1, 2].map((n) => `${trace(n)}\n`).join("");
    const reader = new GcLogReader();
    reader.push(encode(text));
    reader.end();
    expect(reader.histories()).toHaveLength(1);
    expect(reader.histories()[0]).toMatchObject({ length: 5, restarts: [3] });
  });

  it("missing lines are a gap", () => {
    const text = [1, 2, 7, 8].map((n) => `${trace(n)}\n`).join("");
    expect(read(text)).toMatchObject({ n: [1, 2, 7, 8], others: [] });
  });
});

it("GOGC=off has an infinite goal", () => {
  const { log } = read(`${trace(1).replace("242 MB goal", "17592186044415 MB goal")}\n`);
  expect(log.cycles.goal[0]).toBe(Number.POSITIVE_INFINITY);
});

it("text without line ends takes neither time nor memory", () => {
  const reader = new GcLogReader();
  const piece = encode("gc 12 @0.5s ".repeat(20_000));
  for (let i = 0; i < 100; i++) reader.push(piece);
  reader.push(encode(`\n${trace(1)}\n`));
  reader.end();
  expect(reader.histories()[0]!.length).toBe(1);
}, 20_000);

const anyText = fc.oneof(
  ...TRACE_FORMS.map(([, , lines]) => lines.map(({ text }) => text)),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.constantFrom("{", '{"log":1}', "\u001b[", "gc ", "GC forced", "web | ", "\r"),
);

it("loses no line, whatever is cut and mixed", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(anyText, fc.nat(200), fc.boolean()), { maxLength: 40 }),
      (parts) => {
        const text = parts.map(([one, cut, end]) => one.slice(0, cut) + (end ? "\n" : "")).join("");
        const log = decodeGcLog(encode(text));
        const histories = log.otherProcesses ?? [];
        const rows = [
          log.cycles.length + log.scavenges.length,
          ...histories.map((h) => h.length + h.scavenges.length),
        ];
        const traced = rows.reduce((sum, count) => sum + count, 0);
        const lines = text.split("\n").length - (text.endsWith("\n") || text === "" ? 1 : 0);
        const silent = text
          .split("\n")
          .filter((line) => /GC forced|scan: |pacer: |checkfinal/.test(line)).length;
        expect(traced + log.otherLines).toBeLessThanOrEqual(lines);
        expect(traced + log.otherLines + silent).toBeGreaterThanOrEqual(lines);
      },
    ),
    { numRuns: 300 },
  );
});
