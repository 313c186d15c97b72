/** The report of the classic program as it is read, at three widths. */
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import type { LedgerLine } from "../../src/model/ledger.ts";
import type { Report } from "../../src/model/report.ts";
import { displayWidth } from "../../src/report/text/display-width.ts";
import { PLAIN_TEXT } from "../../src/report/text/options.ts";
import { renderText } from "../../src/report/text/render-text.ts";
import { CLASSIC_REPORT, ledgerLine } from "./classic-report.ts";

function linesAt(width: number, report: Report = CLASSIC_REPORT): string[] {
  return renderText(report, { ...PLAIN_TEXT, width }).split("\n");
}

/** From the line that starts with `from` up to the next blank one. */
function section(lines: readonly string[], from: string): string {
  const start = lines.findIndex((line) => line.startsWith(from));
  return lines.slice(start, lines.indexOf("", start)).join("\n");
}

describe("the report in 80 columns", () => {
  const lines = linesAt(80);

  it("answers first", () => {
    expect(lines.slice(0, 13).join("\n")).toMatchInlineSnapshot(`
      "blahdo · pid 17896 · go1.4.3 · RSS 513 MiB · 2 snapshots over 10 s

      191 MiB of this process’s 513 MiB are live: main.main (main.go:31) holds 2
      slices of 95.4 MiB each.

      Next  191 MiB stay; this waits for the program to let go of it.
            RSS falls by 190 MiB (180 MiB to 190 MiB) between 5 min and 9 min after
            this snapshot [2].
      Do    If the slices are no longer needed, let go of what refers to them; the
            next collection frees them.
              s = nil
            See what else allocates, and from where:
              resident list bigBytes recordings/classic-go1.4.3"
    `);
  });

  it("shows the ledger as a tree whose figures are aligned", () => {
    expect(section(lines, "Where it is")).toMatchInlineSnapshot(`
      "Where it is                             MiB  change                  of RSS
      ────────────────────────────────────────────────────────────────────────────────
      VIRT                                  515.1     0.0
      ├─ not in memory                        2.4    −1.2
      └─ RSS                                512.7    +1.2  ██████████████   100 %
         ├─ Go heap                         507.8    +1.2  █████████████▉    99 %
         │  ├─ live objects                 190.9     0.0  █████▎            37 %  [1]
         │  │  ├─ main.go:31 main.main      190.8     0.0  █████▎            37 %
         │  │  └─ … 2 smaller lines           0.2     0.0
         │  ├─ allocated since the last GC   96.6    +1.2  ██▋               19 %  [3]
         │  ├─ free, kept by Go             189.8    −1.2  █████▏            37 %  [2]
         │  ├─ GC bitmap and work buffers    30.0    +1.2  ▉                5.8 %
         │  └─ … 3 smaller lines              0.5     0.0
         ├─ the program itself                4.7     0.0  ▏                0.9 %
         └─ … 2 smaller lines                 0.2     0.0"
    `);
  });

  it("shows the lines of code with their intervals", () => {
    expect(section(lines, "Lines of code")).toMatchInlineSnapshot(`
      "Lines of code that hold it    MiB  95 % interval  change  objects  0 … 190.8
      ────────────────────────────────────────────────────────────────────────────────
      main.go:31 main.main        190.8          exact     0.0        2              ●
      1 more line has too few samples to be ranked. A line without any sample may hold
      up to 1.50 MiB."
    `);
  });

  it("gives each finding its evidence, its forecast and what to do", () => {
    expect(section(lines, "[2]")).toMatchInlineSnapshot(`
      "[2] idle-not-returned                                       190 MiB, 37 % of RSS
          190 MiB are free inside Go and not yet given back: Go 1.4 returns what has
          been idle for 5 minutes.
          190 MiB       HeapIdle − HeapReleased · MemStats, heap?debug=1
          10 s or more  idle since GC · gctrace, gc 9
          Next  RSS falls by 190 MiB (180 MiB to 190 MiB) between 5 min and 9 min
                after this snapshot; this waits for the scavenger, which looks every
                2.5 minutes for what was idle for 5.
          Do    To have it back at once, after a known peak:
                  debug.FreeOSMemory()"
    `);
  });

  it("says what is missing, what the words mean and how to go on", () => {
    expect(lines.slice(lines.indexOf("What is missing")).join("\n")).toMatchInlineSnapshot(`
      "What is missing
        cgroup/memory.max: the bundle holds no cgroup files
          → Capture it with \`resident capture\`, which reads them.
      Remarks
        MemStats and smaps were read 0.1 s apart.

      What the words mean
        VIRT                         addresses that it could touch, not what it uses
        RSS                          RAM that the process has mapped and touched
        Go heap                      objects, garbage, stacks, and what Go keeps free
        live objects                 what the last collection found in use
        allocated since the last GC  live or garbage: the next collection will tell
        free, kept by Go             free pages that Go has not given back yet
        GC bitmap and work buffers   the collector's notes, inside the heap's mappings
        the program itself           code, read-only data and global variables
        MemStats                     Go's own numbers on its memory
        HeapAlloc                    objects, live or not yet collected
        HeapIdle                     pages without any object
        HeapReleased                 of these, what was given back to the OS
        --all or --explain: NextGC, NumGC, GOGC, gctrace, scavenger, heap profile, not
        in memory

      Go on with
        resident top recordings/classic-go1.4.3
            what else holds memory, with error bars
        resident list 'main\\.main' recordings/classic-go1.4.3
            its source
        resident recordings/classic-go1.4.3 --explain 'live objects'
            what that line is, and where it was read
      "
    `);
  });
});

