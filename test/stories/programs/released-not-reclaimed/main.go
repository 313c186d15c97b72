// GODEBUG=madvdontneed=0: what Go returns, it returns with MADV_FREE, and the kernel takes the
// pages only when it needs them. A spike of 200 MiB is dropped and returned; RSS stays.
//
// The ledger: HeapReleased and LazyFree have the spike, and it is still in RSS; the heap in use is
// nearly empty.
//
//	MiB, measured with Go     1.19.13  1.24.11   1.26.8
//	RSS                         213.5    207.7    208.0
//	Go heap arenas              200.9    200.8    200.8
//	HeapAlloc                     0.3      0.2      0.2
//	HeapReleased                202.8    202.9    202.9
//	LazyFree                    200.1    200.0    200.0
//	GCSys                        14.3      2.3      2.4
package main

import (
	"runtime/debug"

	"resident.test/stories/programs/internal/story"
)

const (
	blockSize = 64 << 10
	spike     = 200 * story.MiB
)

var batch [][]byte

func main() {
	for i := 0; i < spike/blockSize; i++ {
		batch = append(batch, story.Touch(make([]byte, blockSize)))
	}
	batch = nil
	debug.FreeOSMemory()
	story.Serve(func() story.Truth {
		return story.Truth{Bytes: spike}
	})
}
