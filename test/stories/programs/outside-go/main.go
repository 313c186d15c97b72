// 200 MiB from mmap, as a storage engine or a C library takes them: in no Go number.
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
