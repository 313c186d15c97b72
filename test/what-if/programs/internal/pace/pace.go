// Package pace lets a program do a fixed amount of work per time, as a server under a steady load
// does, and writes down what the runtime and the kernel say of it meanwhile.
package pace

import (
	"math"
	"os"
	"strconv"
	"time"
)

// MiB is 1,048,576 bytes.
const MiB = 1 << 20

// tick is how often the work that is due is done.
const tick = 2 * time.Millisecond

// Seconds is how long the program runs: SECONDS of the environment, or 20.
func Seconds() float64 {
	if seconds, err := strconv.ParseFloat(os.Getenv("SECONDS"), 64); err == nil {
		return seconds
	}
	return 20
}

// Run calls request for the n-th time when due(seconds since the start) has reached n, until
// Seconds have passed. What could not be done in time is done as soon as possible. With FLAT_OUT in
// the environment nothing waits: the program takes all the CPU that it gets.
func Run(due func(seconds float64) float64, request func()) {
	if os.Getenv("FLAT_OUT") != "" {
		due = func(float64) float64 { return math.Inf(1) }
	}
	notes := observe()
	start := time.Now()
	elapsed := func() float64 { return time.Since(start).Seconds() }
	for done := 0.0; elapsed() < Seconds(); time.Sleep(tick) {
		for limit := due(elapsed()); done < limit && elapsed() < Seconds(); done++ {
			request()
		}
	}
	notes.write(os.Getenv("BUNDLE"))
}

// PerSecond is a load that never changes.
func PerSecond(rate float64) func(float64) float64 {
	return func(seconds float64) float64 { return seconds * rate }
}
