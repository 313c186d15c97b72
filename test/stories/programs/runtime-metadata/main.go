// A heap that was once 4 GiB in spans of 8 KiB (none of it ever written, so it cost no memory): it
// is gone and returned, but the runtime keeps the span structs.
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
		return story.Truth{Bytes: int64(story.MemStats().MSpanSys)}
	})
}
