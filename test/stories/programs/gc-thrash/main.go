// GOMEMLIMIT=120MiB, and 100 MiB live in small objects with pointers, while requests allocate: the
// collector runs nearly all the time.
package main

import (
	"runtime"
	"time"

	"resident.test/stories/programs/internal/story"
)

const limit = 120 * story.MiB

type node struct {
	next *node
	data [48]byte
}

var (
	list    *node
	scratch []byte
)

func main() {
	for i := 0; i < 100*story.MiB/int(64); i++ {
		list = &node{next: list}
	}
	go func() {
		for {
			for i := 0; i < 256; i++ {
				scratch = make([]byte, 4<<10)
			}
			runtime.Gosched()
		}
	}()
	time.Sleep(4 * time.Second)
	story.Serve(func() story.Truth {
		return story.Truth{Bytes: 100 * story.MiB, Limit: limit}
	})
}
