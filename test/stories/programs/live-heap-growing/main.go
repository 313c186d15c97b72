// A session table that is never cleaned: 4 MiB more each second, beside ordinary requests whose
// garbage keeps the collector running.
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
	newSessions = 6  // a tick: 3.75 MiB/s
	requests    = 80 // a tick: 100 MiB/s of garbage
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
		return story.Truth{
			Bytes:          atomic.LoadInt64(&count) * sessionSize,
			Line:           line,
			BytesPerSecond: newSessions * sessionSize * float64(time.Second/tick),
		}
	})
}

func work() {
	for range time.Tick(tick) {
		for i := 0; i < newSessions; i++ {
			open()
		}
		for i := 0; i < requests; i++ {
			scratch = story.Touch(make([]byte, requestSize))
		}
	}
}
