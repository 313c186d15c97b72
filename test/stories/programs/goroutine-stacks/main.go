// 100 workers, each parked deep in a recursion, on stacks of 1 MiB. Their number doesn't change.
package main

import (
	"runtime"
	"runtime/debug"
	"sync"

	"resident.test/stories/programs/internal/story"
)

const (
	workers   = 100
	stackSize = 1 << 20
	frameSize = 4 << 10
	depth     = 980 << 10 / (frameSize + 64)
)

var never = make(chan byte)

func visit(level int, parked *sync.WaitGroup) byte {
	var frame [frameSize]byte
	for i := range frame {
		frame[i] = byte(level)
	}
	if level == 0 {
		parked.Done()
		return <-never
	}
	return visit(level-1, parked) + frame[level%frameSize]
}

func main() {
	for i := 0; i < workers; i++ {
		var parked sync.WaitGroup
		parked.Add(1)
		go visit(depth, &parked)
		parked.Wait()
	}
	runtime.GC()
	debug.FreeOSMemory()
	story.Serve(func() story.Truth {
		return story.Truth{Bytes: workers * stackSize, Count: workers}
	})
}
