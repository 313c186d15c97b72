/** What a person does on the page of a recorder: finding a process, going through its time, comparing. */
import { join } from "node:path";
import type { Browser, Page as Tab } from "playwright-core";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { CHROMIUM, drag, launch, open, painted } from "./support/browser.ts";
import { type FakeProcess, type FakeRecorder, fakeRecorder } from "./support/fake-recorder.ts";
import { OFFERS, recordedProcesses, rowOf } from "./support/recorded-processes.ts";

const MiB = 2 ** 20;

describe.skipIf(CHROMIUM === undefined)("in a browser", () => {
  let browser: Browser;
  let known: FakeProcess[];
  let recorder: FakeRecorder;
  beforeAll(async () => {
    browser = await launch();
    known = await recordedProcesses();
    return () => browser.close();
  });
  beforeEach(async () => {
    recorder = await fakeRecorder({
      processes: [...known],
      offers: [...OFFERS],
      canAdd: true,
      sources: join(import.meta.dirname, "../stories"),
    });
  });
  afterEach(() => recorder.close());

  const show = (hash = "") => open(browser, recorder.url + hash);
  const titleOf = (tab: Tab) => tab.locator("h1").textContent();
  const nameList = (tab: Tab) => tab.locator(".process-name strong").allTextContents();

  test("processes are searched, sorted, gone to by keys, and come back to", async () => {
    const { tab } = await show();
    await expect.poll(() => tab.title()).toBe("Processes · Resident");
    await tab.keyboard.press("/");
    await tab.keyboard.type("env=prod");
    await expect.poll(() => nameList(tab)).toEqual(["live-heap-growing", "goroutine-leak"]);
    await tab.selectOption("select", "name");
    await expect.poll(() => nameList(tab)).toEqual(["goroutine-leak", "live-heap-growing"]);
    await tab.focus("input[type=search]");
    for (const key of ["Enter", "j", "k", "ArrowDown", "Enter"]) await tab.keyboard.press(key);
    await expect.poll(() => titleOf(tab)).toMatch(/main\.go:41 \(main\.open\)/);
    await expect
      .poll(() => new URL(tab.url()).hash)
      .toBe("#now?process=1&find=env%3Dprod&order=name");
    await tab.click("text=‹ Processes");
    await expect.poll(() => nameList(tab)).toEqual(["goroutine-leak", "live-heap-growing"]);
    await tab.context().close();
  });

  test("the list is kept up to date, and nothing moves", async () => {
    const { tab } = await show();
    const before = await nameList(tab);
    expect(before[0]).toBe("live-heap-growing");
    const last = recorder.processes.findIndex(({ row }) => row.name === "goroutine-leak");
    const { row } = recorder.processes[last]!;
    const verdict = {
      id: "near-limit",
      headline: "Nearly full.",
      severity: "critical" as const,
      at: 0,
      rss: 2048 * MiB,
    };
    recorder.processes[last] = { ...known[last]!, row: { ...row, rss: 2048 * MiB, verdict } };
    recorder.say({ kind: "look", process: row.id, time: row.lastLook! });
    await expect.poll(() => tab.locator(".process >> nth=2").innerText()).toContain("2.00 GiB");
    await expect.poll(() => nameList(tab)).toEqual(before);
    await expect
      .poll(() => titleOf(tab))
      .toBe("3 processes: 1 in trouble and 2 with something to look at.");
    await tab.click("text=Sort again");
    await expect.poll(async () => (await nameList(tab))[0]).toBe("goroutine-leak");
    await expect.poll(() => tab.locator("text=Sort again").count()).toBe(0);
    await tab.evaluate(COUNT_NOTICES);
    recorder.processes[last] = {
      ...known[last]!,
      row: { ...row, state: "down", error: "refused" },
    };
    const failed = { error: "refused", failingSince: row.lastLook! };
    recorder.say({ kind: "error", process: row.id, time: row.lastLook!, ...failed });
    await expect.poll(() => tab.locator(".process >> nth=0").innerText()).toContain("refused");
    expect(await tab.evaluate<number>("notices")).toBe(0);
    await tab.context().close();
  });

  test("what this machine offers is recorded with a click; what is refused is said", async () => {
    const { tab } = await show();
    await tab.click(".offer:has-text('shop') button");
    await expect.poll(() => nameList(tab)).toContain("shop");
    await expect
      .poll(() => tab.innerText(".process:has-text('shop')"))
      .toContain("first look to come");
    await expect.poll(() => tab.locator(".offer:has-text('shop')").count()).toBe(0);
    recorder.offers.length = 0;
    await tab.click(".offer:has-text('agent') button");
    await expect.poll(() => tab.innerText(".offer")).toContain("There is no process 911.");
    await tab.context().close();
  });

  test("nothing is recorded yet: it says what to do", async () => {
    recorder.processes.length = 0;
    recorder.offers.length = 0;
    const { tab } = await show();
    await expect.poll(() => titleOf(tab)).toBe("Nothing is recorded yet.");
    await expect.poll(() => tab.innerText("main")).toContain("resident serve :6060");
    await tab.context().close();
  });

  test("the first that is recorded joins the list that one is at", async () => {
    recorder.processes.length = 0;
    const { tab } = await show();
    await tab.click(".offer:has-text('shop') button");
    await expect.poll(() => nameList(tab)).toEqual(["shop"]);
    await expect.poll(() => new URL(tab.url()).hash).toBe("#processes");
    await tab.context().close();
  });

  test("one process is shown at once", async () => {
    recorder.processes.length = 1;
    const { tab } = await show();
    await expect.poll(() => titleOf(tab)).toMatch(/main\.go:41 \(main\.open\)/);
    await tab.context().close();
  });

  test("a drag shows that time in every view; the address says so, and the way back", async () => {
    const { tab } = await show("#time?process=1");
    await expect.poll(() => titleOf(tab)).toMatch(/over 19 s\.$/);
    await drag(tab, 0.25, 0.75);
    await expect.poll(() => titleOf(tab)).toMatch(/over \d s\.$/);
    await expect.poll(() => new URL(tab.url()).hash).toMatch(/&range=/);
    const range = new URL(tab.url()).hash;
    expect(range).toMatch(/^#time\?process=1&range=1796\d+(\.\d+)?%7E1796\d+(\.\d+)?$/);
    await tab.click("nav >> text=Growth");
    await expect.poll(() => titleOf(tab)).toMatch(/main\.go:41/);
    await expect.poll(() => new URL(tab.url()).hash).toBe(range.replace("#time", "#growth"));
    await tab.reload();
    await expect.poll(() => tab.innerText(".range-text")).toMatch(/\d s\s*Back to now/);
    await tab.click("text=Back to now");
    await expect.poll(() => new URL(tab.url()).hash).toBe("#growth?process=1");
    await tab.click(".range-bar >> text=15 min");
    await expect.poll(() => new URL(tab.url()).hash).toBe("#growth?process=1&range=15m");
    await tab.context().close();
  });

  test("two ranges that are marked are compared in Code", async () => {
    const { tab } = await show("#time?process=1&range=all");
    await tab.waitForSelector(".u-over");
    await drag(tab, 0.7, 0.95, "Shift");
    await expect
      .poll(() => tab.innerText(".compare-bar"))
      .toContain("Now drag over the other range");
    await drag(tab, 0.05, 0.3, "Shift");
    await expect.poll(() => tab.textContent(".node-panel h2")).toBe("Live bytes, compared");
    expect(recorder.asked.at(-1)).toMatch(
      /^api\/v1\/processes\/1\/code\?from=1796.*&to=.*&base_from=1796.*&base_to=/,
    );
    await expect.poll(() => tab.innerText(".node-panel")).toMatch(/change \+\d+/);
    await expect.poll(() => tab.innerText(".toolbar")).toMatch(/compared with\s+[\d:]+ to [\d:]+/);
    await tab.click("nav >> text=Time");
    await tab.click("text=Unmark");
    await expect.poll(() => new URL(tab.url()).hash).toBe("#time?process=1&range=all");
    await tab.context().close();
  });

  test("ranges that mean one profile are not compared, and that is said", async () => {
    const range = "1796005079~1796005079.5";
    const { tab } = await show(`#code?process=1&range=all&at=${range}&base=${range}`);
    await expect
      .poll(() => tab.innerText("main"))
      .toContain("Both ranges have the same profile: there is nothing to compare.");
    await expect.poll(() => tab.textContent(".node-panel h2")).toBe("Live bytes by call stack");
    await tab.context().close();
  });

  test("the numbers under the pointer, the difference named", async () => {
    // As if 30 MiB of what Go counts had never been touched.
    const page = known[0]!.page!;
    const time = page.time!;
    const rss = time.rss.map((value) => value! - 30 * MiB);
    recorder.processes[0] = { ...known[0]!, page: { ...page, time: { ...time, rss } } };
    const { tab } = await show("#time?process=1&range=all");
    const box = (await tab.locator(".u-over >> nth=0").boundingBox())!;
    await tab.mouse.move(box.x + 5, box.y + 40);
    const text = await tab.innerText(".chart-legend >> nth=0");
    expect(text).toMatch(/^[\d:]{8}\s+RSS 141 MiB\s+live objects 11\d MiB/);
    expect(text).toContain("counted by Go and not in RAM, taken off the areas −30.0 MiB");
    await tab.context().close();
  });

  test("from what grows to who calls it", async () => {
    const { tab } = await show("#growth?process=1");
    await tab.waitForSelector(".growth-row");
    await painted(tab);
    await tab.keyboard.press("j");
    await tab.keyboard.press("Enter");
    await expect.poll(() => tab.textContent(".sandwich h2")).toBe("main.open");
    await expect
      .poll(() => tab.innerText(".sandwich"))
      .toMatch(/Called by[\s\S]*main\.(?:work|main)/);
    await tab.click(".sandwich >> text=source");
    await expect
      .poll(() => tab.innerText(".source"))
      .toMatch(/172 MiB\s+172 MiB\s+41\s+sessions = append\(sessions/);
    await tab.context().close();
  });

  test("other settings of the collector, and what to set", async () => {
    const { tab } = await show("#gc?process=1");
    await tab.waitForSelector(".sliders");
    await expect.poll(() => tab.innerText(".what-if")).toContain("GOGC=50 GOMEMLIMIT=600MiB");
    await tab.focus(".slider >> nth=0 >> input");
    await tab.keyboard.press("ArrowRight");
    await tab.keyboard.press("ArrowRight");
    await expect.poll(() => tab.innerText(".what-if-table")).toContain("with GOGC=100");
    await expect.poll(() => new URL(tab.url()).hash).toContain("gogc=100&memlimit=629145600");
    await tab.fill(".slider >> nth=1 >> input", "0");
    await expect.poll(() => tab.innerText(".caution")).toContain("could not keep up");
    await expect
      .poll(() => tab.innerText(".what-if .copyable"))
      .toContain("GOGC=100 GOMEMLIMIT=200MiB");
    await tab.context().close();
  });

  test("new looks: Time follows, Code says that there are some", async () => {
    const { tab } = await show("#time?process=1");
    await expect.poll(() => titleOf(tab)).toMatch(/over 19 s\.$/);
    const asked = () => recorder.asked.filter((path) => path.includes("/page")).length;
    const before = asked();
    const { row } = known[0]!;
    recorder.say({ kind: "look", process: 1, time: row.lastLook! + 1 });
    await expect.poll(asked).toBe(before + 1);
    await expect.poll(() => tab.locator(".as-of").count()).toBe(0);
    await tab.click("nav >> text=Code");
    recorder.say({ kind: "look", process: 1, time: row.lastLook! + 2 });
    await tab.click("text=Show newer looks");
    await expect.poll(asked).toBe(before + 2);
    await tab.context().close();
  });

  test("one that stops answering: what is shown is said to be of before", async () => {
    const { tab } = await show("#now?process=1");
    await expect.poll(() => tab.innerText(".range-text")).toMatch(/now$/);
    await expect.poll(() => tab.innerText(".when")).toMatch(/^As of .*\d\d:\d\d \(\d+ s ago\):$/);
    await expect.poll(() => tab.locator(".as-of").count()).toBe(0);
    const { row, page } = known[0]!;
    const since = row.lastLook! + 3;
    const failed = { error: "nothing listens there.", failingSince: since };
    recorder.processes[0] = { page, row: { ...row, state: "down", ...failed } };
    recorder.say({ kind: "error", process: 1, time: since, ...failed });
    await expect.poll(() => tab.innerText(".range-text")).toMatch(/last look \d+ s ago$/);
    await expect
      .poll(() => tab.innerText(".as-of"))
      .toMatch(/^As of .*\d\d:\d\d \(\d+ s ago\), before it stopped answering:$/);
    await expect
      .poll(() => tab.innerText(".notice"))
      .toMatch(/^nothing listens there\. Since .*\d\d:\d\d\.$/);
    await tab.context().close();
  });

  test("one that was last seen long ago opens on its last hour, and says so", async () => {
    const { row, page } = known[0]!;
    recorder.processes[0] = { page, row: { ...row, state: "down", error: "refused" } };
    const later = { ...known[1]!.row, lastLook: row.lastLook! + 7200 };
    recorder.processes[1] = { ...known[1]!, row: later };
    const { tab } = await show("#time?process=1");
    await expect.poll(() => titleOf(tab)).toMatch(/over 19 s\.$/);
    await expect
      .poll(() => tab.innerText(".as-of"))
      .toMatch(/\(2 h ago\), before it stopped answering; its last hour is shown:$/);
    await tab.click(".range-bar >> text=15 min");
    await expect.poll(() => tab.innerText(".as-of")).toContain("; its last 15 minutes are shown:");
    await expect.poll(() => titleOf(tab)).toMatch(/over 19 s\.$/);
    await tab.click(".range-bar >> text=1 d");
    await expect.poll(() => tab.innerText(".as-of")).toMatch(/stopped answering:$/);
    await tab.context().close();
  });

  test("what a recorder that was started again has not asked yet is shown at once", async () => {
    const { row, page } = known[0]!;
    recorder.processes[0] = { page, row: { ...row, state: "new" } };
    const { tab } = await show("#now?process=1");
    await expect.poll(() => titleOf(tab)).toMatch(/main\.go:41 \(main\.open\)/);
    await expect
      .poll(() => tab.innerText(".as-of"))
      .toContain("before the recorder was started again");
    await tab.keyboard.press("2");
    await expect.poll(() => titleOf(tab)).toMatch(/^RSS is/);
    await tab.context().close();
  });

  test("a range without looks says so in every view, and what there is", async () => {
    const { tab } = await show("#code?process=1&range=1700000000~1700000060");
    await expect.poll(() => titleOf(tab)).toMatch(/^Nothing was recorded/);
    await painted(tab);
    for (const [key, view] of ["now", "time", "growth", "code"].entries()) {
      await tab.keyboard.press(String(key + 1));
      await expect.poll(() => new URL(tab.url()).hash).toContain(`#${view}?`);
      await expect
        .poll(() => titleOf(tab))
        .toMatch(/^Nothing was recorded from .* to \S+; there is .*\.$/);
    }
    await expect.poll(() => tab.locator("nav a").count()).toBe(6);
    await tab.click("text=Show the last hour of it");
    await expect.poll(() => tab.innerText(".range-text")).toMatch(/19 s\s*Back to now/);
    await tab.context().close();
  });

  test("the server goes and comes back: what was there stays", async () => {
    const { tab } = await show();
    await recorder.close();
    await expect
      .poll(() => tab.innerText(".notice"))
      .toMatch(/^The server has not answered since [\d:]{8}; trying again\./);
    await expect.poll(() => nameList(tab)).toHaveLength(3);
    await recorder.reopen();
    await expect.poll(() => tab.locator(".notice").count()).toBe(0);
    await tab.context().close();
  });

  test("keys: help, views by number", async () => {
    const { tab } = await show("#now?process=1");
    await tab.waitForSelector("nav");
    await painted(tab);
    await tab.keyboard.press("?");
    await expect
      .poll(() => tab.innerText(".help"))
      .toMatch(/1 to 6\s+Now, Time, Growth, Code, Goroutines, GC/);
    await tab.keyboard.press("Escape");
    await expect.poll(() => tab.locator(".help").count()).toBe(0);
    await tab.keyboard.press("3");
    await expect.poll(() => new URL(tab.url()).hash).toBe("#growth?process=1");
    await tab.context().close();
  });

  test("nothing that a program or a label says becomes markup", async () => {
    const evil = '<img src=x onerror="document.title=1">';
    const page = known[0]!.page!;
    const verdict = {
      id: "live-heap",
      headline: evil,
      severity: "info" as const,
      at: 0,
      rss: null,
    };
    const part = { name: evil, labels: { [evil]: `${evil}.` }, error: evil, verdict };
    recorder.processes[0] = { page, row: rowOf(page, 1, part) };
    recorder.storeError = evil;
    const { tab, troubles } = await show();
    const row = tab.locator(".process", { hasText: evil });
    expect((await row.innerText()).split(evil).length - 1).toBe(5);
    await row.click();
    await tab.waitForSelector("nav");
    await expect.poll(() => tab.locator("img, main script, .head script").count()).toBe(0);
    await expect.poll(() => tab.title()).toBe(`Now · ${evil} · Resident`);
    expect(troubles).toEqual([]);
    await tab.context().close();
  });
});

/** A notice that comes and goes is one that was shown. */
const COUNT_NOTICES = `notices = 0;
new MutationObserver(() => { if (document.querySelector(".notice")) notices++; })
  .observe(document.body, { childList: true, subtree: true }), 0`;
