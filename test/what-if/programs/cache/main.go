// Cache: 40,000 entries of 250 to 750 bytes, of which any may be replaced at any time: what dies is as
// old as it may be, and memory is freed in holes. Each request replaces one and allocates 4 KiB more.
package main

import (
	"math/rand/v2"
	"strconv"

	"resident.test/what-if/internal/pace"
)

const (
	entries   = 40000
	perSecond = 20000
)

type entry struct {
	key   string
	value []byte
	tags  []string
}

var (
	cache   = map[int]*entry{}
	random  = rand.New(rand.NewPCG(1, 2))
	scratch [][]byte
)

func newEntry(key int) *entry {
	e := &entry{key: strconv.Itoa(key), value: make([]byte, 250+random.IntN(500))}
	for i := 0; i < 4; i++ {
		e.tags = append(e.tags, strconv.Itoa(key*i+1000000))
	}
	return e
}

func request() {
	key := random.IntN(entries)
	cache[key] = newEntry(key)
	scratch = nil
	for i := 0; i < 8; i++ {
		scratch = append(scratch, make([]byte, 512))
	}
}

func main() {
	for key := 0; key < entries; key++ {
		cache[key] = newEntry(key)
	}
	pace.Run(pace.PerSecond(perSecond), request)
}
