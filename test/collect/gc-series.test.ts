/**
 * What is read of a live program's collections: looks as cheap as can be, and after the last one what tells its
 * GOGC. Where no MemStats can be had, whoever looked for its pprof says why.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { captureGcSeries } from "../../src/collect/gc/capture-gc-series.ts";
import { parseEndpoint } from "../../src/collect/http/endpoint.ts";
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

it("asks for /metrics and the profile after the last look alone, as they tell a GOGC of the program's own", async () => {
  const asked: string[] = [];
  const server = createServer(({ url = "" }, response) => {
    asked.push(url);
    const pages: Record<string, string> = {
      "/debug/vars": JSON.stringify({ memstats: { NumGC: 5 } }),
      "/metrics": "go_gc_gogc_percent 75\n",
    };
    response.statusCode = pages[url] === undefined ? 404 : 200;
    response.end(pages[url] ?? "");
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  try {
    const { snapshots } = await captureGcSeries(
      {
        kind: "live",
        label: "x",
        endpoint: parseEndpoint(`127.0.0.1:${port}`)!,
        missing: [],
        remarks: [],
      },
      { count: 2, everySeconds: 0.05 },
    );
    expect(asked).toEqual(["/debug/vars", "/debug/vars", "/debug/pprof/heap", "/metrics"]);
    expect(snapshots.map(({ files }) => files.has("metrics.txt"))).toEqual([false, true]);
  } finally {
    server.close();
  }
});
