// A past peak of 300,000 goroutines: all have ended, their stacks are returned, but the runtime
// keeps a g struct for each for ever (runtime.malg in the heap profile).
//
// The ledger: nearly all that lives is runtime.malg: 416, 448 or 480 bytes for each goroutine of
// the peak, by version; the list allgs (2.4 MiB and more) is beside it. The stacks have been
// returned.
//
//	MiB, measured with Go     1.19.13  1.24.11   1.26.8
//	RSS                         161.6    148.0    165.5
//	Go heap arenas              126.9    133.8    150.0
//	HeapAlloc                   121.9    131.2    140.4
//	HeapInuse-HeapAlloc           5.1      2.6      9.8
//	HeapReleased                628.3    625.4    629.1
//	MSpanSys                      5.3      6.1      6.5
//	GCSys                        31.7      3.6      4.2
package main

import (
	"runtime"
	"runtime/debug"
	"sync"

	"resident.test/stories/programs/internal/story"
)

const (
	peak        = 300000
	pointerSize = 8
)

func burst() {
	var all sync.WaitGroup
	gate := make(chan struct{})
	all.Add(peak)
	for i := 0; i < peak; i++ {
		go func() {
			<-gate
			all.Done()
		}()
	}
	close(gate)
	all.Wait()
}

func main() {
	runtime.MemProfileRate = 64 << 10 // 2,000 samples of g structs: ± 4 %
	runtime.GC()
	before := story.MemStats().HeapAlloc
	burst()
	runtime.GC()
	runtime.GC()
	debug.FreeOSMemory()
	grown := int64(story.MemStats().HeapAlloc-before) - peak*pointerSize // less the list allgs
	story.Serve(func() story.Truth {
		return story.Truth{Bytes: grown, Count: peak}
	})
}
