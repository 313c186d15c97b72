/**
 * A small Go server for tests of collecting: pprof at /debug/pprof/ (or below PREFIX, or nowhere with
 * NO_PPROF), expvar, and HOLD bytes of live heap, on LISTEN (host:port, or the path of a unix
 * socket). With FORWARD it passes everything on to that URL, as a port-forward does. Its ready line
 * is the one of startGoProgram.
 */
export const PROBE_PROGRAM = `package main

import (
	_ "expvar"
	"fmt"
	"net"
	"net/http"
	"net/http/httputil"
	"net/http/pprof"
	"net/url"
	"os"
	"runtime"
	"strconv"
)

var held [][]byte

func hold(bytes int) {
	for i := 0; i < bytes; i += 1 << 20 {
		chunk := make([]byte, 1<<20)
		for at := 0; at < len(chunk); at += 4096 {
			chunk[at] = 1
		}
		held = append(held, chunk)
	}
}

func main() {
	bytes, _ := strconv.Atoi(os.Getenv("HOLD"))
	hold(bytes)
	mux := http.DefaultServeMux
	if prefix := os.Getenv("PREFIX"); prefix != "" {
		mux = http.NewServeMux()
		mux.Handle(prefix+"/debug/pprof/", http.StripPrefix(prefix, http.HandlerFunc(pprof.Index)))
		mux.HandleFunc(prefix+"/debug/pprof/cmdline", pprof.Cmdline)
	}
	if os.Getenv("NO_PPROF") != "" {
		mux = http.NewServeMux()
	}
	if target := os.Getenv("FORWARD"); target != "" {
		at, _ := url.Parse(target)
		mux = http.NewServeMux()
		mux.Handle("/", httputil.NewSingleHostReverseProxy(at))
	}
	address := os.Getenv("LISTEN")
	if address == "" {
		address = "127.0.0.1:0"
	}
	network := "tcp"
	if address[0] == '/' {
		network = "unix"
	}
	listener, err := net.Listen(network, address)
	if err != nil {
		panic(err)
	}
	fmt.Printf("{\\"ready\\":true,\\"addr\\":%q,\\"truth\\":{\\"version\\":%q}}\\n", listener.Addr().String(), runtime.Version())
	http.Serve(listener, mux)
}
`;
