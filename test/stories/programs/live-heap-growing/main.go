// A session table that is never cleaned: 4 MiB more each second, beside ordinary requests whose
// garbage keeps the collector running.
//
// The ledger: live objects grow by 3.75 MiB/s; up to a quarter as much again (GOGC=25) is allocated
// since the last collection or free, as the collections come and go. The columns are the start.
//
//	MiB, measured with Go     1.19.13  1.24.11   1.26.8
//	RSS                         146.1    143.0    143.4
//	Go heap arenas              135.4    135.8    135.8
//	HeapAlloc                   109.7    135.1    120.1
//	HeapIdle-HeapReleased        25.3      0.1     15.1
//	NextGC                      137.2    136.5    137.2
//	GCSys                        12.3      2.3      2.3
package main

import (
	"sync/atomic"
	"time"

	"resident.test/stories/programs/internal/story"
)

const (
	atStart     = 100 * story.MiB
	sessionSize = 32 << 10
	tick        = 50 * time.Millisecond
	perSecond   = 120 // sessions: 3.75 MiB
	requests    = 80  // a tick: 100 MiB/s of garbage
	requestSize = 64 << 10
)

var (
	sessions [][]byte
	line     string
	count    int64
	scratch  []byte
)

func open() {
	line = story.NextLine()
	sessions = append(sessions, story.Touch(make([]byte, sessionSize)))
	atomic.AddInt64(&count, 1)
}

func main() {
	for i := 0; i < atStart/sessionSize; i++ {
		open()
	}
	go work()
	time.Sleep(time.Second)
	story.Serve(func() story.Truth {
		held := atomic.LoadInt64(&count) * sessionSize
		return story.Truth{Bytes: held, Line: line, LineBytes: held}
	})
}

func work() {
	start := time.Now()
	for range time.Tick(tick) { // a late tick makes up for it
		due := atStart/sessionSize + int64(perSecond*time.Since(start).Seconds())
		for atomic.LoadInt64(&count) < due {
			open()
		}
		for i := 0; i < requests; i++ {
			scratch = story.Touch(make([]byte, requestSize))
		}
	}
}
