/** The other results as text: what each command prints, and that it keeps to the width. */
import { describe, expect, it } from "vitest";
import type { Result } from "../../src/model/results.ts";
import { displayWidth } from "../../src/report/text/display-width.ts";
import { PLAIN_TEXT } from "../../src/report/text/options.ts";
import { renderText } from "../../src/report/text/render-text.ts";
import { CAPTURE, COMPARISON, LINE, LIST, PS, TOP, VERDICT } from "./sample-results.ts";

const text = (result: Result, width = 80) => renderText(result, { ...PLAIN_TEXT, width });

it("top: places with their intervals", () => {
  expect(text(TOP)).toMatchInlineSnapshot(`
    "131 MiB of live objects (95 %: 117 MiB to 146 MiB); the largest 2 of 17 lines

    line                                         MiB  95 % interval  share    cum
    ────────────────────────────────────────────────────────────────────────────────
    cache.go:41 main.(*cache).fill              96.0   84.2 – 109.1   73 %  120.0
      ← main.serve main.go:12
    decode.go:930 …(*decodeState).literalStore   1.5      0.1 – 7.2  1.1 %    1.5  ?

    cum: with what it calls. ?: too few samples to be ranked. From 262 sampled
    objects, about one for each 512 KiB allocated. A line without any sample may
    hold up to 1.50 MiB.
    "
  `);
});

it("top in 120 columns: what was called, samples, whiskers", () => {
  expect(text(TOP, 120)).toMatchInlineSnapshot(`
    "131 MiB of live objects (95 %: 117 MiB to 146 MiB); the largest 2 of 17 lines

    line                                             MiB  95 % interval  share    cum  samples  0 … 109.1
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    cache.go:41 main.(*cache).fill                  96.0   84.2 – 109.1   73 %  120.0      231                     ├─●──┤
      ← main.serve main.go:12
    decode.go:930 json.(*decodeState).literalStore   1.5      0.1 – 7.2  1.1 %    1.5        2  ●─┤                        ?

    cum: with what it calls. ?: too few samples to be ranked. From 262 sampled objects, about one for each 512 KiB
    allocated. A line without any sample may hold up to 1.50 MiB.
    "
  `);
});

it("top of objects counts objects", () => {
  expect(text({ ...TOP, value: "inuse_objects" })).toMatch(/98,304 +86,221 – 111,718/);
});

it("list: the source with what each line holds", () => {
  expect(text(LIST)).toMatchInlineSnapshot(`
    "main.(*cache).fill
    /srv/app/cache.go
    96.0 MiB of live objects in it, 120 MiB with what it calls (cum, 92 % of all)

    line   MiB  95 % interval   cum
    ────────────────────────────────────────────────────────────────────────
      40                                 for i := range keys {
      41  96.0   84.2 – 109.1  96.0          c.items[i] = make([]byte, 1024)
       …
      55                       24.0          c.grow()

    1 more function matches; --all shows more.
    "
  `);
});

it("list: says why there is no source, and where it may be another version", () => {
  const [listed] = LIST.functions;
  const none = { ...listed!, source: null, sourceMissing: "cache.go was not found here." };
  expect(text({ ...LIST, functions: [none] })).toContain("\ncache.go was not found here.\n");
  const other = { ...listed!, source: { path: "/else/cache.go", isExact: false } };
  expect(text({ ...LIST, functions: [other] })).toContain("which may be another version");
});

it("ps: the processes, what is not known as such", () => {
  expect(text(PS)).toMatchInlineSnapshot(`
    " PID  name       Go                   RSS  HeapAlloc      VIRT  ports      pprof
    ────────────────────────────────────────────────────────────────────────────────
    4817  shop       go1.24.1         167 MiB   40.3 MiB  1.30 GiB  8080 6060  yes
      17  old-agent  ≈ go1.9–go1.10  9.50 MiB          –         –  ?          ?

      17  pprof ?: its sockets may not be read (Run as root.)
    Whether 3 other processes may be Go is not known: run as root to see.

    Go on with
      resident 4817
    "
  `);
});

