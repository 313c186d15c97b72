/** The text of a run: what ended it, its peak, and no claim on what was not seen. */
import { describe, expect, it } from "vitest";
import type { RunResult } from "../../src/model/run.ts";
import { renderText } from "../../src/report/text/render-text.ts";
import { RUN, RUN_UNSEEN } from "./sample-run.ts";

const MiB = 2 ** 20;
const options = { width: 80, color: false, unicode: true, all: false };
const text = (run: RunResult) => renderText(run, options);
const words = (run: RunResult) => text(run).replace(/\s+/g, " ");

describe("the text of a run", () => {
  it("opens with how the command ended and how high the program's RSS was", () => {
    expect(words(RUN)).toMatch(
      /^go run \. ended with exit code 1 after 10 s\. The RSS of shop peaked at 200 MiB, 6 s after the start\. /,
    );
  });

  it("tells the story in time", () => {
    const story = words(RUN);
    expect(story).toContain(
      "200 MiB at most, 6 s after the start, 100 MiB at the least after that",
    );
    expect(story).toContain("90 MiB by the last collection before RSS peaked");
    expect(story).toContain("12 (1 asked for by the program)");
    expect(story).toContain("80.0 MiB to the operating system");
    expect(story).toContain("What it was, at its peak (198 MiB of RSS");
  });

  it("draws nothing before the first reading and after the last", () => {
    const rows = text(RUN)
      .match(/^.*│.*$/gm)!
      .slice(0, 8);
    const bottom = rows.at(-1)!.split("│")[1]!;
    expect(bottom).toMatch(/^ {8}[█▒]+$/);
    expect(bottom.length).toBeLessThan(70);
    expect(rows[0]).toMatch(/200 MiB │ +▒+$/);
  });

  it("says what it means that no collection was traced", () => {
    const none = { ...RUN, gc: null };
    expect(words(none)).toContain(
      "collections none was traced: unless it closed its standard error, none ran, and no garbage was freed",
    );
    const unknown = words({ ...none, process: null });
    expect(unknown).toMatch(/collections none was traced(?!:)/);
    expect(words({ ...none, isTraced: false })).toContain("not known: the trace was off");
  });

  it("says that nothing was seen in time, and who killed it", () => {
    const run = words(RUN_UNSEEN);
    expect(run).toMatch(
      /^job was killed by the kernel's OOM killer: the memory limit of its cgroup/,
    );
    expect(run).toContain("It was not seen in time to tell its RSS.");
    expect(run).toContain("No look was in time: the program ended after 4 ms.");
  });

  it("does not call a peak what was read before the heap grew", () => {
    const rss = { ...RUN.rss!, peak: 20 * MiB, last: 20 * MiB, lastAt: 0.5 };
    expect(words({ ...RUN, rss })).toContain("Its heap reached 180 MiB; RSS was last read 500 ms");
  });

  it("takes a heap that was larger than RSS before the last reading for one not touched", () => {
    const rss = { ...RUN.rss!, peak: 150 * MiB };
    expect(words({ ...RUN, rss })).toContain("The RSS of shop peaked at 150 MiB, 6 s after");
  });

  it("does not call a peak what was still growing when it was read last", () => {
    const rss = { ...RUN.rss!, last: 200 * MiB, lastAt: 9.5, peakAt: 9.5 };
    const samples = { at: [1, 8.9, 9.5], bytes: [10 * MiB, 100 * MiB, 200 * MiB] };
    expect(words({ ...RUN, rss, samples })).toContain(
      "The RSS of shop was 200 MiB and still growing at the last reading, 500 ms before the end.",
    );
    const flat = { ...samples, bytes: [10 * MiB, 199 * MiB, 200 * MiB] };
    expect(words({ ...RUN, rss, samples: flat })).toContain("peaked at 200 MiB, 9.5 s after");
  });

  it("says whole percent where the runtime does", () => {
    expect(words(RUN)).toContain("CPU of the GC 3 % of what");
  });

  it("keeps to the width, also in ASCII", () => {
    for (const width of [60, 80, 120])
      for (const unicode of [true, false]) {
        const lines = renderText({ ...RUN, report: null }, { ...options, width, unicode }).split(
          "\n",
        );
        expect(lines.filter((line) => line.length > width)).toEqual([]);
        if (!unicode) expect(lines.join("")).toMatch(/^[\x20-\x7e]*$/);
      }
  });
});
