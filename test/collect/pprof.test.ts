// Which pages are pprof, and what is asked of a program, in which order.
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { parseEndpoint } from "../../src/collect/http/endpoint.ts";
import { type CaptureOptions, capturePprof } from "../../src/collect/pprof/capture-pprof.ts";
import { dumpSize } from "../../src/collect/pprof/dump-size.ts";
import { heapAddresses } from "../../src/collect/pprof/heap-addresses.ts";
import { parsePprofIndex, probePprof } from "../../src/collect/pprof/probe-pprof.ts";

/** The table as each range of Go versions writes it; the cells between are left out. */
const PAGES = {
  "1.4": `<html>
<head>
<title>/debug/pprof/</title>
</head>
/debug/pprof/<br>
<br>
<body>
profiles:<br>
<table>

<tr><td align=right>0<td><a href="/debug/pprof/block?debug=1">block</a>

<tr><td align=right>7<td><a href="/debug/pprof/goroutine?debug=1">goroutine</a>

<tr><td align=right>3<td><a href="/debug/pprof/heap?debug=1">heap</a>

<tr><td align=right>5<td><a href="/debug/pprof/threadcreate?debug=1">threadcreate</a>

</table>`,
  "1.12": `<html>
<head>
<title>/debug/pprof/</title>
</head>
<body>
/debug/pprof/<br>
Types of profiles available:
<table>
<thead><td>Count</td><td>Profile</td></thead>

	<tr>
	<td>7</td><td><a href=goroutine?debug&#61;1>goroutine</a></td>
	</tr>

	<tr>
	<td>3</td><td><a href=heap?debug&#61;1>heap</a></td>
	</tr>

	<tr>
	<td>5</td><td><a href=threadcreate?debug&#61;1>threadcreate</a></td>
	</tr>

</table>`,
  "1.27": `<html>
<head>
<title>/debug/pprof/</title>
</head>
<body>
/debug/pprof/
<br>
<p>Set debug=1 as a query parameter to export in legacy text format</p>
<table>
<thead><td>Count</td><td>Profile</td></thead>
<tr><td>7</td><td><a href='goroutine?debug=1'>goroutine</a></td></tr>
<tr><td>0</td><td><a href='goroutineleak?debug=1'>goroutineleak</a></td></tr>
<tr><td>3</td><td><a href='heap?debug=1'>heap</a></td></tr>
<tr><td>1</td><td><a href='a&amp;b?debug=1'>a&amp;b</a></td></tr>
<tr><td>5</td><td><a href='threadcreate?debug=1'>threadcreate</a></td></tr>
</table>`,
};

describe("the index page", () => {
  test.each(Object.entries(PAGES))("as Go %s writes it", (_, page) => {
    const counts = parsePprofIndex(page)!.counts;
    expect([counts.get("goroutine"), counts.get("heap"), counts.get("threadcreate")]).toEqual([
      7, 3, 5,
    ]);
  });

  test("names are unescaped", () => {
    expect(parsePprofIndex(PAGES["1.27"])!.counts.get("a&b")).toBe(1);
  });

  test.each(["", "<title>/debug/pprof/</title>/debug/pprof/ heap goroutine threadcreate", "{}"])(
    "%s is none",
    (page) => expect(parsePprofIndex(page)).toBeUndefined(),
  );
});

const running: http.Server[] = [];
afterEach(() => {
  for (const server of running.splice(0)) server.close();
});

async function serve(handler: http.RequestListener) {
  const server = http.createServer(handler);
  running.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return parseEndpoint(`127.0.0.1:${(server.address() as AddressInfo).port}`)!;
}

describe("probePprof", () => {
  const answer = (status: number, body: string, type = "text/html") =>
    serve((_, response) => response.writeHead(status, { "content-type": type }).end(body));
  const outcome = async (...args: Parameters<typeof answer>) =>
    probePprof(await answer(...args)).catch((error: unknown) => error);

  test("only the index is asked for", async () => {
    const asked: string[] = [];
    const endpoint = await serve((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.end(PAGES["1.27"]);
    });
    expect((await probePprof(endpoint)).counts.size).toBe(5);
    expect(asked).toEqual(["GET /debug/pprof/"]);
  });

  test("other answers are no pprof, and say what came", async () => {
    expect(await outcome(200, "<title>Shop</title>")).toMatchObject({
      code: "RES_NOT_PPROF",
      message: expect.stringMatching(/a page titled “Shop”/),
      hint: expect.stringMatching(/net\/http\/pprof/),
    });
    expect(await outcome(200, "{}", "application/json")).toMatchObject({
      code: "RES_NOT_PPROF",
      message: expect.stringMatching(/application\/json that is not its page/),
    });
    expect(await outcome(404, "404 page not found")).toMatchObject({ code: "RES_NOT_PPROF" });
  });

  test("a closed door is not taken for a missing one", async () => {
    expect(await outcome(401, "")).toMatchObject({ code: "RES_HTTP", status: 401 });
    expect(await outcome(500, "")).toMatchObject({ code: "RES_HTTP", status: 500 });
  });
});

