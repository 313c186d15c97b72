// The bundled workloads (workloads/*.yaml) as a real program: its argument says which. It prints a
// line of JSON with MemStats after each step, so that a test can hold the heap model to it; RSS is
// read from outside, by who started it. It serves net/http/pprof, as the model's "server" does.
//
// Measured with 2 processors, transparent huge pages on advice; the table of docs/heap-model.md is
// made of it.
package main

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"net"
	"net/http"
	_ "net/http/pprof"
	"os"
	"runtime"
	"time"
)

var (
	start = time.Now()
	keep  [][]byte
	cache []*entry
	gone  []byte
)

type entry struct{ bytes [1024]byte }

func say(step string) {
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	line, err := json.Marshal(map[string]interface{}{
		"step": step, "at": time.Since(start).Seconds(),
		"heapAlloc": mem.HeapAlloc, "totalAlloc": mem.TotalAlloc, "heapSys": mem.HeapSys,
		"heapInuse": mem.HeapInuse, "heapIdle": mem.HeapIdle, "heapReleased": mem.HeapReleased,
		"stackInuse": mem.StackInuse, "sys": mem.Sys, "nextGC": mem.NextGC, "numGC": mem.NumGC,
	})
	if err != nil {
		panic(err)
	}
	fmt.Println(string(line))
}

func bigBytes() *[]byte {
	s := make([]byte, 100000000)
	return &s
}

func classic() {
	for i := 0; i < 10; i++ {
		s := bigBytes()
		if s == nil {
			fmt.Println("never")
		}
	}
}

func write(b []byte) []byte {
	for i := 0; i < len(b); i += 4096 {
		b[i] = 1
	}
	return b
}

// spread calls allocate `count` times in that much time.
func spread(count int, over time.Duration, allocate func()) {
	const ticks = 40
	begin := time.Now()
	for tick := 0; tick < ticks; tick++ {
		for i := count * tick / ticks; i < count*(tick+1)/ticks; i++ {
			allocate()
		}
		time.Sleep(time.Until(begin.Add(over * time.Duration(tick+1) / ticks)))
	}
}

func spike(collects bool) {
	spread(600, 2*time.Second, func() { keep = append(keep, write(make([]byte, 1<<20))) })
	time.Sleep(time.Second)
	say("held")
	keep = nil
	if collects {
		runtime.GC()
	}
}

func leak() {
	for i := 0; i < 120; i++ {
		spread(2048, 500*time.Millisecond, func() { keep = append(keep, write(make([]byte, 512))) })
		spread(2560, 500*time.Millisecond, func() { gone = write(make([]byte, 4096)) })
	}
}

// deep waits below so many frames of 1 KiB: a stack that is in use does not shrink.
//
//go:noinline
func deep(levels int, end chan bool) byte {
	var frame [1024]byte
	if levels > 0 {
		frame[0] = deep(levels-1, end)
	} else {
		<-end
	}
	return frame[levels]
}

func goroutines() {
	end := make(chan bool)
	for i := 0; i < 100000; i++ {
		go deep(5, end)
	}
	time.Sleep(10 * time.Second)
	say("running")
	close(end)
}

func dropMost() {
	spread(204800, 2*time.Second, func() { cache = append(cache, &entry{bytes: [1024]byte{1}}) })
	time.Sleep(time.Second)
	say("held")
	random := rand.New(rand.NewSource(1))
	for i := range cache {
		if random.Intn(10) != 0 {
			cache[i] = nil
		}
	}
	runtime.GC()
	go func() {
		for range time.Tick(5 * time.Second) {
		}
	}()
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Printf("{\"ready\":true,\"addr\":%q}\n", listener.Addr())
	go http.Serve(listener, nil)
	time.Sleep(200 * time.Millisecond)
	say("start")
	run, wait := map[string]func(){
		"classic":         classic,
		"spike":           func() { spike(false) },
		"spike-collected": func() { spike(true) },
		"leak":            leak,
		"goroutines":      goroutines,
		"cache":           dropMost,
	}[os.Args[1]], 10*time.Minute
	run()
	if os.Args[1] == "leak" {
		wait = 0
	} else {
		say("waits")
	}
	time.Sleep(wait)
	say("end")
	time.Sleep(time.Minute)
}
