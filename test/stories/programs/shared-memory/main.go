// 200 MiB that are mapped to be shared and written: no file is behind them, so that the kernel cannot drop
// them, and Go counts none of them.
//
// The ledger: 200 MiB of shared memory, named /dev/zero as the kernel does for mmap without a file.
package main

import (
	"syscall"

	"resident.test/stories/programs/internal/story"
)

const size = 200 * story.MiB

var data []byte

func main() {
	var err error
	flags := syscall.MAP_SHARED | syscall.MAP_ANON
	data, err = syscall.Mmap(-1, 0, size, syscall.PROT_READ|syscall.PROT_WRITE, flags)
	if err != nil {
		panic(err)
	}
	story.Touch(data)
	story.Serve(func() story.Truth {
		return story.Truth{Bytes: size}
	})
}