interface Page {
  readonly body?: string;
  readonly status?: number;
  readonly drop?: boolean;
}

const GOOD: Record<string, Page> = {
  "/debug/pprof/": { body: PAGES["1.27"] },
  "/debug/vars": {
    body: '{"cmdline": ["app","-token","abc"], "memstats": {"NextGC":18446744073709551615}}',
  },
  "/debug/pprof/heap": { body: "\x1f\x8bheap" },
  "/debug/pprof/heap?debug=1": { body: "heap profile: 0: 0 [0: 0] @ heap/1048576\n" },
  "/metrics": { body: "# HELP go_goroutines x\ngo_goroutines 7\n" },
  "/debug/pprof/allocs": { body: "\x1f\x8ballocs" },
  "/debug/pprof/goroutine": { body: "\x1f\x8bgoroutine" },
  "/debug/pprof/goroutine?debug=1": { body: "goroutine profile: total 7\n" },
  "/debug/pprof/goroutine?debug=2": { body: "goroutine 1 [running]:\n" },
  "/debug/pprof/goroutineleak?debug=1": { body: "goroutineleak profile: total 0\n" },
  "/debug/pprof/threadcreate?debug=1": { body: "threadcreate profile: total 5\n" },
};

async function capture(changes: Record<string, Page> = {}, options: CaptureOptions = {}) {
  const pages = { ...GOOD, ...changes };
  const asked: string[] = [];
  let posted = "";
  const endpoint = await serve((request, response) => {
    asked.push(request.url!);
    request.on("data", (piece) => {
      posted += piece;
    });
    const page = pages[request.url!] ?? { status: 404, body: "404 page not found\n" };
    if (page.drop) request.socket.destroy();
    else request.on("end", () => response.writeHead(page.status ?? 200).end(page.body));
  });
  return { ...(await gather(endpoint, options)), asked, posted };
}

async function gather(...args: Parameters<typeof capturePprof>) {
  const { files, readings, index } = await capturePprof(...args);
  const text = (path: string) => Buffer.from(files.get(path) ?? []).toString("latin1");
  return { files, readings, index, text };
}

