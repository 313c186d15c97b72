/** Which processes of a list are shown, in what order, and what is said of them all. */
import { describe, expect, test } from "vitest";
import { MiB } from "../../src/base/units.ts";
import type { ProcessRow } from "../../src/model/fleet.ts";
import { sparkPath } from "../../src/web/parts/spark-path.ts";
import {
  changeOf,
  changeSeconds,
  commonLabels,
  findProcesses,
  keepOrder,
  sortProcesses,
} from "../../src/web/processes/process-order.ts";
import {
  answeringText,
  answerOfText,
  liveText,
  lookText,
  matchText,
  nameText,
  processesHeadline,
  togetherText,
} from "../../src/web/processes/process-text.ts";

let ids = 0;
function row(name: string, part: Partial<ProcessRow> = {}): ProcessRow {
  return {
    ...{ id: ++ids, name, address: `http://${name}:6060`, labels: {}, state: "up" },
    ...{ pid: null, go: null, startedAt: null, rss: null, live: null, liveRange: null },
    ...{ goroutines: null },
    ...{ limit: null, trend: { times: [], rss: [], since: null }, verdict: null, lastLook: null },
    ...{ failingSince: null, interval: null, nextLook: null, error: null },
    ...part,
  };
}
const verdict = (severity: "critical" | "warning" | "info", headline = "It holds much.") => ({
  ...{ id: "live-heap", severity, headline, at: 0, rss: null },
});

const shop = row("shop", { labels: { env: "prod" }, rss: 300, verdict: verdict("info") });
const mail = row("mail", { rss: 900, verdict: verdict("warning", "5,000 goroutines wait.") });
const auth = row("auth", { state: "down", error: "connection refused", rss: 100 });
const cart = row("cart", { labels: { env: "test" }, verdict: verdict("critical"), rss: 200 });
const ROWS = [shop, mail, auth, cart];
const names = (rows: readonly ProcessRow[]) => rows.map(({ name }) => name).join(" ");

test.each([
  ["http://127.0.0.1:7121/debug/pprof/", "127.0.0.1:7121"],
  ["https://shop.example/debug/pprof", "shop.example"],
  ["shop", "shop"],
])("the name %s", (name, text) => expect(nameText(name)).toBe(text));

describe("search", () => {
  test.each([
    ["", "shop mail auth cart"],
    ["SHO", "shop"],
    ["env=prod", "shop"],
    ["env=", "shop cart"],
    ["goroutines wait", "mail"],
    ["refused", "auth"],
    ["^(shop|cart)$", "shop cart"],
    ["env=test shop", ""],
  ])("%j", (text, found) => expect(names(findProcesses(ROWS, text))).toBe(found));
});

describe("order", () => {
  test.each([
    ["worst", "cart mail auth shop"],
    ["rss", "mail shop cart auth"],
    ["name", "auth cart mail shop"],
  ] as const)("%s", (order, sorted) => expect(names(sortProcesses(ROWS, order))).toBe(sorted));

  test("those that are silent come after those that something can be done about, the worst first", () => {
    const oom = row("oom", { state: "down", rss: 250, verdict: verdict("critical") });
    const dull = row("dull", { state: "down", rss: 90, verdict: verdict("warning") });
    expect(names(sortProcesses([...ROWS, dull, oom], "worst"))).toBe(
      "cart mail oom dull auth shop",
    );
  });

  test("by what RSS changed, those that are not known last", () => {
    const trend = (...rss: (number | null)[]) => ({
      times: rss.map((_, i) => i),
      rss,
      since: 0,
    });
    const rows = [
      row("none"),
      row("falls", { trend: trend(9, 5), rss: 5 }),
      row("grows", { trend: trend(null, 1, 8), rss: 8 }),
      // The process that was seen first held 90.
      row("restarted", { trend: { ...trend(90, 2, 5), since: 1 }, rss: 5 }),
    ];
    expect(names(sortProcesses(rows, "growth"))).toBe("grows restarted falls none");
    expect(rows.map(changeOf)).toEqual([null, -4, 7, 3]);
    expect(rows.map(changeSeconds)).toEqual([0, 1, 2, 1]);
  });

  test("stays as it was; what is new comes last", () => {
    const fresh = row("fresh", { rss: 5000 });
    const before = [mail.id, shop.id, cart.id];
    expect(names(keepOrder([fresh, shop, cart, mail], before))).toBe("mail shop cart fresh");
  });
});

describe("when it was looked at", () => {
  const looked = { lastLook: 1000, go: "go1.26.1", pid: 7 };
  const found = (at: number) => ({ ...looked, verdict: { ...verdict("info"), at } });

  test.each<[Partial<ProcessRow>, string]>([
    [looked, "looked at 10 s ago · go1.26.1 · pid 7"],
    [found(998), "looked at 10 s ago · go1.26.1 · pid 7"],
    [found(960), "looked at 10 s ago · answer of 50 s ago · go1.26.1 · pid 7"],
    [
      { ...found(960), state: "down" },
      "does not answer; last seen 10 s ago · answer of 50 s ago · go1.26.1 · pid 7",
    ],
    [
      { ...found(998), state: "down" },
      "does not answer; last seen 10 s ago · answer of 12 s ago · go1.26.1 · pid 7",
    ],
    [{ state: "new" }, "first look to come"],
    [{ ...looked, state: "new" }, "last seen 10 s ago, soon asked again · go1.26.1 · pid 7"],
    [{ state: "down", failingSince: 1005 }, "never seen"],
  ])("%j", (part, text) => expect(lookText(row("shop", part), 1010)).toBe(text));
});

