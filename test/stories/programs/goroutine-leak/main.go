// Requests whose answer nobody takes: each leaves a goroutine that waits at one line for ever, on a
// stack of 16 KiB. 6,000 at the start, 60 more each second.
//
// The ledger: StackInuse is 16 KiB for each goroutine and grows by 0.94 MiB/s; what else lives is
// their g structs. The columns are the start.
//
//	MiB, measured with Go     1.19.13  1.24.11   1.26.8
//	RSS                         106.3    108.0    107.6
//	Go heap arenas               99.2    100.9    100.4
//	HeapAlloc                     3.3      3.5      3.8
//	StackInuse                   95.4     95.7     95.5
//	GCSys                        10.2      2.2      2.4
package main

import (
	"runtime"
	"sync/atomic"
	"time"

	"resident.test/stories/programs/internal/story"
)

const (
	atStart   = 6000
	perSecond = 60
	stackSize = 16 << 10
)

var (
	started int64
	line    atomic.Value
	answers = make(chan byte)
)

func ask() {
	var buffer [9 << 10]byte // more than half of 16 KiB: collections don't shrink the stack
	for i := range buffer {
		buffer[i] = byte(i)
	}
	send(buffer[:])
	runtime.KeepAlive(&buffer)
}

func send(buffer []byte) {
	atomic.AddInt64(&started, 1)
	line.Store(story.NextLine())
	answers <- buffer[len(buffer)-1]
}

func main() {
	for i := 0; i < atStart; i++ {
		go ask()
	}
	for atomic.LoadInt64(&started) < atStart {
		time.Sleep(time.Millisecond)
	}
	runtime.GC()
	runtime.GC()
	go func() {
		start := time.Now()
		for asked := 0; ; time.Sleep(time.Second / perSecond) {
			for ; asked < int(perSecond*time.Since(start).Seconds()); asked++ {
				go ask()
			}
		}
	}()
	story.Serve(func() story.Truth {
		count := atomic.LoadInt64(&started)
		return story.Truth{
			Bytes: count * stackSize,
			Line:  line.Load().(string),
			Count: count,
		}
	})
}
