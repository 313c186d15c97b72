// GOMEMLIMIT=220MiB, and 200 MiB live: 9 % are left. Nothing allocates, so the collector is idle.
//
// The ledger: 200 MiB are live, and Sys - HeapReleased is 206 to 218 MiB of the 220. The goal is
// close to the live heap too, but GCCPUFraction is low: this is no thrashing.
//
//	MiB, measured with Go     1.19.13  1.24.11   1.26.8
//	RSS                         213.4    207.9    208.2
//	Go heap arenas              200.8    200.8    200.9
//	HeapAlloc                   200.4    200.3    200.3
//	NextGC                      201.3    207.9    207.6
//	GCSys                        14.4      2.3      2.5
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
		return story.Truth{
			Bytes:     int64(m.Sys - m.HeapReleased),
			Line:      line,
			LineBytes: entries * entrySize,
			Limit:     limit,
		}
	})
}
