// Package story is what all story programs share: they say when they have become what they tell
// of, and what is true of them. A program builds up its memory, then calls Serve, which never
// returns. The truth comes from what the program itself did (sizes, counts, lines), not from what
// Resident reads.
package story

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	_ "net/http/pprof"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
)

// MiB is 2^20 bytes.
const MiB = 1 << 20

// Truth is what the first verdict must say.
type Truth struct {
	// Bytes that the verdict speaks of.
	Bytes int64 `json:"bytes"`
	// Line of code that it names, as main.go:27, or a variable; empty where it names none.
	Line string `json:"line,omitempty"`
	// LineBytes of live objects that were allocated there; 0 where the profile can't know.
	LineBytes int64 `json:"lineBytes,omitempty"`
	// Count of what it counts, e.g. goroutines.
	Count int64 `json:"count,omitempty"`
	// Limit in bytes, where one is near.
	Limit int64 `json:"limit,omitempty"`
	// File that is mapped.
	File string `json:"file,omitempty"`
	// Mem is for whoever checks a program by hand; no test uses it.
	Mem map[string]int64 `json:"mem,omitempty"`
}

// Serve listens with net/http/pprof and /truth on a free port, prints the ready line and blocks.
func Serve(truth func() Truth) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	http.HandleFunc("/truth", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Write(encode(withMem(truth())))
	})
	fmt.Printf("{\"ready\":true,\"addr\":%q,\"truth\":%s}\n", listener.Addr(), encode(withMem(truth())))
	panic(http.Serve(listener, nil))
}

var (
	placesLock sync.Mutex
	places     = map[uintptr]string{} // by program counter
)

// NextLine is the place of the line below its caller's, as main.go:27. It allocates only the first time:
// what a story counts is not beside strings of its own.
func NextLine() string {
	var caller [1]uintptr
	runtime.Callers(2, caller[:])
	placesLock.Lock()
	defer placesLock.Unlock()
	if place, ok := places[caller[0]]; ok {
		return place
	}
	_, file, line, _ := runtime.Caller(1)
	place := fmt.Sprintf("%s:%d", filepath.Base(file), line+1)
	places[caller[0]] = place
	return place
}

// Touch writes to every page of b, so that the kernel has to give memory for it.
func Touch(b []byte) []byte {
	for i := 0; i < len(b); i += 4096 {
		b[i] = 1
	}
	return b
}

// MemStats reads them.
func MemStats() runtime.MemStats {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats
}

// StatusBytes is a field of /proc/self/status that is in kB, e.g. VmRSS.
func StatusBytes(field string) int64 {
	return sumOf("/proc/self/status", field+":")
}

// SmapsBytes is the sum of a field over all mappings, e.g. LazyFree.
func SmapsBytes(field string) int64 {
	return sumOf("/proc/self/smaps_rollup", field+":")
}

func sumOf(path, prefix string) int64 {
	text, err := os.ReadFile(path)
	if err != nil {
		return -1
	}
	for _, line := range strings.Split(string(text), "\n") {
		if strings.HasPrefix(line, prefix) {
			kib, _ := strconv.ParseInt(strings.Fields(line)[1], 10, 64)
			return kib << 10
		}
	}
	return -1
}

func withMem(truth Truth) Truth {
	m := MemStats()
	truth.Mem = map[string]int64{
		"HeapAlloc": int64(m.HeapAlloc), "HeapInuse": int64(m.HeapInuse), "HeapIdle": int64(m.HeapIdle),
		"HeapReleased": int64(m.HeapReleased), "StackInuse": int64(m.StackInuse), "Sys": int64(m.Sys),
		"MSpanSys": int64(m.MSpanSys), "GCSys": int64(m.GCSys), "BuckHashSys": int64(m.BuckHashSys),
		"OtherSys": int64(m.OtherSys), "NextGC": int64(m.NextGC), "NumGC": int64(m.NumGC),
		"GCCPUPermille": int64(m.GCCPUFraction * 1000), "Goroutines": int64(runtime.NumGoroutine()),
		"VmRSS": StatusBytes("VmRSS"), "VmSize": StatusBytes("VmSize"), "RssFile": StatusBytes("RssFile"),
		"LazyFree": SmapsBytes("LazyFree"), "AnonHugePages": SmapsBytes("AnonHugePages"),
	}
	return truth
}

func encode(truth Truth) []byte {
	text, err := json.Marshal(truth)
	if err != nil {
		panic(err)
	}
	return text
}
