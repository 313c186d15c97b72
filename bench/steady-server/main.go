// A small HTTP server in a steady state, with its own clients: sessions that come and expire, JSON both
// ways, pages from a template, packed answers, a cache. Serves net/http/pprof beside that, on the
// address that it prints.
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"math/rand"
	"net"
	"net/http"
	_ "net/http/pprof"
	"regexp"
	"strings"
	"sync"
	"time"
)

type session struct {
	ID      string
	Until   time.Time
	Basket  []item
	History []string
}

type item struct {
	Name  string
	Price float64
	Tags  map[string]string
}

var (
	mutex    sync.Mutex
	sessions = map[string]*session{}
	cache    = map[string][]byte{}
	page     = template.Must(template.New("page").Parse(`<h1>{{.ID}}</h1>{{range .Basket}}<p>{{.Name}} {{.Price}}</p>{{end}}`))
	words    = regexp.MustCompile(`[a-z]+`)
)

func order(w http.ResponseWriter, r *http.Request) {
	var items []item
	if err := json.NewDecoder(r.Body).Decode(&items); err != nil {
		http.Error(w, err.Error(), 400)
		return
	}
	id := r.URL.Query().Get("id")
	mutex.Lock()
	s := sessions[id]
	if s == nil {
		s = &session{ID: id}
		sessions[id] = s
	}
	s.Until = time.Now().Add(10 * time.Second)
	s.Basket = append(s.Basket, items...)
	if len(s.Basket) > 200 {
		s.Basket = append([]item(nil), s.Basket[100:]...)
	}
	s.History = append(s.History, fmt.Sprintf("%d items", len(items)))
	mutex.Unlock()
	json.NewEncoder(w).Encode(map[string]int{"count": len(items)})
}

func show(w http.ResponseWriter, r *http.Request) {
	id := r.URL.Query().Get("id")
	mutex.Lock()
	defer mutex.Unlock()
	s := sessions[id]
	if s == nil {
		http.NotFound(w, r)
		return
	}
	var text bytes.Buffer
	page.Execute(&text, s)
	cache[id] = text.Bytes()
	if len(cache) > 500 {
		cache = map[string][]byte{}
	}
	packed := gzip.NewWriter(w)
	packed.Write(text.Bytes())
	packed.Close()
}

func search(w http.ResponseWriter, r *http.Request) {
	found := words.FindAllString(strings.Repeat(r.URL.Query().Get("q")+" and more ", 200), -1)
	fmt.Fprintln(w, len(found))
}

func expire() {
	for now := range time.Tick(time.Second) {
		mutex.Lock()
		for id, s := range sessions {
			if s.Until.Before(now) {
				delete(sessions, id)
			}
		}
		mutex.Unlock()
	}
}

func client(base string) {
	for {
		time.Sleep(time.Duration(rand.Intn(40)) * time.Millisecond)
		id := fmt.Sprint("user", rand.Intn(2000))
		items := make([]item, 1+rand.Intn(20))
		for i := range items {
			items[i] = item{fmt.Sprint("thing", rand.Intn(1e6)), rand.Float64(), map[string]string{"color": "red", "size": fmt.Sprint(i)}}
		}
		body, _ := json.Marshal(items)
		finish(http.Post(base+"/order?id="+id, "application/json", bytes.NewReader(body)))
		finish(http.Get(base + "/show?id=" + id))
		finish(http.Get(base + "/search?q=" + id))
	}
}

func finish(response *http.Response, err error) {
	if err == nil {
		io.Copy(io.Discard, response.Body)
		response.Body.Close()
	}
}

func main() {
	http.HandleFunc("/order", order)
	http.HandleFunc("/show", show)
	http.HandleFunc("/search", search)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	base := "http://" + listener.Addr().String()
	fmt.Println(base)
	go expire()
	for i := 0; i < 10; i++ {
		go client(base)
	}
	panic(http.Serve(listener, nil))
}
