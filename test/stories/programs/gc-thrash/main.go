// GOMEMLIMIT=120MiB, and 100 MiB live in small objects with pointers, while requests allocate: the
// collector runs nearly all the time.
//
// The ledger: NextGC is within a tenth of the live heap, and GCCPUFraction is 0.3 to 0.4.
//
//	MiB, measured with Go     1.19.13  1.24.11   1.26.8
//	RSS                         132.5    130.8    115.3
//	Go heap arenas              120.3    124.3    104.9
//	HeapAlloc                   118.8    118.6    114.1
//	HeapReleased                 12.2     10.9     17.9
//	NextGC                      111.2    111.2    111.6
//	GCSys                        13.2      3.1      3.2
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
