// 200 MiB of blocks of 64 KiB, of which every 32nd is kept (one in 2 MiB); the rest is returned.
// Then the kernel puts huge pages under the kept ones, as khugepaged does by itself where
// transparent huge pages are on for all: what Go gave back is resident again.
//
// The ledger: the arenas have 200 MiB resident where Go counts 7: the difference is positive and
// under AnonHugePages.
//
//	MiB, measured with Go     1.19.13  1.24.11   1.26.8
//	RSS                         212.6    207.0    206.1
//	Go heap arenas              200.0    200.2    198.8
//	HeapAlloc                     6.5      6.5      6.5
//	HeapReleased                196.5    196.5    196.5
//	AnonHugePages               200.0    200.0    198.0
//	GCSys                        14.4      2.3      2.4
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"syscall"
	"unsafe"

	"resident.test/stories/programs/internal/story"
)

const (
	blockSize    = 64 << 10
	total        = 200 * story.MiB
	perHugePage  = 32
	hugePage     = 2 * story.MiB
	madvHugepage = 14
	madvCollapse = 25
)

var (
	all  [][]byte
	kept [][]byte
)

func main() {
	debug.SetGCPercent(-1)
	for i := 0; i < total/blockSize; i++ {
		all = append(all, story.Touch(make([]byte, blockSize)))
	}
	for i := 0; i < len(all); i += perHugePage {
		kept = append(kept, all[i])
	}
	all = nil
	debug.SetGCPercent(100)
	runtime.GC()
	debug.FreeOSMemory()
	before := story.StatusBytes("VmRSS")
	for _, block := range kept {
		collapse(uintptr(unsafe.Pointer(&block[0])) &^ (hugePage - 1))
	}
	if story.SmapsBytes("AnonHugePages") < total/2 {
		fmt.Fprintln(os.Stderr, "skip: this kernel makes no huge pages when asked to")
		os.Exit(3)
	}
	grown := story.StatusBytes("VmRSS") - before
	story.Serve(func() story.Truth {
		return story.Truth{Bytes: grown}
	})
}

func collapse(address uintptr) {
	for _, advice := range []uintptr{madvHugepage, madvCollapse} {
		syscall.Syscall(syscall.SYS_MADVISE, address, hugePage, advice)
	}
}
