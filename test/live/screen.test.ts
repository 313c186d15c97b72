/** The screen as text: at every size within its bounds, and what a person reads on it is right. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { screenSections } from "../../src/live/screen/screen-sections.ts";
import { KEYS } from "../../src/live/state/keys.ts";
import type { WatchState } from "../../src/live/state/watch-state.ts";
import { update } from "../../src/live/update.ts";
import { displayWidth } from "../../src/report/text/display-width.ts";
import { paint } from "../../src/report/text/paint.ts";
import {
  leakRecording,
  looksAt,
  pressed,
  stateAfter,
  stateBefore,
  withLooks,
} from "./looks-of-capture.ts";

const recording = await leakRecording();
const last = recording.snapshots.at(-1)!;

/** Lines of the program, as its source says. */
const SOURCE = readFileSync(join(import.meta.dirname, "../fixtures/live/main.go"), "utf8").split(
  "\n",
);
const LEAKS_AT = SOURCE.findIndex((line) => line.includes("make([]byte, 256<<10)}")) + 1;
const WAITS_AT = SOURCE.findIndex((line) => line.startsWith("func wait(")) + 1;

function screenOf(state: WatchState, unicode = true): string[] {
  const lines = screenSections(state, unicode).flatMap((section) => section.lines);
  return paint(lines, { color: false, unicode }).slice(0, -1).split("\n");
}

function sized(columns: number, rows: number): WatchState {
  return stateAfter(recording, columns, rows);
}

describe.each([
  [60, 20],
  [80, 24],
  [140, 45],
])("at %i × %i", (columns, rows) => {
  const screen = screenOf(sized(columns, rows));
  const text = screen.join("\n");

  test("it fills all rows but the last, and no line is too long", () => {
    expect(screen.length).toBe(rows - 1);
    for (const line of screen) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
  });

  test("the answer, the ledger, the chart, the figures, the code, the ages and the keys are there", () => {
    expect(screen[0]).toMatch(/^leaky · pid \d+ · go1\.26\.8 +watching 0:15$/);
    expect(text).toMatch(/The live heap grows by 7\d\.\d MiB a\s+minute/);
    // The answer breaks between two words where it is longer than a line.
    expect(text.replaceAll("\n", " ")).toContain(`main.go:${LEAKS_AT} (main.remember)`);
    expect(text).toMatch(/RSS \d+\.\d MiB +█+/);
    expect(text).toMatch(/█ live +\d+\.\d/);
    expect(text).toMatch(/└ 30 s ago .*── RSS {2}·· live heap .*now/);
    expect(text).toMatch(/goroutines \d+ \(\+\d+\/min\) {1,2}|goroutines \d+ \(\+\d+\/min\)\n/);
    expect(text).toMatch(/GCs \d+ \(\d+\/min\)/);
    expect(text).toMatch(
      new RegExp(`▸ main\\.go:${LEAKS_AT} main\\.remember +\\d+\\.\\d .*\\+\\d+\\.\\d`),
    );
    expect(text).toMatch(/kernel 0 s · MemStats 0 s · .*profiles 0 s ago · next in 15 s/);
    expect(screen.at(-1)).toMatch(/^q quit {2}\? help {2}Enter source/);
  });
});

test("the program's own rate stands in the table: 256 KiB every 200 ms, and what holds it", () => {
  const state = sized(80, 24);
  const row = state.table.rows[0]!;
  expect(row.function).toBe("main.remember");
  expect(row.isClear).toBe(true);
  const perMinute = (row.perSecond! * 60) / 2 ** 20;
  expect(perMinute).toBeGreaterThan(40);
  expect(perMinute).toBeLessThan(110);
});

test("a screen of any size, after any keys and looks, stays within its bounds", () => {
  const keys = fc.constantFrom(...KEYS.flatMap((help) => help.keys), "1", "3", "5", "x");
  const looks = recording.snapshots.flatMap((_, at) => Object.values(looksAt(recording, at)));
  const gone = { kind: "gone", time: last.time! + 1, reason: "process 7 has ended" } as const;
  const back = { kind: "back", time: last.time! + 9, pid: 8, label: "leaky" } as const;
  const trouble = { kind: "trouble", time: last.time!, reason: "it ".repeat(99) } as const;
  const events = fc.oneof(
    keys.map((key) => ({ kind: "key", key }) as const),
    fc.constantFrom(...looks, gone, back, trouble).map((look) => ({ kind: "look", look }) as const),
    fc
      .record({ columns: fc.integer({ min: 20, max: 220 }), rows: fc.integer({ min: 8, max: 70 }) })
      .map((size) => ({ kind: "resize", ...size }) as const),
  );
  fc.assert(
    fc.property(fc.array(events, { maxLength: 25 }), fc.boolean(), (list, unicode) => {
      let state = stateBefore(recording.snapshots[0]!.time!, 60, 20);
      for (const event of list) state = update(state, event).state;
      const screen = screenOf(state, unicode);
      expect(screen.length).toBeLessThanOrEqual(state.rows - 1);
      if (state.columns < 60) return; // there it is cut by the terminal
      for (const line of screen) expect(displayWidth(line)).toBeLessThanOrEqual(state.columns);
      if (!unicode) expect(screen.join("")).toMatch(/^[\x20-\x7e]*$/);
    }),
    { numRuns: 150 },
  );
});

