// What Resident's own questions cost a real Go program is estimated as it is, and not called a leak.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { costOfAsking } from "../../src/analyze/cost-of-asking.ts";
import { explain } from "../../src/analyze/explain.ts";
import { capture } from "../../src/collect/capture.ts";
import { gunzip } from "../../src/collect/gunzip.ts";
import { resolveTarget } from "../../src/collect/target/resolve-target.ts";
import type { LiveTarget } from "../../src/collect/target/target.ts";
import { decodeBundle } from "../../src/decode/recording.ts";
import type { Report } from "../../src/model/report.ts";
import type { Recording } from "../../src/model/snapshot.ts";
import { type GoProgram, machineGo, startGoProgram } from "../support/go.ts";

/** Goroutines that wait at some depth for ever; the program itself allocates nothing any more. */
const SOURCE = `package main

import (
	_ "expvar"
	"fmt"
	"net"
	"net/http"
	_ "net/http/pprof"
	"os"
	"runtime"
	"strconv"
	"time"
)

//go:noinline
func wait(depth int, forever chan int) int {
	if depth > 0 {
		return wait(depth-1, forever) + 1
	}
	return <-forever
}

func main() {
	forever := make(chan int)
	count, _ := strconv.Atoi(os.Getenv("COUNT"))
	for i := 0; i < count; i++ {
		go wait(5, forever)
	}
	time.Sleep(500 * time.Millisecond)
	runtime.GC() // or the first collection that sees them would be one that asking brings about
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Printf("{\\"ready\\":true,\\"addr\\":%q}\\n", listener.Addr())
	panic(http.Serve(listener, nil))
}
`;

const go = await machineGo();

describe.skipIf(go === undefined || process.platform !== "linux")(
  "six looks at an idle program",
  () => {
    let program: GoProgram;
    let recording: Recording;
    let report: Report;

    beforeAll(async () => {
      program = await startGoProgram(SOURCE, { name: "probe-asking", env: { COUNT: "6000" } });
      const target = (await resolveTarget([String(program.pid)])) as LiveTarget;
      const bundle = await capture(target, { count: 6, everySeconds: 0.4 });
      recording = decodeBundle(bundle, { gunzip: (bytes) => gunzip(bytes) });
      report = explain(recording);
    }, 120_000);
    afterAll(() => program?.stop());

    it("cost what is estimated", () => {
      const { snapshots } = recording;
      const allocated =
        snapshots.at(-1)!.memStats!.TotalAlloc! - snapshots[0]!.memStats!.TotalAlloc!;
      const told = snapshots.slice(0, -1).reduce((sum, each) => sum + costOfAsking(each), 0);
      expect(told / allocated).toBeGreaterThan(0.9);
      expect(told / allocated).toBeLessThan(1.6);
    });

    it("leave no leak in the report", () => {
      const ids = report.verdicts.map(({ id }) => id);
      expect(ids).not.toContain("live-heap-growing");
      expect(ids).not.toContain("goroutine-leak");
    });

    it("are said to be what RSS grew by", () => {
      const rss = report.snapshots.map((snapshot) => snapshot.rss!);
      const growth = rss.at(-1)! - rss[0]!;
      const remark = report.remarks.find((each) => each.includes("to answer Resident"));
      expect(remark !== undefined, `RSS grew by ${growth}`).toBe(growth >= 1 << 20);
    });
  },
);

describe.skipIf(go === undefined || process.platform !== "linux")("three looks at 20,000", () => {
  it("take the goroutines' stacks twice, their list never", { timeout: 120_000 }, async () => {
    const program = await startGoProgram(SOURCE, { name: "probe-asking", env: { COUNT: "20000" } });
    try {
      const target = (await resolveTarget([String(program.pid)])) as LiveTarget;
      const { snapshots } = await capture(target, { count: 3, everySeconds: 0.5 });
      const has = (path: string) => snapshots.map(({ files }) => files.has(path));
      expect(has("pprof/goroutine.debug1.txt")).toEqual([true, false, true]);
      expect(has("pprof/goroutine.debug2.txt")).toEqual([false, false, false]);
    } finally {
      await program.stop();
    }
  });
});
