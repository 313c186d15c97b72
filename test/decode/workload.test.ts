/** Workloads: every step as it is written, and every slip with its line. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { DecodeError } from "../../src/base/errors.ts";
import { KiB, MiB } from "../../src/base/units.ts";
import { decodeWorkload } from "../../src/decode/workload/decode-workload.ts";

const FOLDER = new URL("../../workloads/", import.meta.url);

function problemOf(text: string) {
  try {
    decodeWorkload(text);
  } catch (error) {
    if (error instanceof DecodeError) return error.problem;
    throw error;
  }
  throw new Error("it was taken");
}

test("every kind of step", () => {
  const { program, steps } = decodeWorkload(`
name: all
program: plain
steps:
  - allocate: { size: 1000, count: 3, as: a, write: 25% }
  - allocate: { size: 64KiB, into: list, write: none, over: 2s }
  - write: a
  - drop: list
    share: 50%
    scattered: true
  - wait: 90s
    waking: 500ms
  - start: { as: workers, count: 10, stack: 5KiB }
  - end: workers
    share: 10%
  - repeat: 2
    steps: [collect, return]
`);
  expect(program).toBe("plain");
  expect(steps.map(({ line, ...step }) => step)).toEqual([
    { kind: "allocate", size: 1000, count: 3, write: 0.25, as: "a", over: 0 },
    { kind: "allocate", size: 64 * KiB, count: 1, write: 0, into: "list", over: 2 },
    { kind: "write", what: "a", share: 1 },
    { kind: "drop", what: "list", share: 0.5, scattered: true },
    { kind: "wait", seconds: 90, wakesEvery: 0.5 },
    { kind: "start", as: "workers", count: 10, stack: 8 * KiB },
    { kind: "end", what: "workers", share: 0.1 },
    {
      kind: "repeat",
      times: 2,
      steps: [
        { kind: "collect", line: 17 },
        { kind: "return", line: 17 },
      ],
    },
  ]);
  expect(steps.map(({ line }) => line)).toEqual([5, 6, 7, 8, 11, 13, 14, 16]);
});

test("the bundled ones", () => {
  const names = readdirSync(FOLDER);
  expect(names.length).toBeGreaterThanOrEqual(6);
  for (const name of names) {
    const { about, steps } = decodeWorkload(readFileSync(new URL(name, FOLDER), "utf8"));
    expect(about).not.toBe("");
    expect(steps.length).toBeGreaterThan(0);
  }
});

describe("what is wrong is said with its line", () => {
  const head = "name: x\nsteps:\n";
  const cases: readonly (readonly [string, string, number, RegExp])[] = [
    ["no map", "- a\n", 1, /map/],
    ["broken YAML", `${head}  - wait: [1s\n`, 4, /./],
    ["no steps", "name: x\n", 1, /list/],
    ["an empty list", "steps: []\n", 1, /at least one/],
    ["an unknown key", `${head}  - collect\nspeed: 3\n`, 4, /one of/],
    ["an unknown step", `${head}  - collect\n  - alocate: { size: 1 }\n`, 4, /allocate/],
    ["an unknown word", `${head}  - colect\n`, 3, /collect/],
    ["two steps in one", `${head}  - wait: 1s\n    collect: 1\n`, 4, /one of/],
    ["a bare number as duration", `${head}  - wait: 10\n`, 3, /unit/],
    ["a negative size", `${head}  - allocate: { size: -1 }\n`, 3, /size/],
    ["a size of half a byte", `${head}  - allocate: { size: 0.5 }\n`, 3, /size/],
    ["a size in words", `${head}  - allocate: { size: large }\n`, 3, /size/],
    ["no size", `${head}  - allocate: { count: 2 }\n`, 3, /size/],
    ["a count of none", `${head}  - allocate: { size: 1, count: 0 }\n`, 3, /whole number/],
    ["more than all", `${head}  - allocate: { size: 1, write: 101% }\n`, 3, /share/],
    ["as and into", `${head}  - allocate: { size: 1, as: a, into: b }\n`, 3, /as or into/],
    [
      "a name that nothing has",
      `${head}  - allocate: { size: 1, as: a }\n  - drop: b\n`,
      4,
      /name/,
    ],
    ["goroutines dropped", `${head}  - start: { as: g, count: 1 }\n  - drop: g\n`, 4, /allocated/],
    ["a name with spaces", `${head}  - allocate: { size: 1, as: "a b" }\n`, 3, /letters/],
    ["a key twice", `${head}  - allocate: { size: 1, size: 2 }\n`, 3, /./],
    ["an alias", `${head}  - allocate: &a { size: 1 }\n  - allocate: *a\n`, 4, /map/],
    ["too many steps", `${head}  - repeat: 999999999\n    steps: [collect]\n`, 3, /20000 steps/],
    ["too long", `${head}  - wait: 1000h\n`, 3, /30 days/],
    ["too much", `${head}  - allocate: { size: 1TiB, count: 9 }\n`, 3, /4 TiB/],
  ];
  test.each(cases)("%s", (_, text, line, expected) => {
    const problem = problemOf(text);
    expect(problem.at).toEqual({ line });
    expect(problem.expected).toMatch(expected);
  });

  test("loops in loops", () => {
    const nested = Array.from({ length: 10 }, (_, at) => "  ".repeat(at * 2));
    const text = nested.map((pad) => `${pad}- repeat: 1\n${pad}  steps:\n`).join("");
    expect(problemOf(`steps:\n${text}${"  ".repeat(20)}- collect\n`).expected).toMatch(/8 loops/);
  });
});

test("a program's size counts, not its text", () => {
  const { steps } = decodeWorkload(
    `steps:\n  - repeat: 3\n    steps:\n      - allocate: { size: 1MiB }\n`,
  );
  expect(steps[0]).toMatchObject({ kind: "repeat", steps: [{ size: MiB, count: 1 }] });
});