it("drops rates and bars before it cuts a title, in 60 columns", () => {
  expect(section(linesAt(60), "Where it is")).toMatchInlineSnapshot(`
    "Where it is                             MiB  change
    ────────────────────────────────────────────────────────
    VIRT                                  515.1     0.0
    ├─ not in memory                        2.4    −1.2
    └─ RSS                                512.7    +1.2
       ├─ Go heap                         507.8    +1.2
       │  ├─ live objects                 190.9     0.0  [1]
       │  │  ├─ main.go:31 main.main      190.8     0.0
       │  │  └─ … 2 smaller lines           0.2     0.0
       │  ├─ allocated since the last GC   96.6    +1.2  [3]
       │  ├─ free, kept by Go             189.8    −1.2  [2]
       │  ├─ GC bitmap and work buffers    30.0    +1.2
       │  └─ … 3 smaller lines              0.5     0.0
       ├─ the program itself                4.7     0.0
       └─ … 2 smaller lines                 0.2     0.0"
  `);
});

describe("what Go counts and what is in RAM", () => {
  const untouched = (id: string, bytes: number, resident: number) =>
    ledgerLine({ id, title: id, bytes: bytes << 20, resident: resident << 20 });
  const ledger = ledgerLine({
    id: "rss",
    title: "RSS",
    bytes: 60 << 20,
    children: [
      untouched("live", 80, 40),
      { ...untouched("heap-difference", -60, 0), title: "difference" },
      untouched("idle", 40, 20),
    ],
  });
  const verdict = { ...CLASSIC_REPORT.verdicts[0]!, owns: ["live"], bytes: 80 << 20, share: 2 / 3 };
  const report: Report = { ...CLASSIC_REPORT, ledger, verdicts: [verdict], code: [] };

  it("have figures of their own, which add up as well; a correction is no share", () => {
    expect(section(linesAt(80, report), "Where it is")).toMatchInlineSnapshot(`
      "Where it is      MiB  in RAM  of RSS
      ────────────────────────────────────────────────────────────────────────
      RSS             60.0    60.0  ██████████████████████████████  100 %
      ├─ live         80.0    40.0  ████████████████████             67 %  [1]
      ├─ difference  −60.0     0.0
      └─ idle         40.0    20.0  ██████████                       33 %"
    `);
  });

  it("are told apart with the finding", () =>
    expect(linesAt(80, report).join("\n")).toMatch(
      /^\[1\] live-heap +80\.0 MiB, 40\.0 MiB of it in RAM: 67 % of RSS$/m,
    ));

  it("have a meaning that says so", () =>
    expect(linesAt(80, report).join("\n")).toContain(
      "a correction: Go counts it, but it is not in RAM",
    ));
});

