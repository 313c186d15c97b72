// A data file of 200 MiB, mapped and read through: page cache, which the kernel can take back.
package main

import (
	"os"
	"path/filepath"
	"syscall"

	"resident.test/stories/programs/internal/story"
)

const size = 200 * story.MiB

var (
	data []byte
	sum  int
)

func main() {
	path := filepath.Join(os.TempDir(), "story-table.db")
	file, err := os.Create(path)
	if err == nil {
		err = file.Truncate(size)
	}
	if err == nil {
		data, err = syscall.Mmap(int(file.Fd()), 0, size, syscall.PROT_READ, syscall.MAP_SHARED)
	}
	if err != nil {
		panic(err)
	}
	for i := 0; i < size; i += 4096 {
		sum += int(data[i])
	}
	story.Serve(func() story.Truth {
		return story.Truth{Bytes: size, File: filepath.Base(path)}
	})
}
