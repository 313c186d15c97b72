/** A live program of which no MemStats can be had: whoever looked for its pprof says why. */
import { expect, it } from "vitest";
import { captureGcSeries } from "../../src/collect/gc/capture-gc-series.ts";
import type { LiveTarget } from "../../src/collect/target/target.ts";

const ONCE = { count: 1, everySeconds: 1 };

it("is told why, and what else there is", async () => {
  const found = { source: "pprof/heap", reason: "the process is stopped", remedy: "Let it go on." };
  const target: LiveTarget = {
    kind: "live",
    label: "4817",
    pid: 4817,
    missing: [found],
    remarks: [],
  };
  await expect(captureGcSeries(target, ONCE)).rejects.toMatchObject({
    code: "RES_NO_DATA",
    message: "4817 could not be asked for MemStats: the process is stopped",
    hint: expect.stringMatching(/^Let it go on\. Or start it with GODEBUG=gctrace=1/),
  });
});