it("ps: nothing found", () => {
  expect(text({ ...PS, processes: [], remarks: [] })).toBe(
    "No Go process is running here, or none that may be looked at.\n",
  );
});

it("capture: what was written and how to read it", () => {
  expect(text(CAPTURE)).toMatchInlineSnapshot(`
    "my bundle.tgz: 2 snapshots of shop (process 4817), 47.1 KiB
      without pprof/goroutineleak.debug1.txt: Go 1.24 has none

    Go on with
      resident 'my bundle.tgz'
    "
  `);
});

it("--explain: a line in full", () => {
  expect(text(LINE)).toMatchInlineSnapshot(`
    "free, kept by Go (idle)
    free pages that Go has not given back yet

    here          190 MiB (199,049,216 bytes), 37 % of RSS
    formula       HeapIdle − HeapReleased
    read from     MemStats.HeapIdle
    basis         derived: arithmetic on counted numbers
    target        recordings/classic-go1.4.3
    explained by  idle-not-returned

    Whole pages without any object. Go keeps some and gives the others back by
    rules.
    "
  `);
});

it("diff: what changed", () => {
  expect(text(COMPARISON).split("What the words mean")[0]).toMatchInlineSnapshot(`
    "A  blahdo · pid 17896 · go1.4.3 · RSS 513 MiB · 2 snapshots over 10 s
    B  blahdo · pid 17896 · go1.4.3 · RSS 513 MiB · 2 snapshots over 10 s

    RSS grew by 1.18 MiB in 60 min; of the code cache.go:41 main.(*cache).fill moved
    most: it grew by 84.0 MiB.

    Where it is                             MiB  change  /min                 of RSS
    ────────────────────────────────────────────────────────────────────────────────
    VIRT                                  515.1     0.0   0.0
    ├─ not in memory                        2.4    −1.2  −6.9
    └─ RSS                                512.7    +1.2  +6.9  █████████████   100 %
       ├─ Go heap                         507.8    +1.2  +6.9  ████████████▉    99 %
       │  ├─ live objects                 190.9     0.0   0.0  ████▉            37 %
       │  │  ├─ main.go:31 main.main      190.8     0.0   0.0  ████▉            37 %
       │  │  └─ … 2 smaller lines           0.2     0.0   0.0
       │  ├─ allocated since the last GC   96.6    +1.2  +6.7  ██▌              19 %
       │  ├─ free, kept by Go             189.8    −1.2  −7.0  ████▉            37 %
       │  ├─ GC bitmap and work buffers    30.0    +1.2  +6.9  ▊               5.8 %
       │  └─ … 3 smaller lines              0.5     0.0  +0.2
       ├─ the program itself                4.7     0.0        ▏               0.9 %
       └─ … 2 smaller lines                 0.2     0.0

    Lines of code, by change                           A     B  change
    ─────────────────────────────────────────────────────────────────────
    cache.go:41 main.(*cache).fill                  12.0  96.0   +84.0
    decode.go:930 json.(*decodeState).literalStore   0.0   1.5    +1.5  ?
    ?: within the sampling error, so it may not have changed at all.

    "
  `);
});

it("diff: what differs between two processes, of which none grew", () => {
  const after = { ...COMPARISON.after, pid: 4711 };
  const lines = text({ ...COMPARISON, after, isSameProcess: false })
    .split("\n")
    .slice(3, 7);
  expect(lines.filter((line) => line !== "").join(" ")).toBe(
    "RSS is 1.18 MiB larger in B; of the code cache.go:41 main.(*cache).fill differs most: it holds 84.0 MiB more there. A and B are different processes: PID 17896 and 4711.",
  );
});

describe.each([TOP, LIST, PS, CAPTURE, LINE, VERDICT, COMPARISON])("$format", (result) => {
  it.each([60, 80, 100, 132, 200])("is nowhere wider than %i columns", (width) => {
    const lines = text(result, width).split("\n");
    expect(lines.filter((line) => displayWidth(line) > width)).toEqual([]);
  });
});
