// Bursty: nearly idle, but for 0.3 of every 1.5 seconds it is asked 45 times as much. A request
// allocates 64 KiB and keeps them until 60 more have come, as those that are answered slowly do.
package main

import (
	"math"

	"resident.test/what-if/internal/pace"
)

const (
	kept       = 16 * pace.MiB
	perRequest = 64 << 10
	inFlight   = 60
	nodeSize   = 64
	period     = 1.5
	burst      = 0.3
	quietRate  = 100
	burstRate  = 4500
)

type node struct {
	next    *node
	payload [nodeSize - 8]byte
}

var (
	state   *node
	answers [inFlight]*node
	count   int
)

func list(bytes int) *node {
	var head *node
	for i := 0; i < bytes/nodeSize; i++ {
		head = &node{next: head}
	}
	return head
}

// due is the number of requests after so many seconds.
func due(seconds float64) float64 {
	periods, rest := math.Floor(seconds/period), math.Mod(seconds, period)
	inPeriod := func(t float64) float64 {
		return quietRate*t + (burstRate-quietRate)*math.Min(t, burst)
	}
	return periods*inPeriod(period) + inPeriod(rest)
}

func main() {
	state = list(kept)
	pace.Run(due, func() {
		answers[count%inFlight] = list(perRequest)
		count++
	})
	if state == nil {
		panic("freed")
	}
}
