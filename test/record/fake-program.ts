/**
 * A program with pprof and expvar as a test wants it: what it answers is that of a real Go 1.26, and it
 * can misbehave in every way that a recorder has to bear.
 */
import { readFileSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

const FOLDER = join(import.meta.dirname, "../fixtures/captures/probe/go1.26/0001");
const read = (name: string) => readFileSync(join(FOLDER, name));
const VARS = JSON.parse(read("vars.json").toString()) as {
  cmdline: string[];
  memstats: Record<string, unknown>;
};
const HEAP = read("pprof/heap");
const HEAP_TEXT = read("pprof/heap.debug1.txt");
const GOROUTINES = read("pprof/goroutine.debug1.txt");

const INDEX = ["goroutine", "heap", "threadcreate"]
  .map((name, at) => `<tr><td>${at + 7}</td><td><a href=${name}?debug=1>${name}</a></td></tr>`)
  .join("\n");

export type Behaviour =
  | "well"
  /** It takes requests and says nothing. */
  | "hangs"
  /** The heap profile never ends. */
  | "streams"
  /** Of the heap profile it says that it is longer than what comes, and closes. */
  | "short"
  /** Another web server is there. */
  | "other"
  /** The heap profile is to be had elsewhere. */
  | "redirects"
  /** Only the heap profile is no profile. */
  | "garbage";

export class FakeProgram {
  behaviour: Behaviour = "well";
  collections = 5;
  totalAlloc = 1e9;
  command = "/bin/fake";
  /** Text of /metrics; there is none without it. */
  metrics: string | undefined;
  hasVars = true;
  /** Milliseconds that `heap?debug=1` takes; there is none without it. */
  heapTextTakes: number | undefined;
  readonly asked: string[] = [];
  port = 0;
  private server: Server | undefined;
  private readonly streams = new Set<NodeJS.Timeout>();

  async start(): Promise<this> {
    this.server = createServer(({ url = "" }, response) => {
      this.asked.push(url);
      this.answer(url, response);
    });
    await new Promise<void>((done) => this.server!.listen(this.port, "127.0.0.1", done));
    this.port = (this.server.address() as AddressInfo).port;
    return this;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** How often this page was asked for. */
  times(page: string): number {
    return this.asked.filter((url) => url === page).length;
  }

  async stop(): Promise<void> {
    for (const stream of this.streams) clearInterval(stream);
    this.server?.closeAllConnections();
    await new Promise((done) => this.server?.close(done) ?? done(undefined));
  }

  private answer(url: string, response: ServerResponse): void {
    if (this.behaviour === "hangs") return;
    if (this.behaviour === "other") {
      response.writeHead(200, { "content-type": "text/html" });
      response.end("<html><title>Welcome</title>");
      return;
    }
    if (url === "/debug/pprof/heap") {
      this.answerHeap(response);
      return;
    }
    if (url === "/debug/pprof/heap?debug=1" && this.heapTextTakes !== undefined) {
      setTimeout(() => response.end(HEAP_TEXT), this.heapTextTakes);
      return;
    }
    const page = this.pages()[url];
    response.writeHead(page === undefined ? 404 : 200, {
      "content-type": page?.[0] ?? "text/plain",
    });
    response.end(page?.[1] ?? "404 page not found\n");
  }

  private pages(): Record<string, readonly [string, string | Buffer]> {
    const memstats = { ...VARS.memstats, NumGC: this.collections, TotalAlloc: this.totalAlloc++ };
    const vars = JSON.stringify({ ...VARS, cmdline: [this.command], memstats });
    return {
      "/debug/pprof/": ["text/html", INDEX],
      "/debug/pprof/goroutine?debug=1": ["text/plain", GOROUTINES],
      ...(this.hasVars ? { "/debug/vars": ["application/json", vars] as const } : {}),
      ...(this.metrics === undefined ? {} : { "/metrics": ["text/plain", this.metrics] as const }),
    };
  }

  private answerHeap(response: ServerResponse): void {
    switch (this.behaviour) {
      case "streams": {
        response.writeHead(200, { "content-type": "application/octet-stream" });
        this.streams.add(setInterval(() => response.write(Buffer.alloc(65_536)), 1));
        return;
      }
      case "short":
        response.writeHead(200, { "content-length": String(HEAP.length + 1000) });
        response.write(HEAP, () => response.destroy());
        return;
      case "redirects":
        response.writeHead(302, { location: "http://127.0.0.1:1/elsewhere" }).end();
        return;
      case "garbage":
        response.end("\x1f\x8b this is no profile");
        return;
      default:
        response.end(HEAP);
    }
  }
}
