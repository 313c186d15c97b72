// GOMEMLIMIT=220MiB, and 200 MiB live: 9 % are left. Nothing allocates, so the collector is idle.
package main

import (
	"runtime"
	"runtime/debug"

	"resident.test/stories/programs/internal/story"
)

const (
	entries   = 3200
	entrySize = 64 << 10
	limit     = 220 * story.MiB
)

var (
	cache [][]byte
	line  string
)

func fill() {
	line = story.NextLine()
	cache = append(cache, story.Touch(make([]byte, entrySize)))
}

func main() {
	for i := 0; i < entries; i++ {
		fill()
	}
	runtime.GC()
	debug.FreeOSMemory()
	story.Serve(func() story.Truth {
		m := story.MemStats()
		return story.Truth{Bytes: int64(m.Sys - m.HeapReleased), Line: line, Limit: limit}
	})
}
