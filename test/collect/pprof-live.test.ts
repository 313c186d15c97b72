// A real Go program behind a real net/http/pprof: what is captured is what Go says.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { packBundle } from "../../src/collect/bundle/pack-bundle.ts";
import { readBundleArchive } from "../../src/collect/bundle/read-bundle-archive.ts";
import { gunzip, isGzip } from "../../src/collect/gunzip.ts";
import { type Endpoint, parseEndpoint } from "../../src/collect/http/endpoint.ts";
import { capturePprof, type HttpCapture } from "../../src/collect/pprof/capture-pprof.ts";
import { dumpSize } from "../../src/collect/pprof/dump-size.ts";
import { probePprof } from "../../src/collect/pprof/probe-pprof.ts";
import { type GoProgram, machineGo, startGoProgram } from "../support/go.ts";

const SOURCE = `package main

import (
	_ "expvar"
	"fmt"
	"net"
	"net/http"
	_ "net/http/pprof"
	"runtime"
)

var keep [][]byte

func main() {
	for i := 0; i < 64; i++ {
		keep = append(keep, make([]byte, 1<<20))
	}
	wait := make(chan int)
	for i := 0; i < 200; i++ {
		go func() { <-wait }()
	}
	http.HandleFunc("/collections", func(w http.ResponseWriter, r *http.Request) {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		fmt.Fprint(w, m.NumGC, m.NumForcedGC)
	})
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
  "a Go program (needs go and /proc)",
  () => {
    let program: GoProgram;
    let endpoint: Endpoint;
    let capture: HttpCapture;
    let collections: string[];

    beforeAll(async () => {
      program = await startGoProgram(SOURCE, {
        name: "captured",
        args: ["-token", "hunter2", "--listen=x"],
      });
      endpoint = parseEndpoint(program.url)!;
      const count = async () => (await fetch(`${program.url}/collections`)).text();
      const before = await count();
      capture = await capturePprof(endpoint, { allocs: true, deep: true });
      collections = [before, await count()];
    }, 120_000);
    afterAll(() => program?.stop());

    const text = (path: string) => Buffer.from(capture.files.get(path)!).toString();

    test("the index names what Go offers", () => {
      const { counts } = capture.index;
      for (const name of ["allocs", "heap", "goroutine", "threadcreate"]) {
        expect(counts.has(name)).toBe(true);
      }
      expect(counts.get("goroutine")).toBeGreaterThanOrEqual(200);
    });

    test("profiles come as the gzip files that they are", () => {
      for (const path of ["pprof/heap", "pprof/allocs", "pprof/goroutine"]) {
        const bytes = capture.files.get(path)!;
        expect(isGzip(bytes)).toBe(true);
        expect(Buffer.from(gunzip(bytes)).includes("main.main")).toBe(true);
      }
    });

    test("the texts are whole", () => {
      expect(text("pprof/heap.debug1.txt")).toMatch(/# HeapAlloc = \d{8}.*# MaxRSS = \d+\n$/s);
      const total = /^goroutine profile: total (\d+)\n/.exec(
        text("pprof/goroutine.debug1.txt"),
      )![1];
      expect(Number(total)).toBeGreaterThanOrEqual(200);
      const stacks = text("pprof/goroutine.debug2.txt").match(/^goroutine \d+ .*\[/gm)!;
      expect(Math.abs(stacks.length - Number(total))).toBeLessThanOrEqual(3);
      expect(text("pprof/threadcreate.debug1.txt")).toMatch(/^threadcreate profile: total/);
    });

    test("how large the list of goroutines is, the profile tells before", () => {
      const told = dumpSize(capture.files.get("pprof/goroutine.debug1.txt")!);
      const real = capture.files.get("pprof/goroutine.debug2.txt")!.length;
      expect(told / real).toBeGreaterThan(0.75);
      expect(told / real).toBeLessThan(1.33);
    });

    test("vars.json is Go's own, without the secret of the command line", () => {
      const vars = JSON.parse(text("vars.json")) as { cmdline: string[]; memstats: object };
      expect(vars.cmdline.slice(1)).toEqual(["-token", "[secret]", "--listen=x"]);
      expect(vars.memstats).toMatchObject({
        HeapAlloc: expect.any(Number),
        BySize: expect.any(Array),
      });
      expect(
        [...capture.files.values()].some((bytes) => Buffer.from(bytes).includes("hunter2")),
      ).toBe(false);
    });

    test("what it does not have is named", () => {
      expect(capture.readings.get("metrics.txt")).toMatchObject({
        reason: "there is no /metrics",
        remedy: expect.any(String),
      });
    });

    test("nothing made it collect", () => {
      expect(collections[1]).toBe(collections[0]);
    });

    test("it survives as a bundle", async () => {
      const snapshots = [{ name: "0001", files: capture.files }];
      const packed = await packBundle({ target: "", files: new Map(), snapshots }, "b");
      const back = (await readBundleArchive(packed)).snapshots[0]!.files;
      expect(new Map([...back].sort())).toEqual(new Map([...capture.files].sort()));
    });

    test("a port of the same program that is no pprof", async () => {
      const elsewhere = parseEndpoint(`${program.url}/nowhere`)!;
      await expect(probePprof(elsewhere)).rejects.toMatchObject({ code: "RES_NOT_PPROF" });
    });

    test("stopped with SIGSTOP it is no hang", async () => {
      process.kill(program.pid, "SIGSTOP");
      const state = () => /\) (\w)/.exec(readFileSync(`/proc/${program.pid}/stat`, "latin1"))?.[1];
      try {
        await vi.waitUntil(() => state() === "T");
        await expect(capturePprof(endpoint, { idleMs: 300 })).rejects.toMatchObject({
          code: "RES_CONNECT",
        });
      } finally {
        process.kill(program.pid, "SIGCONT");
      }
    });

    test("ended it is a clear error", async () => {
      await program.stop();
      await expect(probePprof(endpoint)).rejects.toThrow(/nothing listens there/);
    });
  },
);
