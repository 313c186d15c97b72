// Sawtooth: a batch job that keeps more and more for two seconds, up to 40 MiB, then lets go of all
// of it and begins anew. Beside each row that it keeps it makes five that are garbage at once.
package main

import "resident.test/what-if/internal/pace"

const (
	base      = 8 * pace.MiB
	batch     = 40 * pace.MiB
	seconds   = 2
	rowSize   = 512
	perSecond = batch / rowSize / seconds
)

type row struct {
	next    *row
	fields  [6]*[64]byte
	payload [rowSize - 8 - 6*8 - 2*64]byte
}

var (
	state, rows, scratch *row
	count                int
)

// newRow is rowSize bytes in three objects.
func newRow(next *row) *row {
	r := &row{next: next}
	r.fields[0], r.fields[3] = new([64]byte), new([64]byte)
	return r
}

func request() {
	if count++; count == batch/rowSize {
		rows, count = nil, 0
	}
	rows = newRow(rows)
	for i := 0; i < 5; i++ {
		scratch = newRow(nil)
	}
}

func main() {
	for i := 0; i < base/rowSize; i++ {
		state = newRow(state)
	}
	pace.Run(pace.PerSecond(perSecond), request)
	if state == nil {
		panic("freed")
	}
}
