// What `resident run` is tried with: a program that fills memory, drops it and says what it is about
// to do. Arguments: MiB to hold, how long to hold them and how long to go on without.
package main

import (
	"fmt"
	"net/http"
	_ "net/http/pprof"
	"os"
	"runtime"
	"strconv"
	"time"
)

var kept [][]byte

func fill(mib int) {
	for i := 0; i < mib; i++ {
		block := make([]byte, 1<<20)
		for at := 0; at < len(block); at += 4096 {
			block[at] = 1
		}
		kept = append(kept, block)
	}
}

func main() {
	mib, _ := strconv.Atoi(os.Args[1])
	hold, _ := time.ParseDuration(os.Args[2])
	rest, _ := time.ParseDuration(os.Args[3])
	go http.ListenAndServe("127.0.0.1:0", nil)
	fill(mib)
	runtime.GC()
	fmt.Fprintln(os.Stderr, "full")
	time.Sleep(hold)
	kept = nil
	runtime.GC()
	fmt.Fprintln(os.Stderr, "empty")
	time.Sleep(rest)
	if len(os.Args) > 4 {
		os.Exit(9)
	}
}
