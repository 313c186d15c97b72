// Buffers of 200 MiB that were allocated for the worst case and never written: Go counts them, the
// kernel never gave them.
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
		return story.Truth{Bytes: buffers * bufferSize, Line: line}
	})
}
