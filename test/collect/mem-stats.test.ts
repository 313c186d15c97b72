/** MemStats alone, from the cheapest page that has them; and the figures of two small files of procfs. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { parseEndpoint } from "../../src/collect/http/endpoint.ts";
import { captureMemStats } from "../../src/collect/pprof/capture-mem-stats.ts";
import { readFigures } from "../../src/collect/process/read-figures.ts";

const INDEX = ["goroutine", "heap", "threadcreate"]
  .map((name, at) => `<tr><td>${at + 7}</td><td><a href=${name}?debug=1>${name}</a></td></tr>`)
  .join("\n");
const VARS = '{"cmdline":["shop","-password=hunter2"],"memstats":{"HeapAlloc":5}}';

let server: Server | undefined;
afterEach(() => server?.close());

/** Serves these pages, and counts how often each was asked for. */
async function serve(pages: Readonly<Record<string, string>>) {
  const asked: string[] = [];
  server = createServer(({ url = "" }, response) => {
    asked.push(url);
    const page = pages[url];
    response.writeHead(page === undefined ? 404 : 200, {
      "content-type": page?.startsWith("<") ? "text/html" : "text/plain",
    });
    response.end(page ?? "404");
  });
  await new Promise<void>((done) => server!.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return { asked, endpoint: parseEndpoint(`127.0.0.1:${port}`)! };
}

describe("captureMemStats", () => {
  test("takes /debug/vars, without its secrets, and the number of goroutines", async () => {
    const { endpoint } = await serve({ "/debug/vars": VARS, "/debug/pprof/": INDEX });
    const taken = await captureMemStats(endpoint, {});
    expect(taken.page).toBe("vars.json");
    expect(taken.index.counts.get("goroutine")).toBe(7);
    const text = new TextDecoder().decode(taken.files.get("vars.json"));
    expect(JSON.parse(text).memstats).toEqual({ HeapAlloc: 5 });
    expect(text).not.toContain("hunter2");
    expect(taken.readings.get("vars.json")?.readAt).toBeGreaterThan(1.7e9);
  });

  test.each([
    ["is not there", undefined],
    ["has no MemStats", '{"requests":7}'],
  ])(
    "takes the text of the heap profile where /debug/vars %s, and remembers it",
    async (_, vars) => {
      const heap = "heap profile: 1: 2 [3: 4] @ heap/1048576\n";
      const { endpoint, asked } = await serve({
        ...(vars === undefined ? {} : { "/debug/vars": vars }),
        "/debug/pprof/heap?debug=1": heap,
        "/debug/pprof/": INDEX,
      });
      const taken = await captureMemStats(endpoint, {});
      expect(new TextDecoder().decode(taken.files.get("pprof/heap.debug1.txt"))).toBe(heap);
      await captureMemStats(endpoint, {}, taken.page);
      expect(asked.filter((url) => url === "/debug/vars").length).toBe(1);
    },
  );

  test("fails where nobody answers", async () => {
    const endpoint = parseEndpoint("127.0.0.1:1")!;
    await expect(captureMemStats(endpoint, {})).rejects.toMatchObject({ code: "RES_CONNECT" });
  });
});

describe.skipIf(process.platform !== "linux")("readFigures", () => {
  test("tells the CPU time and the RSS of this very process", () => {
    const { user, system } = process.cpuUsage();
    const { cpuSeconds, identity } = readFigures(process.pid);
    expect(Math.abs(cpuSeconds - (user + system) / 1e6)).toBeLessThan(0.5);
    const rss = process.memoryUsage.rss();
    expect(Math.abs(identity.status.vmRss! - rss) / rss).toBeLessThan(0.2);
    expect(identity.pid).toBe(process.pid);
  });

  test("fails where there is no such process", () => {
    expect(() => readFigures(2 ** 22 + 1)).toThrow(
      expect.objectContaining({ code: "RES_PROCESS" }),
    );
  });
});
