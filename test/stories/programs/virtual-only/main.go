// A small server: little memory, much address space.
package main

import (
	"runtime"

	"resident.test/stories/programs/internal/story"
)

func main() {
	runtime.GC()
	runtime.GC()
	story.Serve(func() story.Truth {
		return story.Truth{Bytes: story.StatusBytes("VmSize")}
	})
}
