// 40 MiB that stay, and every 3 s a burst of 120 MiB that is dropped and collected: between bursts
// most of the heap is idle, and Go keeps it, because the scavenger retains what was in use when
// marking ended, bursts included. RSS stays as long as the bursts go on.
//
//	STOP unset   it goes on. Asked for its truth, it makes a burst first, so that who looks then
//	             looks between two bursts
//	STOP=1       it stopped so long ago that the next burst would be overdue: the collection that the
//	             two-minute timer starts gives back what is idle
//
// It says that it is ready when it is older than a program that has just started (30 s).
//
// The ledger: 40 MiB live and the burst idle, in both.
//
// Blocks are so large that nearly each is a sample of the heap profile. With 64 KiB the line's 1440 MiB were
// known to ± 52 only (measured with Go 1.21 and 1.26: σ 20 to 26 MiB), so that in one run of a hundred chance
// could have hidden half a burst of another line, and the report rightly named none.
//
// GOGC=500 keeps the goal the same, as in idle-not-returned. Without it, Go 1.19 returns most of the
// burst within 2 s and takes it again in the next (measured: RSS 172 MiB, 55, 172); from Go 1.21 on
// RSS stays all the same.
//
//	MiB, measured with Go     1.19.13  1.24.11   1.26.8
//	RSS                         172.7    168.3    168.9
//	HeapAlloc                    40.2     40.1     40.1
//	HeapIdle-HeapReleased       120.6    120.6    120.8
//	NextGC                      242.3    241.7    241.8
package main

import (
	"os"
	"runtime"
	"time"

	"resident.test/stories/programs/internal/story"
)

const (
	blockSize = 2 * story.MiB
	live      = 40 * story.MiB
	burst     = 120 * story.MiB
	pause     = 3 * time.Second
	// Twelve bursts; the first stay within the 30 s that count as the start.
	busyFor = 33 * time.Second
	quiet   = 3 * pause
)

var (
	kept  [][]byte
	batch [][]byte
	line  string
)

func load() {
	line = story.NextLine()
	batch = append(batch, story.Touch(make([]byte, blockSize)))
}

func makeBurst() {
	batch = make([][]byte, 0, burst/blockSize)
	for i := 0; i < burst/blockSize; i++ {
		load()
	}
	batch = nil
	runtime.GC()
}

func main() {
	stops := os.Getenv("STOP") == "1"
	for i := 0; i < live/blockSize; i++ {
		kept = append(kept, story.Touch(make([]byte, blockSize)))
	}
	end := time.Now().Add(busyFor)
	for time.Now().Before(end) {
		makeBurst()
		time.Sleep(pause)
	}
	asked := make(chan bool)
	done := make(chan bool)
	if stops {
		time.Sleep(quiet)
	} else {
		go func() {
			for {
				select {
				case <-asked:
					makeBurst()
					done <- true
				case <-time.After(pause):
					makeBurst()
				}
			}
		}()
	}
	story.Serve(func() story.Truth {
		if !stops {
			asked <- true
			<-done
		}
		return story.Truth{Bytes: burst, Line: line}
	})
}
