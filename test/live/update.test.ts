/** The state machine of the live view: every key and every kind of look, without a terminal. */
import { describe, expect, test } from "vitest";
import { goroutinePiles } from "../../src/analyze/goroutines/goroutine-piles.ts";
import { topOfRecording } from "../../src/analyze/top-of-recording.ts";
import { KEYS } from "../../src/live/state/keys.ts";
import { selectedIndex, shownData } from "../../src/live/state/watch-state.ts";
import { update } from "../../src/live/update.ts";
import {
  leakRecording,
  looksAt,
  pressed,
  stateAfter,
  stateBefore,
  withLooks,
} from "./looks-of-capture.ts";

const recording = await leakRecording();
const times = recording.snapshots.map(({ time }) => time!);
const watched = stateAfter(recording);

test("the capture has what these tests are about", () => {
  expect(recording.snapshots.length).toBeGreaterThan(1);
  expect(watched.table.rows.length).toBeGreaterThan(2);
});

describe("looks", () => {
  test("the kernel's figures make a series, and newest ones are shown", () => {
    const { data } = watched;
    expect(data.rss.map(({ t }) => t)).toEqual(times);
    expect(data.rss.at(-1)!.value).toBe(recording.snapshots.at(-1)!.status!.vmRss);
    expect(data.kernel?.rss).toBe(recording.snapshots.at(-1)!.status!.vmRss);
  });

  test("the live heap is that of the last collection until the next, and grows from one to another", () => {
    const first = recording.snapshots[0]!;
    const at = (time: number, NumGC: number, LastGC: number, NextGC: number, stacks: number) => {
      const memStats = { ...first.memStats!, NumGC, LastGC, NextGC, StackInuse: stacks };
      const snapshot = { ...first, time, memStats };
      return looksAt({ ...recording, snapshots: [snapshot] }, 0).program;
    };
    const looks = [at(100, 7, 10, 8e6, 3e5), at(110, 7, 10, 8e6, 3e6), at(120, 8, 115, 14e6, 3e5)];
    const { live, found } = withLooks(stateBefore(100), looks).data;
    expect(live.map(({ t }) => t)).toEqual([100, 110, 120]);
    expect(live[1]!.value).toBe(live[0]!.value);
    expect(live[2]!.value).toBeGreaterThan(1.5 * live[0]!.value);
    expect(found).toEqual([
      { t: 10, value: live[0]!.value },
      { t: 115, value: live[2]!.value },
    ]);
  });

  test("change is measured from the first look", () => {
    expect(watched.data.baseline).toBe(recording.snapshots[0]);
    expect(watched.data.profile?.snapshot).toBe(recording.snapshots.at(-1));
  });

  test("a program that has gone leaves a gap, and what was known of it", () => {
    const reason = "process 1 has ended";
    const gone = withLooks(watched, [{ kind: "gone", time: times.at(-1)! + 1, reason }]);
    expect(gone.data.gone).toEqual({ since: times.at(-1)! + 1, reason });
    expect(gone.data.rss.at(-1)!.value).toBeNaN();
    expect(gone.table).toBe(watched.table);
  });

  test("one that comes back is another run: nothing is compared with the one before", () => {
    const time = times.at(-1)! + 5;
    const back = withLooks(watched, [
      { kind: "gone", time: time - 2, reason: "process 1 has ended" },
      { kind: "back", time, pid: 2, label: "2" },
    ]);
    expect(back.data).toMatchObject({ restarts: [time], gone: undefined, baseline: undefined });
    expect(back.table.rows).toEqual([]);
    expect(back.data.rss.length).toBe(times.length + 1);
    const again = withLooks(back, [looksAt(recording, 0).profile]);
    expect(again.data.baseline).toBe(recording.snapshots[0]);
  });

  test("what can't be read is said until it can", () => {
    const trouble = { kind: "trouble", time: times[0]!, reason: "it does not answer" } as const;
    const troubled = withLooks(watched, [trouble]);
    expect(troubled.data.trouble).toBe("it does not answer");
    expect(withLooks(troubled, [{ ...trouble, reason: undefined }]).data.trouble).toBeUndefined();
  });
});

