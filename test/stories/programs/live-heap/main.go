// A cache of 200 MiB that one line fills and that stays: the plainest reason for RSS.
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
		return story.Truth{Bytes: entries * entrySize, Line: line}
	})
}