it("explains no line that has no figure", () => {
  const unknown = (id: string, title: string, children: LedgerLine[]) => ({
    ...ledgerLine({ id, title, bytes: null, children }),
    missing: { reason: "nobody was asked" },
  });
  const live = ledgerLine({ id: "live", title: "live objects", bytes: 5 << 20 });
  const ledger = unknown("virt", "VIRT", [unknown("rss", "RSS", [live])]);
  const lines = linesAt(60, { ...CLASSIC_REPORT, ledger, verdicts: [], code: [] });
  expect(section(lines, "What the words mean")).toBe(
    "What the words mean\n  live objects  what the last collection found in use",
  );
});

it("uses more where there is more, in 120 columns", () => {
  expect(section(linesAt(120), "Where it is")).toMatchInlineSnapshot(`
    "Where it is                             MiB  change  /min                                  of RSS
    ──────────────────────────────────────────────────────────────────────────────────────────────────────
    VIRT                                  515.1     0.0   0.0
    ├─ not in memory                        2.4    −1.2  −6.9
    └─ RSS                                512.7    +1.2  +6.9  ██████████████████████████████   100 %
       ├─ Go heap                         507.8    +1.2  +6.9  █████████████████████████████▊    99 %
       │  ├─ live objects                 190.9     0.0   0.0  ███████████▏                      37 %  [1]
       │  │  ├─ main.go:31 main.main      190.8     0.0   0.0  ███████████▏                      37 %
       │  │  └─ … 2 smaller lines           0.2     0.0   0.0
       │  ├─ allocated since the last GC   96.6    +1.2  +6.7  █████▋                            19 %  [3]
       │  ├─ free, kept by Go             189.8    −1.2  −7.0  ███████████▏                      37 %  [2]
       │  ├─ GC bitmap and work buffers    30.0    +1.2  +6.9  █▊                               5.8 %
       │  └─ … 3 smaller lines              0.5     0.0  +0.2
       ├─ the program itself                4.7     0.0        ▎                                0.9 %
       └─ … 2 smaller lines                 0.2     0.0"
  `);
});

it("explains each line beside it where there is room, in 160 columns", () => {
  const lines = linesAt(160);
  expect(section(lines, "Where it is").split("\n")[4]).toMatch(
    /100 % {2,}RAM that the process has mapped and touched$/,
  );
  expect(lines.join("\n")).not.toMatch(/^ {2}Go heap {2}/m);
});

it.each([60, 72, 80, 81, 100, 120, 200])("is nowhere wider than %i columns", (width) => {
  const wide = linesAt(width).filter((line) => displayWidth(line) > width);
  // What is there to be copied stays whole.
  expect(wide.filter((line) => !/^ +(?:resident|debug\.|GOGC)/.test(line))).toEqual([]);
});

it("ends every figure of a column at the same place", () => {
  const rows = section(linesAt(80), "Where it is").split("\n");
  const end = rows[0]!.indexOf("MiB") + 3;
  for (const row of rows.slice(2)) expect(row.slice(end - 3, end + 2)).toMatch(/^[ \d]\.\d {2}$/);
});

it("colours only when told to, and says the same without", () => {
  const plain = renderText(CLASSIC_REPORT, PLAIN_TEXT);
  const colored = renderText(CLASSIC_REPORT, { ...PLAIN_TEXT, color: true });
  expect(plain).not.toContain("\x1b");
  expect(colored).toContain("\x1b[1m");
  expect(stripVTControlCharacters(colored)).toBe(plain);
});