describe("the table", () => {
  test("has the places and figures of `resident top --lines`, largest first", () => {
    const top = topOfRecording(recording, { value: "inuse_space", granularity: "lines" });
    expect(watched.table.rows.map(({ amount }) => amount)).toEqual(
      top.lines.map(({ bytes }) => bytes),
    );
    expect(watched.table.total).toBe(top.total.bytes);
  });

  test("v goes through the values, V back, and a digit chooses one", () => {
    const types = ["v", "v", "v", "v", "v"].map(
      (_, at, all) => pressed(watched, ...all.slice(0, at + 1)).state.sampleType,
    );
    expect(types).toEqual([
      "inuse_objects",
      "alloc_space",
      "alloc_objects",
      "goroutines",
      "inuse_space",
    ]);
    expect(pressed(watched, "V").state.sampleType).toBe("goroutines");
    const allocated = pressed(watched, "3").state;
    const top = topOfRecording(recording, { value: "alloc_space", granularity: "lines" });
    expect(allocated.table.rows[0]!.amount).toBe(top.lines[0]!.bytes);
    expect(pressed(watched, "4").state.table.rows[0]!.amount).toBe(
      topOfRecording(recording, { value: "alloc_objects", granularity: "lines" }).lines[0]!.objects,
    );
  });

  test("goroutines are counted by the place where they wait", () => {
    const { table } = pressed(watched, "5").state;
    const { goroutines } = recording.snapshots.at(-1)!;
    expect(table.total).toBe(goroutines!.total);
    expect(table.rows.reduce((sum, { amount }) => sum + amount, 0)).toBe(goroutines!.total);
    const [pile] = goroutinePiles(goroutines!).piles;
    expect(table.rows[0]!.amount).toBeGreaterThanOrEqual(pile!.count);
  });

  test("o sorts by growth, then by name, then by size again", () => {
    const byGrowth = pressed(watched, "o").state;
    const clear = byGrowth.table.rows.map((row) => (row.isClear ? (row.change ?? 0) : 0));
    expect(clear).toEqual([...clear].sort((a, b) => b - a));
    expect(clear[0]).toBeGreaterThan(0);
    const names = pressed(watched, "o", "o").state.table.rows.map((row) => row.function);
    expect(names).toEqual([...names].sort());
    expect(pressed(watched, "o", "o", "o").state.table.rows).toEqual(watched.table.rows);
  });

  test("the selection moves, stays within, and stays at its row when the order changes", () => {
    const last = watched.table.rows.length - 1;
    expect(selectedIndex(pressed(watched, "down").state)).toBe(1);
    expect(selectedIndex(pressed(watched, "down", "up", "up").state)).toBe(0);
    expect(selectedIndex(pressed(watched, "end", "down").state)).toBe(last);
    expect(selectedIndex(pressed(watched, "end", "home").state)).toBe(0);
    expect(selectedIndex(pressed(watched, "pagedown", "pagedown", "pagedown").state)).toBe(
      Math.min(last, 36),
    );
    const { state } = pressed(watched, "down", "o");
    expect(state.table.rows[selectedIndex(state)]!.key).toBe(watched.table.rows[1]!.key);
  });

  test("b measures change from the newest look on", () => {
    const { state } = pressed(watched, "b");
    expect(state.data.baseline).toBe(recording.snapshots.at(-1));
    expect(state.table.rows.every(({ change }) => change === undefined)).toBe(true);
    expect(state.data.firstProgram).toBe(state.data.program);
  });
});

describe("pausing", () => {
  test("stands still, asks nothing, and goes on with the newest", () => {
    const early = withLooks(stateBefore(times[0]!), Object.values(looksAt(recording, 0)));
    const paused = pressed(early, " ");
    expect(paused.effects).toEqual([{ kind: "rest", isResting: true }]);
    const later = withLooks(paused.state, Object.values(looksAt(recording, 1)));
    expect(shownData(later)).toBe(early.data);
    expect(later.table).toBe(early.table);
    expect(later.data.rss.length).toBe(2);
    expect(shownData(later).rss.length).toBe(1);
    const on = pressed(later, " ");
    expect(on.effects).toEqual([{ kind: "rest", isResting: false }]);
    expect(shownData(on.state)).toBe(later.data);
    expect(on.state.table).not.toEqual(early.table);
  });

  test("a refresh is refused meanwhile, and asked for otherwise", () => {
    expect(pressed(watched, "r").effects).toEqual([{ kind: "ask" }]);
    const { effects, state } = pressed(watched, " ", "r");
    expect(effects.map(({ kind }) => kind)).toEqual(["rest"]);
    expect(state.note?.text).toMatch(/^Paused/);
  });
});

