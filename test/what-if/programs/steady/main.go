// Steady: 24 MiB of small linked objects stay, and each of 3,000 requests a second allocates 32 KiB
// that are garbage when it is answered: a server whose state does not change.
package main

import "resident.test/what-if/internal/pace"

const (
	kept       = 24 * pace.MiB
	perSecond  = 3000
	perRequest = 32 << 10
	nodeSize   = 64
)

type node struct {
	next, other *node
	payload     [nodeSize - 16]byte
}

var state, scratch *node

// list is a chain of linked nodes of so many bytes.
func list(bytes int) *node {
	var head *node
	for i := 0; i < bytes/nodeSize; i++ {
		head = &node{next: head, other: head}
	}
	return head
}

func main() {
	state = list(kept)
	pace.Run(pace.PerSecond(perSecond), func() { scratch = list(perRequest) })
	if state == nil || scratch == nil {
		panic("freed")
	}
}
