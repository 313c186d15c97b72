// 12 MiB that one line keeps, all allocated since the last collection: the heap profile, which
// shows the state at a collection, doesn't have them. Too little to be the reason of anything.
//
// The ledger: 12 MiB of HeapAlloc are allocated since the last collection, and the heap profile has
// not one sample of their line.
//
//	MiB, measured with Go     1.19.13  1.24.11   1.26.8
//	RSS                          18.6     18.9     19.2
//	Go heap arenas               12.7     12.7     12.8
//	HeapAlloc                    12.3     12.3     12.3
//	GCSys                         8.2      2.1      2.2
package main

import (
	"runtime"

	"resident.test/stories/programs/internal/story"
)

const (
	entries   = 192
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
	runtime.GC()
	runtime.GC()
	for i := 0; i < entries; i++ {
		fill()
	}
	story.Serve(func() story.Truth {
		return story.Truth{Bytes: entries * entrySize, Line: line}
	})
}