describe("going down to a function", () => {
  const { state: open, effects } = pressed(watched, "down", "enter");
  const [effect] = effects;

  test("Enter asks for the source of the selected row, of the look that is shown", () => {
    expect(effects.length).toBe(1);
    expect(effect).toMatchObject({ kind: "read-function", sampleType: "inuse_space" });
    if (effect?.kind !== "read-function") throw new Error("no effect");
    expect(effect.row).toBe(watched.table.rows[1]);
    expect(effect.recording.snapshots).toEqual([recording.snapshots.at(-1)]);
    expect(open.page).toMatchObject({ kind: "function", content: undefined });
  });

  test("what was read is shown if it is still the page", () => {
    const content = { kind: "failed", reason: "not found" } as const;
    const event = { kind: "content", row: watched.table.rows[1]!, content } as const;
    expect(update(open, event).state.page).toMatchObject({ content });
    const other = { ...event, row: watched.table.rows[0]! };
    expect(update(open, other).state).toBe(open);
    expect(update(watched, event).state).toBe(watched);
  });

  test("Esc leads back to the same row; values and rows do not change meanwhile", () => {
    const { state } = pressed(open, "v", "down", "escape");
    expect(state.page.kind).toBe("main");
    expect(state.sampleType).toBe("inuse_space");
    expect(selectedIndex(state)).toBe(1);
  });

  test("a page is scrolled to its last line and not beyond", () => {
    const lines = Array.from({ length: 200 }, (_, at) => `line ${at}`);
    const content = { kind: "source", lines, isExact: true } as const;
    const row = { ...watched.table.rows[1]!, callers: Array(30).fill(watched.table.rows[0]) };
    const page = { kind: "function", row, sampleType: "goroutines", content, scroll: 0 } as const;
    const long = { ...watched, page };
    const end = pressed(long, "end").state.page;
    if (end.kind !== "function") throw new Error("no page");
    expect(end.scroll).toBeGreaterThan(10);
    expect(end.scroll).toBeLessThan(60);
    expect(pressed(long, "end", "up").state.page).toMatchObject({ scroll: end.scroll - 1 });
    expect(pressed(long, "end", "home", "up").state.page).toMatchObject({ scroll: 0 });
  });

  test("without a row there is nowhere to go", () => {
    expect(pressed(stateBefore(0), "enter")).toMatchObject({ effects: [] });
  });
});

test("s saves once at a time, and says where", () => {
  const saving = pressed(watched, "s", "s");
  expect(saving.effects).toEqual([{ kind: "save" }]);
  const saved = update(saving.state, { kind: "saved", text: "Saved ./x.tgz" }).state;
  expect(saved.note?.text).toBe("Saved ./x.tgz");
  expect(pressed(saved, "s").effects).toEqual([{ kind: "save" }]);
});

test("t widens the chart step by step, and begins again", () => {
  const spans = [1, 2, 3, 4, 5].map(
    (count) => pressed(watched, ...Array<string>(count).fill("t")).state.span,
  );
  expect(spans).toEqual([60, 300, 900, 3600, 0]);
});

test("? opens and closes the help, q and Ctrl-C quit from everywhere", () => {
  expect(pressed(watched, "?").state.page.kind).toBe("help");
  expect(pressed(watched, "?", "?").state.page.kind).toBe("main");
  for (const keys of [["q"], ["ctrl-c"], ["?", "q"], ["enter", "ctrl-c"], [" ", "q"]]) {
    expect(pressed(watched, ...keys).effects.at(-1)).toEqual({ kind: "quit" });
  }
});

test("a key has one meaning, and one without a meaning does nothing", () => {
  const keys = KEYS.flatMap((help) => help.keys);
  expect(new Set(keys).size).toBe(keys.length);
  expect(pressed(watched, "x", "ctrl-x", "é").state).toBe(watched);
});