it("is plain ASCII of the same shape where the terminal has no Unicode", () => {
  const unicode = renderText(CLASSIC_REPORT, PLAIN_TEXT).split("\n");
  const ascii = renderText(CLASSIC_REPORT, { ...PLAIN_TEXT, unicode: false });
  expect(ascii).toMatch(/^[\x20-\x7e\n]*$/);
  expect(ascii.split("\n").map((line) => line.length)).toEqual(
    unicode.map((line) => [...line].length),
  );
});

it("a ledger without a finding is not said to be too little", () => {
  const none: Report = { ...CLASSIC_REPORT, verdicts: [] };
  const answer = (report: Report) => renderText(report, PLAIN_TEXT).split("\n")[2];
  expect(answer(none)).toMatch(/^Nothing that was read is large enough for a finding/);
  const ledger = ledgerLine({ id: "virt", title: "VIRT", bytes: null });
  expect(answer({ ...none, ledger })).toMatch(/^There is too little to go by/);
});

describe("folding", () => {
  const small = (id: string, bytes: number) => ledgerLine({ id, title: id, bytes });
  const report: Report = {
    ...CLASSIC_REPORT,
    verdicts: [],
    code: [],
    ledger: ledgerLine({
      id: "virt",
      title: "VIRT",
      bytes: 200 << 20,
      children: [
        ledgerLine({
          id: "rss",
          title: "RSS",
          bytes: 100 << 20,
          children: [
            small("a", (99 << 20) + (1 << 19)),
            small("b", 300 << 10),
            small("c", 200 << 10),
            small("d", 12 << 10),
          ],
        }),
        small("not-resident", 100 << 20),
      ],
    }),
  };

  it("puts small lines into one that carries their sum", () => {
    const rows = section(linesAt(80, report), "Where it is");
    expect(rows).toMatch(/└─ … 3 smaller lines +0\.5/);
    expect(rows).not.toMatch(/─ b /);
  });

  it("is off with --all", () => {
    const text = renderText(report, { ...PLAIN_TEXT, all: true });
    expect(text).toMatch(/─ b +0\.3/);
    expect(text).not.toContain("smaller lines");
  });

  it("spares the lines that a finding speaks of", () => {
    const verdict = { ...CLASSIC_REPORT.verdicts[0]!, owns: ["c"] };
    const rows = section(linesAt(80, { ...report, verdicts: [verdict] }), "Where it is");
    expect(rows).toMatch(/─ c +0\.2 .*\[1\]/);
    expect(rows).toContain("… 2 smaller lines");
  });

  it("does not take a line's place alone", () => {
    const { ledger } = report;
    const rss = ledger.children[0]!;
    const few = { ...rss, children: rss.children.slice(0, 2) };
    const rows = section(
      linesAt(80, { ...report, ledger: { ...ledger, children: [few, ledger.children[1]!] } }),
      "Where it is",
    );
    expect(rows).toMatch(/─ b +0\.3/);
  });
});

it("shows what is not known as such, and never as 0", () => {
  const missing = { reason: "there is no /proc here", remedy: "Run it on Linux." };
  const heap = CLASSIC_REPORT.ledger.children[1]!.children[0]!;
  const unknown = (id: string, title: string) =>
    ledgerLine({ id, title, bytes: null, missing, children: id === "virt" ? [] : [heap] });
  const ledger = { ...unknown("virt", "VIRT"), children: [unknown("rss", "RSS")] };
  const lines = linesAt(80, { ...CLASSIC_REPORT, ledger });
  const rows = section(lines, "Where it is").split("\n");
  expect(rows[2]).toMatch(/^VIRT +\?/);
  expect(rows[0]).toMatch(/of heap$/);
  expect(lines).toContain("  VIRT, RSS: there is no /proc here");
  expect(lines).toContain("    → Run it on Linux.");
});

it("lets no control character of a profile through", () => {
  const evil = "main.\x1b]0;owned\x07\u202Efn";
  const code = [{ ...CLASSIC_REPORT.code[0]!, function: evil }];
  const text = renderText({ ...CLASSIC_REPORT, name: "a\nb\x1b[2J", code }, PLAIN_TEXT);
  expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202e]/u);
  expect(text.split("\n")[0]).toContain("a�b�[2J");
});
