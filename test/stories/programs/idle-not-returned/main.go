// A spike of 120 MiB beside 40 MiB that stay; the spike is dropped and collected. Go keeps the
// pages until the next collection, some minutes later, for one of two reasons:
//
//	plain   Go 1.21 and later don't return chunks that were dense when the collection began
//	steady  with GOGC=500 the goal is the same before and after, so the heap that was in use when
//	        marking ended, spike included, is what the scavenger aims to retain (Go 1.14 and later)
//
// The ledger: 40 MiB live and the spike idle. RSS falls by nearly all of it after the collection
// that the two-minute timer starts: measured 120 to 240 s after the last one, because sysmon sleeps
// for up to a minute where nothing runs, before that collection and again before the scavenger.
// Go 1.19 without GOGC=500 gives it back within 5 s (measured), so the plain story starts with Go
// 1.21. The columns are with GOGC=500.
//
//	MiB, measured with Go     1.19.13  1.24.11   1.26.8
//	RSS                         172.1    167.9    168.4
//	Go heap arenas              161.0    161.1    161.2
//	HeapAlloc                    40.3     40.2     40.3
//	HeapIdle-HeapReleased       120.3    120.4    120.3
//	NextGC                      242.2    241.6    241.8
//	GCSys                        12.3      2.2      2.3
package main

import (
	"runtime"
	"time"

	"resident.test/stories/programs/internal/story"
)

const (
	blockSize = 64 << 10
	live      = 40 * story.MiB
	spike     = 120 * story.MiB
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
	// Right after several collections it would be taken for a program at work, which uses the pages again.
	time.Sleep(3 * time.Second)
	story.Serve(func() story.Truth {
		return story.Truth{Bytes: spike, Line: line}
	})
}
