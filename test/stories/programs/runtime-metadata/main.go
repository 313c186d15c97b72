// A heap that was once 4 GiB in spans of 8 KiB (none of it ever written, so it cost no memory): it
// is gone and returned, but the runtime keeps the span structs.
//
// The ledger: MSpanSys is 160 bytes (144 in Go 1.19) for each of 524,288 spans, and all of it was
// written; Go 1.19 also keeps the bitmap of the past heap (GCSys). Sys and RSS are apart, as the
// heap was never written.
//
//	MiB, measured with Go     1.19.13  1.24.11   1.26.8
//	VIRT                       5023.4   5406.6   5439.4
//	RSS                         221.8    102.1    103.9
//	Go heap arenas                0.7      0.7      0.7
//	HeapAlloc                     0.3      0.2      0.3
//	HeapReleased               4110.8   4111.0   4111.0
//	MSpanSys                     72.0     80.0     80.0
//	GCSys                       156.1     22.1     22.7
package main

import (
	"runtime"
	"runtime/debug"

	"resident.test/stories/programs/internal/story"
)

const blocks = 512 << 10

var all [][]byte

func main() {
	debug.SetGCPercent(-1)
	all = make([][]byte, 0, blocks)
	for i := 0; i < blocks; i++ {
		all = append(all, make([]byte, 8<<10))
	}
	all = nil
	debug.SetGCPercent(100)
	runtime.GC()
	debug.FreeOSMemory()
	story.Serve(func() story.Truth {
		m := story.MemStats()
		heap := m.HeapInuse + m.HeapIdle - m.HeapReleased + m.StackInuse
		return story.Truth{Bytes: story.StatusBytes("RssAnon") - int64(heap)}
	})
}
