/** Watching a program that is known by its URL alone: restarts, silence, and resting. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { parseEndpoint } from "../../src/collect/http/endpoint.ts";
import type { Look } from "../../src/live/looks/look.ts";
import { Watcher } from "../../src/live/looks/watcher.ts";
import { leakRecording } from "./looks-of-capture.ts";

const { memStats } = (await leakRecording()).snapshots[0]!;
const INDEX = ["goroutine", "heap", "threadcreate"]
  .map((name, at) => `<tr><td>${at + 7}</td><td><a href=${name}?debug=1>${name}</a></td></tr>`)
  .join("\n");

/** A program that answers with MemStats and the index, and whose counter can be set back. */
class FakeProgram {
  totalAlloc = 1000;
  /** It takes requests and says nothing. */
  hangs = false;
  readonly asked: string[] = [];
  port = 0;
  private server: Server | undefined;

  async start(): Promise<void> {
    this.server = createServer(({ url = "" }, response) => {
      this.asked.push(url);
      if (this.hangs) return;
      const vars = { memstats: { ...memStats, TotalAlloc: this.totalAlloc++ } };
      const pages: Record<string, string> = {
        "/debug/vars": JSON.stringify(vars),
        "/debug/pprof/": INDEX,
      };
      const isPage = url in pages;
      const type = url.endsWith("vars") ? "application/json" : "text/html";
      response.writeHead(isPage ? 200 : 404, { "content-type": isPage ? type : "text/plain" });
      response.end(pages[url] ?? "404");
    });
    await new Promise<void>((done) => this.server!.listen(this.port, "127.0.0.1", done));
    this.port = (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((done) => this.server?.close(done));
  }
}

const program = new FakeProgram();
let watcher: Watcher | undefined;
let watching: Promise<void>;
let looks: Look[] = [];

/** Watches it as what listens at an address of which the kernel tells no process. */
function watch(): void {
  looks = [];
  const endpoint = parseEndpoint(`127.0.0.1:${program.port}`)!;
  const target = { kind: "live", label: "fake", endpoint, missing: [], remarks: [] } as const;
  watcher = new Watcher(target, { everySeconds: 1 }, (look) => looks.push(look));
  watching = watcher.watch();
}

async function untilLook(kind: Look["kind"], after = 0): Promise<Look> {
  for (let tries = 0; tries < 200; tries++) {
    const found = looks.slice(after).find((look) => look.kind === kind);
    if (found !== undefined) return found;
    await sleep(50);
  }
  throw new Error(`no ${kind} among ${looks.map((look) => look.kind).join(" ")}`);
}

afterEach(async () => {
  watcher?.stop();
  program.hangs = false;
  await program.stop();
});

test("a counter that goes back is another run", async () => {
  await program.start();
  watch();
  const first = await untilLook("program");
  expect(first).toMatchObject({ goroutines: 7, memStats: { HeapAlloc: memStats!.HeapAlloc } });
  await untilLook("profile");
  program.totalAlloc = 5;
  await untilLook("back");
  expect(looks.filter(({ kind }) => kind === "gone")).toEqual([]);
});

test("silence is the end after two looks, and an answer the return", async () => {
  await program.start();
  watch();
  await untilLook("profile");
  await program.stop();
  const gone = await untilLook("gone");
  expect(gone).toMatchObject({ reason: expect.stringContaining("nothing listens there") });
  expect(looks.some(({ kind }) => kind === "trouble")).toBe(true);
  const at = looks.length;
  await program.start();
  await untilLook("back", at);
  await untilLook("profile", at);
});

test("while it rests nothing is asked, and then at once", async () => {
  await program.start();
  watch();
  await untilLook("profile");
  watcher!.rest(true);
  await sleep(200);
  const before = program.asked.length;
  await sleep(3500);
  expect(program.asked.length).toBe(before);
  watcher!.rest(false);
  await sleep(500);
  expect(program.asked.length).toBeGreaterThan(before);
});

test("it ends at once also where the program does not answer", async () => {
  await program.start();
  watch();
  await untilLook("profile");
  program.hangs = true;
  const before = program.asked.length;
  watcher!.askNow();
  while (program.asked.length === before) await sleep(20);
  const start = performance.now();
  watcher!.stop();
  await watching;
  // The question that is still open has ten seconds.
  expect(performance.now() - start).toBeLessThan(9000);
});

test("a refresh does not wait for its time", async () => {
  await program.start();
  watch();
  await untilLook("profile");
  const at = looks.length;
  watcher!.askNow();
  await sleep(700);
  expect(looks.slice(at).map(({ kind }) => kind)).toContain("profile");
});

test("what was seen makes a bundle, also after the program has ended", async () => {
  await program.start();
  watch();
  await untilLook("profile");
  await program.stop();
  await untilLook("gone");
  const bundle = await watcher!.bundle();
  expect(bundle.snapshots.map(({ name }) => name)[0]).toBe("0001");
  expect([...bundle.snapshots[0]!.files.keys()]).toContain("vars.json");
  expect(bundle.files.has("bundle.json")).toBe(true);
});
