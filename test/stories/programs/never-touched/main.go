// Buffers of 200 MiB that were allocated for the worst case and never written: Go counts them, the
// kernel never gave them.
//
// The ledger: 200 MiB live, 8 to 13 MiB of RSS: a negative difference of nearly 200 MiB.
//
//	MiB, measured with Go     1.19.13  1.24.11   1.26.8
//	RSS                          13.1      7.5      7.8
//	Go heap arenas                1.0      0.9      1.0
//	HeapAlloc                   200.3    200.2    200.2
//	GCSys                        14.3      2.3      2.4
package main

import (
	"runtime"

	"resident.test/stories/programs/internal/story"
)

const (
	buffers    = 25
	bufferSize = 8 * story.MiB
)

var (
	all  [][]byte
	line string
)

func reserve() {
	line = story.NextLine()
	all = append(all, make([]byte, bufferSize))
}

func main() {
	for i := 0; i < buffers; i++ {
		reserve()
	}
	runtime.GC()
	runtime.GC()
	story.Serve(func() story.Truth {
		return story.Truth{Bytes: buffers * bufferSize, Line: line, LineBytes: buffers * bufferSize}
	})
}
