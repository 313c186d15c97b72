/**
 * `node programs.js COUNT PROFILE…`: that many programs on ports of this machine, each with pprof, expvar
 * and Prometheus metrics as a Go 1.26 has them. Says its ports as a JSON list, and serves until it is ended.
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";

const FIXTURES = join(import.meta.dirname, "../../test/fixtures/captures/probe/go1.26/0001");
const [count, ...paths] = process.argv.slice(2);
const profiles = paths.map((path) => readFileSync(path));
const goroutines = readFileSync(join(FIXTURES, "pprof/goroutine.debug1.txt"));
const vars = JSON.parse(readFileSync(join(FIXTURES, "vars.json"), "utf8"));
const index = ["goroutine", "heap", "threadcreate"]
  .map((name) => `<tr><td>9</td><td><a href=${name}?debug=1>${name}</a></td></tr>`)
  .join("\n");

const ports = [];
for (let i = 0; i < Number(count); i++) ports.push(await program(i));
console.log(JSON.stringify(ports));

function program(number) {
  let collections = 10;
  const rss = () => 2e8 + 1e6 * ((number + collections) % 30);
  const pages = {
    "/debug/pprof/": () => index,
    "/debug/pprof/goroutine?debug=1": () => goroutines,
    "/debug/pprof/heap": () => profiles[(number + collections) % profiles.length],
    "/debug/vars": () => {
      const NumGC = ++collections;
      const memstats = { ...vars.memstats, NumGC, TotalAlloc: 1e10 + 1e7 * NumGC };
      return JSON.stringify({ ...vars, cmdline: [`/bin/program-${number}`], memstats });
    },
    "/metrics": () =>
      `process_resident_memory_bytes ${rss()}\nprocess_start_time_seconds 1.7e+09\ngo_info{version="go1.26.1"} 1\n`,
  };
  const server = createServer(({ url }, response) => {
    const page = pages[url];
    const isIndex = url === "/debug/pprof/";
    response.writeHead(page === undefined ? 404 : 200, {
      "content-type": isIndex ? "text/html" : "application/octet-stream",
    });
    response.end(page?.() ?? "404 page not found\n");
  });
  return new Promise((done) => {
    server.listen(0, "127.0.0.1", () => done(server.address().port));
  });
}
