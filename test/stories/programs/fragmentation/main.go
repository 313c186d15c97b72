// 400,000 records of 512 bytes, of which every 16th is kept: a span of 8 KiB holds 16 of them, so
// about one record pins each page.
//
// The ledger: HeapInuse - HeapAlloc is 15 of 16 slots of each span; live are 12 MiB of records and
// the 3 MiB of the list of pointers.
//
//	MiB, measured with Go     1.19.13  1.24.11   1.26.8
//	RSS                         216.1    211.0    211.6
//	Go heap arenas              199.1    199.1    199.2
//	HeapAlloc                    15.5     15.4     15.5
//	HeapInuse-HeapAlloc         183.6    183.6    183.6
//	HeapReleased                  0.6      0.7     20.7
//	MSpanSys                      3.5      3.8      4.1
//	GCSys                        15.2      3.2      3.3
package main

import (
	"runtime"
	"runtime/debug"

	"resident.test/stories/programs/internal/story"
)

const (
	records = 400000
	perSpan = 16
)

type record [512]byte

var (
	all  []*record
	line string
)

func load() {
	line = story.NextLine()
	r := new(record)
	r[0] = 1
	all = append(all, r)
}

func main() {
	debug.SetGCPercent(-1) // no collection while it loads: the records lie in order
	all = make([]*record, 0, records)
	for i := 0; i < records; i++ {
		load()
	}
	for i := range all {
		if i%perSpan != 0 {
			all[i] = nil
		}
	}
	debug.SetGCPercent(100)
	runtime.GC()
	debug.FreeOSMemory()
	story.Serve(func() story.Truth {
		kept := int64(records / perSpan * 512)
		return story.Truth{Bytes: (perSpan - 1) * kept, Line: line, LineBytes: kept}
	})
}
