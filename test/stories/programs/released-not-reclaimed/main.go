// GODEBUG=madvdontneed=0: what Go returns, it returns with MADV_FREE, and the kernel takes the
// pages only when it needs them. A spike of 200 MiB is dropped and returned; RSS stays.
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
