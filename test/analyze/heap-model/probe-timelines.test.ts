/**
 * The model against the captured timelines of probe/: 100 MiB dropped and collected, then a request
 * every three seconds. Go 1.16 and 1.19 give back down to a goal at once and the rest after the
 * timer's collection, 1.23 and 1.26 all of it after that.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { simulate } from "../../../src/analyze/heap-model/simulate.ts";
import { decodeWorkload } from "../../../src/decode/workload/decode-workload.ts";
import { parseGoVersion } from "../../../src/model/go-version.ts";
import type { SimulatedRun } from "../../../src/model/simulation.ts";
import { CAPTURES } from "../../support/captures.ts";

const workload = decodeWorkload(
  readFileSync(new URL("../../fixtures/workloads/probe.yaml", import.meta.url), "utf8"),
);
/** When the workload drops and collects: t=0 of the timeline. */
const DROPPED_AT = 4;

interface Look {
  readonly at: number;
  readonly rss: number;
}

function timelineOf(go: string): Look[] {
  const text = readFileSync(join(CAPTURES, `probe/${go}/timeline.txt`), "utf8");
  const looks = [...text.matchAll(/^t=(\d+) rss=(\d+)kB/gm)];
  return looks.map(([, at, kib]) => ({ at: Number(at), rss: Number(kib) * 1024 }));
}

function modelOf(go: string): SimulatedRun {
  return simulate(workload, { go: parseGoVersion(go)!, gogc: 100, memlimit: null, every: 1 });
}

function rssAt({ samples }: SimulatedRun, at: number): number {
  return samples.findLast((moment) => moment.at <= DROPPED_AT + at + 0.01)!.rss;
}

describe.each(["go1.16", "go1.19", "go1.23", "go1.26"])("%s", (go) => {
  const looks = timelineOf(go);
  const model = modelOf(go);
  const first = looks[0]!;

  test("RSS before", () => {
    expect(Math.abs(rssAt(model, 0) - first.rss) / first.rss).toBeLessThan(0.1);
  });

  test("what has gone after a while, and after the timer's collection, of what goes", () => {
    for (const at of [20, 100, 140]) {
      const real = looks.findLast((look) => look.at <= at)!;
      const told = first.rss - (rssAt(model, 0) - rssAt(model, at));
      expect(Math.abs(told - real.rss)).toBeLessThan(0.1 * first.rss);
    }
  });

  test("when the timer's collection lets the rest go: within 5 s", () => {
    const fell = looks.find(({ at, rss }, i) => at > 100 && rss < 0.96 * looks[i - 1]!.rss)!;
    const told = model.falls.find(({ to }) => to - DROPPED_AT > 100)!;
    expect(Math.abs(told.to - DROPPED_AT - fell.at)).toBeLessThanOrEqual(5);
  });
});
