// 200 MiB from mmap, as a storage engine or a C library takes them: in no Go number.
//
// The ledger: 200 MiB anonymous that no MemStats field contains. The mapping may have merged with
// the runtime's own beside it.
//
//	MiB, measured with Go     1.19.13  1.24.11   1.26.8
//	RSS                         205.8    206.4    206.9
//	Go heap arenas                0.6      0.7      0.8
//	HeapAlloc                     0.3      0.2      0.3
//	GCSys                         7.7      1.7      1.7
package main

import (
	"syscall"

	"resident.test/stories/programs/internal/story"
)

const size = 200 * story.MiB

var block []byte

func main() {
	var err error
	flags := syscall.MAP_ANON | syscall.MAP_PRIVATE
	block, err = syscall.Mmap(-1, 0, size, syscall.PROT_READ|syscall.PROT_WRITE, flags)
	if err != nil {
		panic(err)
	}
	story.Touch(block)
	story.Serve(func() story.Truth {
		return story.Truth{Bytes: size}
	})
}
