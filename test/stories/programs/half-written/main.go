// 60 MiB that one line fills, beside buffers of 200 MiB of another line that were never written: the live
// heap is 260 MiB, and what of it RSS has is 60.
//
// The ledger: 260 MiB live, 61 MiB of them in RAM, and a negative difference of 200 MiB.
//
//	MiB, measured with Go     1.19.13  1.24.11   1.26.8
//	RSS                          75.1     67.3     67.7
//	Go heap arenas               61.0     60.8     61.0
//	HeapAlloc                   260.3    260.2    260.3
package main

import (
	"runtime"

	"resident.test/stories/programs/internal/story"
)

const (
	size     = story.MiB
	written  = 60
	reserved = 200
)

var (
	all  [][]byte
	line string
)

func reserve() {
	line = story.NextLine()
	all = append(all, make([]byte, size))
}

func fill() {
	all = append(all, story.Touch(make([]byte, size)))
}

func main() {
	for i := 0; i < reserved; i++ {
		reserve()
	}
	for i := 0; i < written; i++ {
		fill()
	}
	runtime.GC()
	runtime.GC()
	story.Serve(func() story.Truth {
		return story.Truth{Bytes: written * size, Line: line, LineBytes: reserved * size}
	})
}
