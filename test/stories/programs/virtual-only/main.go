// A small server: little memory, much address space.
//
// The ledger: 6 to 7 MiB of RSS in 700 (Go 1.19) or 1,200 MiB of address space.
//
//	MiB, measured with Go     1.19.13  1.24.11   1.26.8
//	VIRT                        700.5   1203.5   1235.8
//	RSS                           6.1      6.8      7.3
//	Go heap arenas                0.7      0.7      0.9
//	HeapAlloc                     0.3      0.2      0.3
//	GCSys                         8.1      2.1      2.2
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