describe("other states", () => {
  const state = sized(80, 24);

  test("before the first look it says that it looks", () => {
    const text = screenOf(stateBefore(0)).join("\n");
    expect(text).toContain("Looking for the first time …");
    expect(text).toContain("The first look is under way.");
  });

  test("while the program is away it says so, for how long, and shows no rates", () => {
    const reason = "process 7 (leaky) has ended";
    const gone = withLooks(state, [{ kind: "gone", time: last.time! + 2, reason }]);
    const later = update(gone, { kind: "tick", now: last.time! + 14 }).state;
    const text = screenOf(later).join("\n");
    expect(text).toContain("WAITING 0:12");
    expect(text).toContain("Process 7 (leaky) has ended: waiting for it to come back, since 12 s.");
    expect(text).not.toContain("/min)");
    expect(text).toContain("kernel 14 s");
  });

  test("paused it says so, and that nothing is asked", () => {
    const text = screenOf(pressed(state, " ").state).join("\n");
    expect(text).toContain("PAUSED");
    expect(text).toContain("nothing is asked");
    expect(text).toContain("Space go on");
  });

  test("a note takes the place of the ages for some seconds", () => {
    const noted = update(state, { kind: "saved", text: "Saved ./x.tgz (4 looks)" }).state;
    expect(screenOf(noted).at(-2)).toBe("Saved ./x.tgz (4 looks)");
    const later = update(noted, { kind: "tick", now: noted.now + 60 }).state;
    expect(screenOf(later).at(-2)).toMatch(/^kernel 1 min · /);
  });

  test("a chosen order and value show in the header of the table", () => {
    const header = (keys: readonly string[]) =>
      screenOf(pressed(state, ...keys).state).find((line) => /^(What|Where) /.test(line))!;
    expect(header([])).toMatch(/^What holds memory \(\d+\) +MiB▾ /);
    expect(header(["o"])).toMatch(/ change▾ /);
    expect(header(["3"])).toMatch(/^What allocated memory/);
    expect(header(["5"])).toMatch(/^Where goroutines are \(\d+\) +number▾ /);
  });

  test("goroutines that pile up are on top, with how many more there are", () => {
    const text = screenOf(pressed(state, "5").state).join("\n");
    const count = last.goroutines!.groups.find(({ frames }) =>
      frames.some((frame) => frame.function === "main.wait"),
    )!.count;
    expect(text).toMatch(new RegExp(`▸ main\\.go:${WAITS_AT} main\\.wait +${count} .*\\+\\d`));
  });

  test("a selected row far down comes into view", () => {
    const many = { ...state.table.rows[0]! };
    const rows = Array.from({ length: 60 }, (_, at) => ({ ...many, key: `${at}`, line: at + 1 }));
    const long = { ...state, table: { ...state.table, rows }, selected: "41" };
    expect(screenOf(long).join("\n")).toContain("▸ main.go:42 main.remember");
  });

  test("help names every key and every part of the bar", () => {
    let help = pressed(sized(80, 70), "?").state;
    const text = screenOf(help).join("\n");
    for (const { shown } of KEYS) expect(text).toContain(shown);
    for (const part of ["live", "since GC", "kept free", "stacks"]) expect(text).toContain(part);
    help = pressed(sized(80, 24), "?").state;
    expect(screenOf(help).at(-1)).toMatch(/^Esc back .* lines 1–19 of \d+$/);
  });
});

test("names from the program can't steer the terminal", () => {
  const state = sized(80, 24);
  const evil = { ...state.table.rows[0]!, key: "e", function: "main.\x1b[2Jevil\x07" };
  const table = { ...state.table, rows: [evil] };
  const page = {
    kind: "function",
    row: evil,
    sampleType: "goroutines",
    content: undefined,
    scroll: 0,
  };
  for (const one of [{ ...state, table }, { ...state, page } as WatchState]) {
    expect(screenOf(one).join("")).not.toMatch(/\p{Cc}/u);
  }
});
