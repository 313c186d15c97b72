// GOGC=400: after a collection that found 40 MiB live, Go may allocate 160 MiB more before the
// next one. 120 MiB of them are allocated, and dropped at once.
package main

import (
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
	for i := 0; i < live/blockSize; i++ {
		kept = append(kept, story.Touch(make([]byte, blockSize)))
	}
	runtime.GC()
	runtime.GC()
	for i := 0; i < garbage/blockSize; i++ {
		request()
	}
	story.Serve(func() story.Truth {
		return story.Truth{Bytes: garbage, Line: line}
	})
}
