/** What the recorder's server takes, from whom, in which bounds, and what it says of itself. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ProcessList } from "../../src/model/fleet.ts";
import type { Page } from "../../src/model/page.ts";
import { ROUTES } from "../../src/server/api/routes.ts";
import { heapOf, lookAt, MEM_STATS } from "../store/support/looks.ts";
import { schemaErrors } from "../support/json-schemas.ts";
import { pageOf, recordingOf } from "../web/support/page-of.ts";
import { type RecordedFleet, record, recordedFleet, WEB } from "./support/recorded-fleet.ts";

const LEAK = "test/fixtures/live/leak.tgz";
const EVIL = "</script><script>alert(1)</script>\n\"'<!--";

let fleet: RecordedFleet;

beforeAll(async () => {
  fleet = await recordedFleet();
  await record(fleet.store, await recordingOf(LEAK), { job: "shop", instance: "a:1" }, "shop");
});

afterAll(() => fleet.close());

async function refusalOf(response: Response): Promise<[number, string]> {
  const body = (await response.json()) as { readonly error: string };
  expect(Object.keys(body)).toEqual(["error"]);
  return [response.status, body.error];
}

const refused = async (path: string, init?: RequestInit) => refusalOf(await fleet.ask(path, init));

describe("what is asked has bounds", () => {
  test.each([
    ["from=abc", 'from is "abc": seconds since 1970 were expected, like 1764460800.'],
    ["to=-5", 'to is "-5": seconds since 1970 were expected, like 1764460800.'],
    ["from=1e9", 'from is "1e9": seconds since 1970 were expected, like 1764460800.'],
    ["to=9999999999", 'to is "9999999999": seconds since 1970 were expected, like 1764460800.'],
    ["from=20&to=10", "from is 20 and to is 10: it would end before it begins."],
    ["from=1&from=2", "from is given 2 times."],
    ["since=5", '"since" means nothing here: this address takes from, to.'],
    [
      `from=${"1".repeat(500)}`,
      `from is "${"1".repeat(60)}…": seconds since 1970 were expected, like 1764460800.`,
    ],
  ])("?%s", async (query, sentence) => {
    expect(await refused(`/api/v1/processes/0/page?${query}`)).toEqual([400, sentence]);
  });

  test.each([
    ["/api/v1/processes/0/profile?type=cpu", 'type is "cpu": heap or goroutine was expected.'],
    ["/api/v1/processes/0/code?pick=best", 'pick is "best": last or peak was expected.'],
    ["/api/v1/processes/0/code?base_from=5", "base_from and base_to belong together."],
    ["/api/v1/processes/-1/page", 'id is "-1": the number of a process was expected.'],
    ["/api/v1/processes/..%2f/page", 'id is "../": the number of a process was expected.'],
    ["/api/v1/code", "process is missing: the number of a process."],
    [
      `/api/v1/code?${Array.from({ length: 257 }, (_, i) => `process=${i}`).join("&")}`,
      "process is given 257 times: at most 256 are taken.",
    ],
    [
      "/api/v1/code?process=0&from=0&to=4000000000",
      expect.stringMatching(/^1 processes over .* are more than is added up at once/),
    ],
    ["/api/v1/processes/0/source", "file is missing."],
    ["/api/v1/processes/0/source?file=", "file is empty."],
    [`/api/v1/processes/0/source?file=${"x".repeat(5000)}`, "file is longer than 4096 letters."],
  ])("%s", async (path, sentence) => {
    expect(await refused(path)).toEqual([400, sentence]);
  });

  test("what is not there is not found", async () => {
    expect(await refused("/api/v1/processes/7/page")).toEqual([404, "There is no process 7."]);
    expect(await refused("/api/v1/code?process=0&process=9")).toEqual([
      404,
      "There is no process 9.",
    ]);
    expect(await refused("/api/v1/nothing")).toEqual([404, "There is nothing here."]);
    expect((await refused("/api/v1/schema/..%2f..%2fpackage.json"))[0]).toBe(404);
    for (const path of ["/../package.json", "/%2e%2e/package.json"]) {
      expect((await refused(path))[0]).toBe(404);
    }
  });
});

describe("who may ask", () => {
  test("every answer forbids all but the page's own two files, errors too", async () => {
    for (const path of ["/", "/api/v1/processes", "/nothing", "/api/v1/processes/9/page"]) {
      const { headers } = await fleet.ask(path);
      expect(headers.get("content-security-policy")).toMatch(
        /^default-src 'none'; script-src 'self'/,
      );
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("access-control-allow-origin")).toBeNull();
    }
    expect(await (await fleet.ask("/")).text()).toBe(WEB.html);
  });

  test("no foreign host name, and no other site", async () => {
    expect((await refused("/api/v1/processes", { headers: { host: "evil.example" } }))[0]).toBe(
      403,
    );
    const headers = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "cors" };
    expect((await refused("/api/v1/processes", { headers }))[0]).toBe(403);
  });

  test("with a token, all but the page's files and its health asks for it", async () => {
    const guarded = await recordedFleet({ token: "long enough", hosts: null });
    for (const { path, method } of ROUTES) {
      const at = path.replace("{id}", "0").replace("{name}", "page.schema.json");
      const { status } = await guarded.ask(at, { method });
      expect(status, path).toBe(path === "/healthz" ? 200 : 401);
    }
    expect((await guarded.ask("/api/v1/processes?token=long%20enough")).status).toBe(200);
    const headers = { authorization: "Bearer long enough" };
    expect((await guarded.ask("/api/v1/processes", { headers })).status).toBe(200);
    expect((await guarded.ask("/", {})).status).toBe(401);
    await guarded.close();
  });
});

describe("adding a target", () => {
  const post = (body: unknown, headers: Record<string, string> = {}) => ({
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
    headers: { "content-type": "application/json", ...headers },
  });
  let open: RecordedFleet;

  beforeAll(async () => {
    open = await recordedFleet({ canAdd: true });
  });
  afterAll(() => open.close());

  test("is refused unless it is allowed", async () => {
    const [status, sentence] = await refused("/api/v1/processes", post({ target: "4817" }));
    expect([status, sentence]).toEqual([403, expect.stringContaining("--allow-adding-targets")]);
    expect(fleet.recorder.added).toEqual([]);
  });

  test("takes what one would type", async () => {
    const body = { target: " 4817  http://localhost:6060 " };
    const response = await open.ask(
      "/api/v1/processes",
      post(body, { origin: "http://localhost:7070" }),
    );
    const answer = (await response.json()) as { readonly format: string };
    expect([response.status, schemaErrors(answer)]).toEqual([201, []]);
    expect(open.recorder.added).toEqual([["4817", "http://localhost:6060"]]);
  });

  test.each([
    ["no JSON", "{", {}, 400],
    ["a list", [], {}, 400],
    ["no target", { goal: 1 }, {}, 400],
    ["an option", { target: "4817 --header=x" }, {}, 400],
    ["a form", { target: "1" }, { "content-type": "application/x-www-form-urlencoded" }, 400],
    ["no type", { target: "1" }, { "content-type": "text/plain" }, 400],
    ["too much", { target: "x".repeat(20_000) }, {}, 413],
    ["a long one", { target: "x".repeat(3000) }, {}, 400],
    ["another site", { target: "1" }, { origin: "https://evil.example" }, 403],
    ["a sandbox", { target: "1" }, { origin: "null" }, 403],
    [
      "a navigation",
      { target: "1" },
      { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" },
      403,
    ],
  ])("refuses %s", async (_, body, headers, status) => {
    const before = open.recorder.added.length;
    expect((await open.ask("/api/v1/processes", post(body, headers))).status).toBe(status);
    expect(open.recorder.added.length).toBe(before);
  });

  test("no other address takes a POST, and none another method", async () => {
    for (const [path, method] of [
      ["/api/v1/processes/0/page", "POST"],
      ["/", "POST"],
      ["/api/v1/processes", "PUT"],
      ["/api/v1/processes", "OPTIONS"],
      ["/api/v1/processes/0", "DELETE"],
    ]) {
      expect((await fleet.ask(path!, { method: method! })).status, `${method} ${path}`).toBe(405);
    }
  });
});

test("of large answers a few are made at once, and beyond a hundred none waits", async () => {
  const busy = await recordedFleet();
  await busy.store.target({});
  let isOpen = () => {};
  const opened = new Promise<void>((done) => {
    isOpen = done;
  });
  let asked = 0;
  const targets = busy.store.targets.bind(busy.store);
  busy.store.targets = async () => {
    asked++;
    await opened;
    return targets();
  };
  const answers = Array.from({ length: 104 }, () => busy.ask("/api/v1/processes/0/page"));
  expect((await refusalOf(await busy.ask("/api/v1/processes/0/page")))[0]).toBe(503);
  expect(asked).toBe(4);
  expect((await busy.ask("/healthz")).status).toBe(200);
  isOpen();
  for (const answer of answers) expect((await answer).status).toBe(404);
  expect(asked).toBe(104);
  await busy.close();
});

test("names that a program chose stay text, everywhere", async () => {
  const evil = await recordedFleet();
  const target = await evil.store.target({ instance: EVIL, job: EVIL });
  const facts = {
    name: EVIL,
    startedAt: 1,
    pid: 1,
    go: EVIL,
    limit: null,
    memlimit: null,
    gogc: null,
  };
  const run = await evil.store.run(target, facts, 1_000);
  const heap = heapOf([{ stack: [EVIL, "main"], size: 64, inuse: 3, alloc: 5 }]);
  await evil.store.add(run, lookAt(1_000, { heap }));
  evil.recorder.statuses = [
    {
      ...{ id: target, labels: { job: EVIL }, name: EVIL, address: EVIL, state: "down", run },
      ...{
        ...{ lastLook: 1_000, liveRange: null },
        nextLook: 1_015,
        failingSince: 1_000,
        interval: 15,
        took: 0.1,
        error: EVIL,
      },
    },
  ];
  for (const path of ["processes", "processes/0/page", "processes/0/code"]) {
    const response = await evil.ask(`/api/v1/${path}`);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toMatch(/^application\/json/);
  }
  const page = (await (await evil.ask("/api/v1/processes/0/page")).json()) as Page;
  expect(page.code[0]!.strings).toContain(EVIL);
  const profile = await evil.ask("/api/v1/processes/0/profile");
  const disposition = profile.headers.get("content-disposition")!;
  expect(disposition).toMatch(
    /^attachment; filename="[\w.-]+-heap-\d{8}T\d{6}Z-\d{8}T\d{6}Z\.pb\.gz"$/,
  );
  const metrics = await (await evil.ask("/metrics")).text();
  expect(metrics).toContain('alert(1)</script>\\n\\"');
  expect(metrics.split("\n").every((line) => /^(?:#|[a-z_]+(?:\{.*\})? \S+$|$)/.test(line))).toBe(
    true,
  );
  await evil.close();
});

describe("what it says of itself", () => {
  test("lists what is looked at and what once was, with their last figures", async () => {
    const file = await pageOf(LEAK);
    const last = file.time!.times.at(-1)!;
    fleet.recorder.statuses = [
      {
        ...{ id: 0, labels: { job: "shop" }, name: "shop", address: "127.0.0.1:6060", state: "up" },
        ...{ run: 0, lastLook: last, nextLook: last + 15, took: 0.05 },
        ...{ liveRange: [2, 3], failingSince: null, interval: 15, error: null },
      },
      {
        ...{ id: 55, labels: {}, name: "127.0.0.1:1", address: "127.0.0.1:1", state: "new" },
        ...{ run: null, lastLook: null, nextLook: last, took: null },
        ...{ liveRange: null, failingSince: null, interval: 15, error: null },
      },
    ];
    const before = (await (await fleet.ask("/api/v1/processes")).json()) as ProcessList;
    expect(before.processes[0]!.lastLook).toBe(last);
    // Started again: what is kept counts until it is asked.
    const [first, ...others] = fleet.recorder.statuses;
    const anew = { state: "new", run: null, lastLook: null } as const;
    fleet.recorder.statuses = [{ ...first!, ...anew }, ...others];
    const again = (await (await fleet.ask("/api/v1/processes")).json()) as ProcessList;
    expect(again.processes[0]).toMatchObject({ state: "new", lastLook: last, name: "shop" });
    expect(again.processes[0]!.rss).toBe(file.time!.rss.at(-1));
    fleet.recorder.statuses = [first!, ...others];
    const former = await fleet.store.target({ instance: "gone:1" });
    const facts = {
      name: "gone",
      startedAt: 1,
      pid: 5,
      go: "go1.26.1",
      limit: 9,
      memlimit: null,
      gogc: 100,
    };
    await fleet.store.add(await fleet.store.run(former, facts, 1), lookAt(2, { rss: 77 }));
    const list = (await (await fleet.ask("/api/v1/processes")).json()) as ProcessList;
    expect(schemaErrors(list)).toEqual([]);
    const [shop, fresh, gone] = list.processes;
    expect([shop!.rss, shop!.live]).toEqual([file.time!.rss.at(-1), file.time!.live.at(-1)]);
    expect(shop!.trend).toEqual({
      times: file.time!.times,
      rss: file.time!.rss,
      since: expect.any(Number),
    });
    expect(shop!.verdict!.id).toBe(file.report!.verdicts[0]!.id);
    expect([shop!.liveRange, gone!.liveRange]).toEqual([[2, 3], null]);
    expect(shop!.verdict!.rss).toBe(file.report!.snapshots.at(-1)!.rss);
    expect(shop!.verdict!.at).toBe(file.time!.times.at(-1));
    expect([fresh!.state, fresh!.rss, fresh!.verdict]).toEqual(["new", null, null]);
    expect([gone!.state, gone!.rss, gone!.limit, gone!.lastLook]).toEqual(["gone", 77, 9, 2]);
    expect([list.offers, list.canAdd, list.storeError]).toEqual([[], false, null]);
  });

  test("what a program says is of the last look that asked it", async () => {
    const seldom = await recordedFleet();
    const target = await seldom.store.target({ instance: "slow" });
    const facts = { name: "slow", startedAt: 1, pid: 5, go: null, gogc: null };
    const run = await seldom.store.run(target, { ...facts, limit: null, memlimit: null }, 2);
    const add = (time: number, figures: object) => {
      const look = lookAt(time, { rss: 100 - time });
      return seldom.store.add(run, { ...look, figures: { ...look.figures, ...figures } });
    };
    await add(2, { memStats: MEM_STATS, live: 10, goroutines: 7 });
    for (const time of [17, 32]) await add(time, {});
    const row = async () => {
      const response = await seldom.ask("/api/v1/processes");
      const { rss, live, goroutines } = ((await response.json()) as ProcessList).processes[0]!;
      return [rss, live, goroutines];
    };
    expect(await row()).toEqual([68, 10, 7]);
    await seldom.close();
  });

  test("one that has not answered for long says nothing", async () => {
    const silent = await recordedFleet();
    const target = await silent.store.target({ instance: "silent" });
    const facts = { name: "silent", startedAt: 1, pid: 5, go: null, gogc: null };
    const run = await silent.store.run(target, { ...facts, limit: null, memlimit: null }, 2);
    const { figures, ...rest } = lookAt(2, { rss: 9 });
    await silent.store.add(run, {
      ...rest,
      figures: { ...figures, memStats: MEM_STATS, live: 10 },
    });
    await silent.store.add(run, lookAt(902, { rss: 9 }));
    const response = await silent.ask("/api/v1/processes");
    expect(((await response.json()) as ProcessList).processes[0]!.live).toBeNull();
    await silent.close();
  });

  test("of many that are gone lists the last, the newest first", async () => {
    const many = await recordedFleet();
    const times = Array.from({ length: 205 }, (_, i) => 1_000 + ((i * 7) % 205));
    const adding = times.map(async (time) => {
      const target = await many.store.target({ instance: `pod-${time}` });
      const facts = { name: `pod-${time}`, startedAt: 1, pid: 5, go: null, gogc: null };
      const run = await many.store.run(target, { ...facts, limit: null, memlimit: null }, time);
      await many.store.add(run, lookAt(time, { rss: time }));
    });
    await Promise.all(adding);
    const list = (await (await many.ask("/api/v1/processes")).json()) as ProcessList;
    const newest = Array.from({ length: 200 }, (_, i) => 1_204 - i);
    expect(list.processes.map(({ rss }) => rss)).toEqual(newest);
    await many.close();
  });

  test("metrics, as Prometheus reads them", async () => {
    const response = await fleet.ask("/metrics");
    expect(response.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = await response.text();
    for (const line of [
      "resident_looks_total 12",
      "resident_failed_looks_total 3",
      "resident_late_looks_total 1",
      "resident_store_scrapes 5",
    ]) {
      expect(text).toContain(`\n${line}\n`);
    }
    expect(text).toContain('\nresident_target_up{id="0",name="shop",job="shop"} 1\n');
    expect(text).not.toContain('resident_target_up{id="55"');
  });

  test("healthy while it can store", async () => {
    expect(await (await fleet.ask("/healthz")).text()).toBe("ok\n");
    fleet.recorder.error = "The disk is full.";
    expect(await refused("/healthz")).toEqual([503, "The disk is full."]);
    fleet.recorder.error = null;
  });

  test("a fault is told to whoever runs it, and not to whoever asks", async () => {
    const faults: unknown[] = [];
    const broken = await recordedFleet({ onFault: (error) => faults.push(error) });
    broken.recorder.targets = () => {
      throw new TypeError("secret");
    };
    const [status, sentence] = await refusalOf(await broken.ask("/api/v1/processes"));
    expect([status, sentence]).toEqual([500, expect.not.stringContaining("secret")]);
    expect(faults).toHaveLength(1);
    await broken.close();
  });
});