test.each<[readonly ProcessRow[], string]>([
  [[], "Nothing is recorded yet."],
  [[shop], "1 process, all well."],
  [[{ ...shop, state: "new" as const }], "1 process, not asked yet."],
  [[shop, { ...shop, state: "new" as const }], "2 processes: 1 not asked yet."],
  [[shop, mail], "2 processes: 1 with something to look at."],
  [
    [row("mute", { state: "down", verdict: verdict("warning") })],
    "1 process: 1 that does not answer (it had something to look at).",
  ],
  [
    [...ROWS, row("oom", { state: "down", verdict: verdict("critical") })],
    "5 processes: 1 in trouble, 1 with something to look at and 2 that do not answer (1 was in trouble).",
  ],
  [
    ["critical", "critical", "warning", "info"].map((severity, i) =>
      row(`mute${i}`, { state: "down", verdict: verdict(severity as "critical") }),
    ),
    "4 processes: 4 that do not answer (2 were in trouble, 1 had something to look at).",
  ],
  [ROWS, "4 processes: 1 in trouble, 1 with something to look at and 1 that does not answer."],
])("the first sentence of %#", (rows, text) => expect(processesHeadline(rows, "")).toBe(text));

test("what is no longer looked at is none that does not answer, and holds nothing now", () => {
  const left = row("left", { state: "gone", rss: 5000, verdict: verdict("critical") });
  expect(names(sortProcesses([left, shop, auth], "worst"))).toBe("auth shop left");
  expect(processesHeadline([left], "")).toBe("Nothing is looked at now.");
  expect(processesHeadline([left, shop, auth], "")).toBe("2 processes: 1 that does not answer.");
  const kept = "1 is no longer looked at; what was recorded is kept.";
  expect(togetherText([left, shop, mail, auth])).toBe(
    `1.17 KiB of RSS together, of the 2 that answer. ${kept}`,
  );
  expect(togetherText([shop, mail])).toBe("1.17 KiB of RSS together.");
  expect(togetherText([shop, auth])).toBe("300 B of RSS together, of the 1 that answers.");
  expect(togetherText([auth, row("begun", { state: "new" })])).toBeNull();
  expect(togetherText([auth, row("begun", { state: "up" })])).toBeNull();
  expect(togetherText([left, shop])).toBe(kept);
  expect(togetherText([shop])).toBeNull();
});

test("a recorder that was started again tells what was seen before it asks", () => {
  const before = row("before", { state: "new", rss: 900, lastLook: 5 });
  expect(togetherText([before, shop])).toBe("1.17 KiB of RSS together, as 2 of 2 were seen last.");
  expect(answeringText([before, shop])).toBe("1 of 2 answer, 1 not asked yet");
  expect(answeringText(ROWS)).toBe("3 of 4 answer");
});

test("a label that all have is told of none", () => {
  const rows = ["a", "b"].map((zone) => row(zone, { labels: { job: "shop", zone } }));
  expect([...commonLabels(rows)]).toEqual(["job"]);
  expect([...commonLabels([...rows, row("c")])]).toEqual([]);
  expect([...commonLabels(rows.slice(1))]).toEqual([]);
});

test("a search says how many match", () => {
  expect([matchText(1, 9, "a"), matchText(2, 9, "a"), matchText(9, 9, " ")]).toEqual([
    "1 of 9 matches",
    "2 of 9 match",
    "",
  ]);
});

test("a live heap that nothing has seen is not said to be empty", () => {
  const textOf = (live: number | null) => liveText({ live, liveRange: null });
  expect([null, 0, 3 * MiB].map(textOf)).toEqual([
    "live not known",
    "none seen live",
    "3.00 MiB live",
  ]);
});

test("and one that is not known well is told by its ends", () => {
  const textOf = (low: number, high: number) =>
    liveText({ live: 3 * MiB, liveRange: [low * MiB, high * MiB] });
  expect(textOf(2.9, 3.2)).toBe("3.00 MiB live");
  expect(textOf(2, 5.28)).toBe("2.00 to 5.28 MiB live");
  expect(textOf(0, 2.2)).toBe("less than 2.20 MiB live");
});

test("an answer that speaks of another RSS than the row says when it was, and of which", () => {
  const found = { ...verdict("info", "The process uses 7.76 MiB of memory."), at: 1_000 };
  const told = (rss: number | null, ofAnswer: number | null) =>
    answerOfText(row("burst", { rss, verdict: { ...found, rss: ofAnswer } }), 1_039);
  expect(told(160 * MiB, 7.76 * MiB)).toBe("39 s ago, with 7.76 MiB of RSS: ");
  expect(told(160 * MiB, 158 * MiB)).toBe("");
  expect(told(null, 158 * MiB)).toBe("");
  expect(told(160 * MiB, null)).toBe("");
});

test("a process that is gone", () => {
  expect(processesHeadline(ROWS, "77")).toBe("This process is not recorded (any more).");
});

test("a small line begins at 0, is as wide as its time, and has its gaps", () => {
  expect(sparkPath([0, 10, 20], [0, 5, 10], 104, 24)).toBe("M2.0 22.0L52.0 12.0L102.0 2.0");
  expect(sparkPath([0, 10, 20, 30], [10, null, 10, 10], 104, 24)).toBe(
    "M2.0 2.0h0M68.7 2.0L102.0 2.0",
  );
  expect(sparkPath([], [], 104, 24)).toBe("");
});
