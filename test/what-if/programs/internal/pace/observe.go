package pace

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime/metrics"
	"time"
)

// every is the time between two looks.
const every = 250 * time.Millisecond

// look is what was read at one moment, kept as it came so that looking allocates next to nothing.
type look struct {
	time   time.Time
	values []metrics.Sample
	status []byte
}

type notes struct {
	looks []look
	stop  chan struct{}
	done  chan struct{}
}

// observe looks at the program from now on; all memory for it is allocated before.
func observe() *notes {
	n := &notes{stop: make(chan struct{}), done: make(chan struct{})}
	count := int(Seconds()*float64(time.Second)/float64(every)) + 2
	for i := 0; i < count; i++ {
		n.looks = append(n.looks, look{values: numbers(), status: make([]byte, 4096)})
	}
	go n.run()
	return n
}

// numbers are all metrics that are plain numbers.
func numbers() []metrics.Sample {
	var samples []metrics.Sample
	for _, description := range metrics.All() {
		if description.Kind != metrics.KindFloat64Histogram && !isSetting(description.Name) {
			samples = append(samples, metrics.Sample{Name: description.Name})
		}
	}
	return samples
}

func isSetting(name string) bool { return len(name) > 8 && name[:9] == "/godebug/" }

func (n *notes) run() {
	defer close(n.done)
	for i := range n.looks {
		n.looks[i].read()
		select {
		case <-n.stop:
			n.looks = n.looks[:i+1]
			return
		case <-time.After(every):
		}
	}
}

func (l *look) read() {
	l.time = time.Now()
	metrics.Read(l.values)
	if file, err := os.Open("/proc/self/status"); err == nil {
		size, _ := file.Read(l.status)
		l.status = l.status[:size]
		file.Close()
	}
}

// write makes a bundle of all looks in folder; the trace is added by whoever reads stderr.
func (n *notes) write(folder string) {
	close(n.stop)
	<-n.done
	if folder == "" {
		return
	}
	for i, look := range n.looks {
		look.write(filepath.Join(folder, fmt.Sprintf("%04d", i+1)))
	}
}

func (l *look) write(folder string) {
	must(os.MkdirAll(filepath.Join(folder, "proc"), 0o755))
	var text bytes.Buffer
	for _, sample := range l.values {
		switch sample.Value.Kind() {
		case metrics.KindUint64:
			fmt.Fprintf(&text, "%s %d\n", sample.Name, sample.Value.Uint64())
		case metrics.KindFloat64:
			fmt.Fprintf(&text, "%s %g\n", sample.Name, sample.Value.Float64())
		}
	}
	must(os.WriteFile(filepath.Join(folder, "runtime-metrics.txt"), text.Bytes(), 0o644))
	must(os.WriteFile(filepath.Join(folder, "proc/status"), l.status, 0o644))
	time := fmt.Sprintf("%.6f\n", float64(l.time.UnixNano())/1e9)
	must(os.WriteFile(filepath.Join(folder, "time"), []byte(time), 0o644))
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
