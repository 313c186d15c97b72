// Make-profile writes a heap profile of very many samples, to measure decoders with.
//
// It allocates along random call paths of depth 4 to 10 over four functions, below eight calls that
// all have in common, with every allocation sampled, until the runtime holds the wanted number of
// buckets: one bucket, and so one sample, is one call stack and one size. The paths come from a
// fixed seed, so two runs of one Go version write profiles with the same stacks.
//
//	make-profile -samples 700000 -o heap.pb.gz
//
// With -paths only so many call paths are taken, each with several sizes. With -series it writes so
// many profiles while it allocates, heap-001.pb.gz and so on in the folder that -o names.
package main

import (
	"flag"
	"fmt"
	"log"
	"math/rand"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
)

// Sizes that are size classes of the Go allocator, so that a bucket's size is the size asked for.
var sizes = []int{1024, 4096, 16384, 18432, 20480, 24576, 27264, 28672}

var (
	sink []byte
	kept [][]byte
)

func init() { runtime.MemProfileRate = 1 }

func main() {
	samples := flag.Int("samples", 700_000, "distinct stacks and sizes to allocate")
	most := flag.Int("paths", 0, "distinct call paths at most; 0: no limit")
	series := flag.Int("series", 0, "profiles to write while allocating; 0: one at the end")
	out := flag.String("o", "heap.pb.gz", "file to write, or folder for a series")
	flag.Parse()

	random := rand.New(rand.NewSource(1))
	seen := make(map[uint32]bool, *samples)
	var paths []uint32
	written := 0
	for len(seen) < *samples {
		var path uint32
		if *most > 0 && len(paths) == *most {
			path = paths[random.Intn(*most)]
		} else {
			path = randomPath(random)
			paths = append(paths, path)
		}
		which := random.Intn(len(sizes))
		key := path<<3 | uint32(which)
		if seen[key] {
			continue
		}
		seen[key] = true
		serve(8, path, sizes[which])
		if len(seen)%16 == 0 && sizes[which] <= 4096 {
			kept = append(kept, sink)
		}
		if *series > 0 && len(seen)*(*series) >= (written+1)*(*samples) {
			written++
			if err := write(filepath.Join(*out, fmt.Sprintf("heap-%03d.pb.gz", written))); err != nil {
				log.Fatal(err)
			}
		}
	}
	if *series > 0 {
		return
	}
	if err := write(*out); err != nil {
		log.Fatal(err)
	}
}

func randomPath(random *rand.Rand) uint32 {
	depth := 4 + random.Intn(7)
	path := uint32(1) // a leading one, then two bits a call
	for i := 0; i < depth; i++ {
		path = path<<2 | uint32(random.Intn(4))
	}
	return path
}

func write(name string) error {
	runtime.GC() // publishes what was allocated
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := pprof.Lookup("heap").WriteTo(f, 0); err != nil {
		return err
	}
	runtime.KeepAlive(kept)
	return f.Close()
}

// serve is what all paths have in common at their outer end, as those of a server do.
//
//go:noinline
func serve(levels int, path uint32, size int) {
	if levels > 1 {
		serve(levels-1, path, size)
		return
	}
	north(path, size)
}

// Each of the four functions goes one step along the path, whose lowest two bits name the function
// to call next, or allocates at its end. They call each other at four places each, so a profile has
// 16 call sites and 4 places of allocation.

//go:noinline
func north(path uint32, size int) {
	switch {
	case path == 1:
		sink = make([]byte, size)
	case path&3 == 0:
		north(path>>2, size)
	case path&3 == 1:
		east(path>>2, size)
	case path&3 == 2:
		south(path>>2, size)
	default:
		west(path>>2, size)
	}
}

//go:noinline
func east(path uint32, size int) {
	switch {
	case path == 1:
		sink = make([]byte, size)
	case path&3 == 0:
		north(path>>2, size)
	case path&3 == 1:
		east(path>>2, size)
	case path&3 == 2:
		south(path>>2, size)
	default:
		west(path>>2, size)
	}
}

//go:noinline
func south(path uint32, size int) {
	switch {
	case path == 1:
		sink = make([]byte, size)
	case path&3 == 0:
		north(path>>2, size)
	case path&3 == 1:
		east(path>>2, size)
	case path&3 == 2:
		south(path>>2, size)
	default:
		west(path>>2, size)
	}
}

//go:noinline
func west(path uint32, size int) {
	switch {
	case path == 1:
		sink = make([]byte, size)
	case path&3 == 0:
		north(path>>2, size)
	case path&3 == 1:
		east(path>>2, size)
	case path&3 == 2:
		south(path>>2, size)
	default:
		west(path>>2, size)
	}
}
