// A past peak of 300,000 goroutines: all have ended, their stacks are returned, but the runtime keeps a g struct for each for ever (runtime.malg in the heap profile).
package main

import (
	"runtime"
	"runtime/debug"
	"sync"

	"resident.test/stories/programs/internal/story"
)

const peak = 300000

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
	runtime.GC()
	before := story.MemStats().HeapAlloc
	burst()
	runtime.GC()
	runtime.GC()
	debug.FreeOSMemory()
	grown := int64(story.MemStats().HeapAlloc - before)
	story.Serve(func() story.Truth {
		return story.Truth{Bytes: grown, Count: peak}
	})
}