describe("capturePprof", () => {
  test("MemStats first, then the heap, goroutines last; nothing that disturbs", async () => {
    const before = Date.now() / 1000;
    const { asked, files, readings } = await capture();
    expect(asked).toEqual([
      "/debug/pprof/",
      "/debug/vars",
      "/debug/pprof/heap?debug=1",
      "/debug/pprof/heap",
      "/metrics",
      "/debug/pprof/threadcreate?debug=1",
      "/debug/pprof/goroutine?debug=1",
      "/debug/pprof/goroutine?debug=2",
    ]);
    expect([...files.keys()]).toEqual([
      "vars.json",
      "pprof/heap.debug1.txt",
      "pprof/heap",
      "metrics.txt",
      "pprof/threadcreate.debug1.txt",
      "pprof/goroutine.debug1.txt",
      "pprof/goroutine.debug2.txt",
    ]);
    for (const path of files.keys()) {
      const { readAt } = readings.get(path)!;
      expect(readAt).toBeGreaterThanOrEqual(before);
      expect(readAt).toBeLessThanOrEqual(Date.now() / 1000);
    }
  });

  test("allocs and the leak profile when asked for and there", async () => {
    const row = "<tr><td>3</td><td><a href='allocs?debug=1'>allocs</a></td></tr></table>";
    const index = { "/debug/pprof/": { body: PAGES["1.27"].replace("</table>", row) } };
    const { files } = await capture(index, { allocs: true, gc: true });
    expect(files.has("pprof/allocs")).toBe(true);
    expect(files.has("pprof/goroutineleak.debug1.txt")).toBe(true);
    const without = await capture({}, { allocs: true });
    expect(without.asked).not.toContain("/debug/pprof/allocs");
    expect(without.readings.get("pprof/allocs")!.reason).toMatch(/has no allocs/);
  });

  test("what is left after a collection when asked for: it comes first, and once", async () => {
    const page = "/debug/pprof/heap?gc=1&debug=1";
    const body = "heap profile: 1: 2 [3: 4] @ heap/1048576\n";
    const { asked, files } = await capture({ [page]: { body } }, { gc: true });
    const heap = asked.filter((path) => /vars|pprof\/heap/.test(path));
    expect(heap).toEqual([page, "/debug/vars", "/debug/pprof/heap"]);
    expect(Buffer.from(files.get("pprof/heap.debug1.txt")!).toString()).toBe(body);
    expect((await capture()).asked.join()).not.toContain("gc=1");
  });

  test("why the leak profile is missing", async () => {
    const path = "pprof/goroutineleak.debug1.txt";
    expect((await capture()).readings.get(path)).toMatchObject({ remedy: "Give --gc to take it." });
    const old = await capture({ "/debug/pprof/": { body: PAGES["1.12"] } }, { gc: true });
    expect(old.readings.get(path)).toMatchObject({ reason: expect.stringMatching(/has no/) });
  });

  test("all stacks only where that takes less than 4 MiB, or when asked for", async () => {
    const group = (count: number) =>
      `goroutine profile: total ${count}\n${count} @ 0x1 0x2\n#\t0x1\tmain.f+0x1\t/a/main.go:7\n\n`;
    const page = "/debug/pprof/goroutine?debug=1";
    const path = "pprof/goroutine.debug2.txt";
    const size = dumpSize(Buffer.from(group(1)));
    const most = Math.floor((4 << 20) / size);
    expect((await capture({ [page]: { body: group(most) } })).files.has(path)).toBe(true);
    const many = { [page]: { body: group(most + 1) } };
    expect((await capture(many)).readings.get(path)).toEqual({
      reason: "writing a list of goroutines of about 4.00 MiB would stop the program for long",
      remedy: "Give --deep to take it all the same: it says how long each has waited.",
    });
    const deep = await capture(many, { deep: true });
    expect(deep.files.has(path)).toBe(true);
    expect(deep.files.has("pprof/goroutine")).toBe(true);
    const silent = await capture({ [page]: { status: 500 } });
    expect(silent.asked).not.toContain("/debug/pprof/goroutine?debug=2");
    expect(silent.readings.get(path)!.reason).toMatch(/of unknown size/);
  });

  test("a snapshot that others follow leaves the list of goroutines to the last", async () => {
    const place = { isFirst: true, isLast: false, goroutines: 20_000 };
    const { asked, readings } = await capture({}, { place, deep: true });
    expect(asked.at(-1)).toBe("/debug/pprof/goroutine?debug=1");
    expect(readings.get("pprof/goroutine.debug2.txt")!.reason).toMatch(/last snapshot only/);
  });

  test("of 20,000 goroutines only the first and the last snapshot have a profile", async () => {
    const page = "/debug/pprof/goroutine?debug=1";
    const asks = async (isFirst: boolean, isLast: boolean, goroutines: number) =>
      (await capture({}, { place: { isFirst, isLast, goroutines } })).asked.includes(page);
    expect(await asks(true, false, 20_000)).toBe(true);
    expect(await asks(false, false, 20_000)).toBe(false);
    expect(await asks(false, false, 19_999)).toBe(true);
    expect(await asks(false, true, 20_000)).toBe(true);
  });

  test("the command line comes without secrets, the numbers to the byte", async () => {
    const { text } = await capture();
    expect(text("vars.json")).toBe(
      '{"cmdline": ["app","-token","[secret]"], "memstats": {"NextGC":18446744073709551615}}',
    );
  });

  test("names are asked for where the profile has only addresses", async () => {
    const heap =
      "heap profile: 1: 8 [1: 8] @ heap/1048576\n1: 8 [1: 8] @ 0x1 0xa2\n1: 8 [1: 8] @ 0xa2\n";
    const { asked, posted, text } = await capture({
      "/debug/pprof/heap": { body: heap },
      "/debug/pprof/symbol": { body: "num_symbols: 1\n0x1 main.main\n" },
    });
    expect(asked[5]).toBe("/debug/pprof/symbol");
    expect(posted).toBe("0x1+0xa2");
    expect(text("pprof/symbol.txt")).toMatch(/main\.main/);
  });

  test("what is missing says why and what would help, and the rest is there", async () => {
    const { readings, files } = await capture({
      "/debug/vars": { status: 404 },
      "/metrics": { body: '{"not": "prometheus"}' },
      "/debug/pprof/heap": { body: "<html>log in</html>" },
      "/debug/pprof/threadcreate?debug=1": { drop: true },
    });
    expect(readings.get("vars.json")).toEqual({
      reason: "there is no /debug/vars",
      remedy: "Import expvar: it has MemStats in full.",
    });
    expect(readings.get("metrics.txt")!.reason).toMatch(/not Prometheus/);
    expect(readings.get("pprof/heap")!.reason).toMatch(/HTML page/);
    expect(readings.get("pprof/threadcreate.debug1.txt")!.reason).toMatch(/without an answer/);
    expect(files.has("pprof/goroutine.debug2.txt")).toBe(true);
  });

  test("a program that ends half-way is not asked on and on", async () => {
    const { asked, readings } = await capture({
      "/debug/pprof/heap": { drop: true },
      "/metrics": { drop: true },
    });
    expect(asked.at(-1)).toBe("/metrics");
    expect(readings.get("pprof/goroutine.debug1.txt")!.reason).toMatch(/no longer answers/);
  });
});

test("heapAddresses leaves profiles with names, and other formats, alone", () => {
  const named = "heap profile: 1: 8 [1: 8] @ heap/1048576\n1: 8 [1: 8] @ 0x1\n#\t0x1\tmain.main\n";
  expect(heapAddresses(Buffer.from(named))).toEqual([]);
  expect(heapAddresses(Buffer.from("\x1f\x8b @ 0x1\n"))).toEqual([]);
});
