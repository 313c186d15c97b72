// A lookup table of 120 MiB that is a global array, filled at the start: in the program's bss.
//
// The ledger: 120 MiB of the program itself, anonymous: no page cache, no object, in no profile.
package main

import "resident.test/stories/programs/internal/story"

const size = 120 * story.MiB

var table [size]byte

func main() {
	for i := range table {
		table[i] = byte(i) | 1
	}
	story.Serve(func() story.Truth {
		return story.Truth{Bytes: size}
	})
}
