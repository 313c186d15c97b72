// A spike of 200 MiB beside 40 MiB that stay; the spike is dropped and collected. Go keeps the
// pages until the next collection, two minutes later, for one of two reasons:
//
//	plain   Go 1.21 and later don't return chunks that were dense when the collection began
//	steady  with GOGC=500 the goal is the same before and after, so the heap that was in use when
//	        marking ended, spike included, is what the scavenger aims to retain (Go 1.14 and later)
package main

import (
	"runtime"

	"resident.test/stories/programs/internal/story"
)

const (
	blockSize = 64 << 10
	live      = 40 * story.MiB
	spike     = 200 * story.MiB
)

var (
	kept  [][]byte
	batch [][]byte
	line  string
)

func load() {
	line = story.NextLine()
	batch = append(batch, story.Touch(make([]byte, blockSize)))
}

func main() {
	for i := 0; i < live/blockSize; i++ {
		kept = append(kept, story.Touch(make([]byte, blockSize)))
	}
	runtime.GC()
	runtime.GC()
	batch = make([][]byte, 0, spike/blockSize)
	for i := 0; i < spike/blockSize; i++ {
		load()
	}
	batch = nil
	runtime.GC()
	story.Serve(func() story.Truth {
		return story.Truth{Bytes: spike, Line: line}
	})
}
