// A lookup table of 90 MiB that is a global array, filled at the start, and one of 30 MiB of another
// package: in the program's bss. A third one is larger than both, and nothing has touched it.
//
// The ledger: 120 MiB of the program itself, anonymous: no page cache, no object, in no profile. The
// symbol table names the largest, and the kernel's list of pages tells that it is not the third.
package main

import (
	"os"

	"resident.test/stories/programs/global-variables/cache"
	"resident.test/stories/programs/internal/story"
)

const size = 90 * story.MiB

var table [size]byte
var later [4 * size]byte

func main() {
	for i := range table {
		table[i] = byte(i) | 1
	}
	cache.Fill()
	if len(os.Args) > 1 {
		later[len(os.Args)] = 1
	}
	story.Serve(func() story.Truth {
		return story.Truth{Bytes: size + cache.Size, Line: "90.0 MiB of it main.table:"}
	})
}
