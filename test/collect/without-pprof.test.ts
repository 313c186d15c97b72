/** A program that has no pprof in it. */
import { expect, it } from "vitest";
import { resolveTarget } from "../../src/collect/target/resolve-target.ts";
import { machineGo, startGoProgram } from "../support/go.ts";

const go = await machineGo();
const isLinux = process.platform === "linux";

/** A server that counts what it is asked, and has pprof of its own for a file alone. */
const COUNTING_PROGRAM = `package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime/pprof"
	"sync/atomic"
)

func main() {
	var requests atomic.Int64
	pprof.WriteHeapProfile(io.Discard)
	http.HandleFunc("/truth", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, \`{"requests":%d}\`, requests.Load())
	})
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		http.NotFound(w, r)
	})
	listener, _ := net.Listen("tcp", "127.0.0.1:0")
	fmt.Printf("{\\"ready\\":true,\\"addr\\":%q,\\"truth\\":null}\\n", listener.Addr())
	http.Serve(listener, nil)
}
`;

it.skipIf(!isLinux || go === undefined)(
  "is not asked: to answer may be work",
  { timeout: 60_000 },
  async () => {
    const other = await startGoProgram(COUNTING_PROGRAM, { name: "probe-counting" });
    try {
      expect(await resolveTarget([String(other.pid)])).toMatchObject({
        pid: other.pid,
        missing: [
          {
            source: "pprof/heap",
            reason: expect.stringMatching(/^net\/http\/pprof is not built into the program/),
            remedy: expect.stringContaining('Import _ "net/http/pprof"'),
          },
        ],
      });
      expect(await other.truth()).toEqual({ requests: 0 });
      // Whoever says where it lies is believed.
      await resolveTarget([String(other.pid)], { prefix: "/admin" });
      expect(await other.truth()).toEqual({ requests: 1 });
    } finally {
      await other.stop();
    }
  },
);
