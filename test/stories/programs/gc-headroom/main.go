// Garbage that no collection has looked for yet, for one of two reasons:
//
//	GOGC=400  a collection found 40 MiB live, so Go may allocate 160 MiB more before the next one;
//	          120 MiB of them are allocated, and dropped at once
//	GOGC=off  there never was a collection: all 160 MiB count as allocated since the last one
//
// The ledger: with GOGC=400, 40 MiB are live (NextGC / 5) and the rest of HeapAlloc was allocated
// since; with GOGC=off NumGC is 0 and NextGC says nothing. The columns are with GOGC=400.
//
//	MiB, measured with Go     1.19.13  1.24.11   1.26.8
//	RSS                         172.2    168.0    168.4
//	Go heap arenas              161.1    161.1    161.3
//	HeapAlloc                   160.7    160.7    160.8
//	NextGC                      201.8    201.3    201.4
//	GCSys                        12.3      2.3      2.4
package main

import (
	"os"
	"runtime"

	"resident.test/stories/programs/internal/story"
)

const (
	blockSize = 64 << 10
	live      = 40 * story.MiB
	garbage   = 120 * story.MiB
)

var (
	kept    [][]byte
	scratch []byte
	line    string
)

func request() {
	line = story.NextLine()
	scratch = story.Touch(make([]byte, blockSize))
}

func main() {
	off := os.Getenv("GOGC") == "off"
	for i := 0; i < live/blockSize; i++ {
		kept = append(kept, story.Touch(make([]byte, blockSize)))
	}
	if !off {
		runtime.GC()
		runtime.GC()
	}
	for i := 0; i < garbage/blockSize; i++ {
		request()
	}
	story.Serve(func() story.Truth {
		if off {
			return story.Truth{Bytes: live + garbage, Line: line}
		}
		return story.Truth{Bytes: garbage, Line: line}
	})
}
