// 12 MiB that one line keeps, all allocated since the last collection: the heap profile, which
// shows the state at a collection, doesn't have them. Too little to be the reason of anything.
package main

import (
	"runtime"
	"runtime/debug"

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
	debug.SetGCPercent(1000)
	runtime.GC()
	runtime.GC()
	for i := 0; i < entries; i++ {
		fill()
	}
	story.Serve(func() story.Truth {
		return story.Truth{Bytes: entries * entrySize, Line: line}
	})
}
