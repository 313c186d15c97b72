// A cache of 200 MiB that one line fills and that stays: the plainest reason for RSS.
//
// The ledger: live objects own nearly all of RSS, and the one line all of them. Nothing was
// allocated since the last collection, and nothing is idle.
//
//	MiB, measured with Go     1.19.13  1.24.11   1.26.8
//	RSS                         213.7    208.3    208.6
//	Go heap arenas              201.1    201.2    201.2
//	HeapAlloc                   200.4    200.3    200.3
//	NextGC                      400.7    400.5    400.6
//	GCSys                        14.4      2.3      2.4
package main

import (
	"runtime"

	"resident.test/stories/programs/internal/story"
)

const (
	entries   = 3200
	entrySize = 64 << 10
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
	runtime.GC() // twice: a heap profile shows what two collections have seen
	runtime.GC()
	story.Serve(func() story.Truth {
		return story.Truth{Bytes: entries * entrySize, Line: line, LineBytes: entries * entrySize}
	})
}
