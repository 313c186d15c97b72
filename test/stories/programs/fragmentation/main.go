// 400,000 records of 512 bytes, of which every 16th is kept: a span of 8 KiB holds 16 of them, so
// about one record pins each page.
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
		return story.Truth{Bytes: records / perSpan * (perSpan - 1) * 512, Line: line}
	})
}
