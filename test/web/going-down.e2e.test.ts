/** What a person does on the page: going down into the ledger, reading code, taking things along. */
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import type { Browser, Download, Page as Tab } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "../../src/model/page.ts";
import { reportFile } from "../../src/server/report-file.ts";
import { embeddedFiles, servedProfiles } from "../../src/server/served-profiles.ts";
import { readWebFiles } from "../../src/server/web-files.ts";
import {
  CHROMIUM,
  drag,
  launch,
  open,
  type Served,
  serve,
  serveBundle,
  touchDrag,
} from "./support/browser.ts";
import { codeTableOf } from "./support/code-table-of.ts";
import { bundleOf, pageOf } from "./support/page-of.ts";

const LEAK = "test/fixtures/web/live-heap-growing.tgz";
const CLASSIC = "recordings/classic-go1.4.3";

describe.skipIf(CHROMIUM === undefined)("in a browser", () => {
  let browser: Browser;
  let served: Served;
  beforeAll(async () => {
    browser = await launch();
    served = await serveBundle(CLASSIC);
  });
  afterAll(async () => {
    await browser.close();
    await served.close();
  });
  const show = (hash = "") => open(browser, served.url + hash);

  test("from VIRT down to a line of code, and back", async () => {
    const { tab } = await show();
    await tab.click(".cell:has-text('VIRT')");
    await expect.poll(() => tab.textContent(".line-panel h3")).toBe("VIRT");
    for (const title of ["RSS", "Go heap", "live objects", "main.go:31"]) {
      await tab.click(`.cell:has-text("${title}")`);
      await expect.poll(() => tab.textContent(".line-panel h3")).toContain(title);
    }
    await expect.poll(() => tab.innerText(".line-panel")).toContain("main.main");
    await tab.goBack();
    await expect.poll(() => tab.textContent(".line-panel h3")).toBe("live objects");
    const panel = await tab.innerText(".line-panel");
    expect(panel).toContain("191 MiB");
    expect(panel).toContain("MemStats.NextGC and GOGC");
    await expect.poll(() => tab.url()).toContain("#now?line=live");
    await tab.context().close();
  });

  test("a finding opens to its evidence and what to do", async () => {
    const { tab } = await show();
    const finding = tab.locator("#finding-idle-not-returned");
    await expect.poll(() => finding.locator("table").isVisible()).toBe(false);
    await finding.locator("summary").click();
    await expect.poll(() => finding.innerText()).toContain("debug.FreeOSMemory()");
    await expect.poll(() => finding.innerText()).toContain("HeapIdle − HeapReleased");
    await tab.context().close();
  });

  test("the flame graph by mouse and by keys; every step is an address", async () => {
    const { tab } = await show("#code");
    const box = (await tab.locator(".flame-canvas").boundingBox())!;
    await tab.mouse.move(box.x + 200, box.y + 50);
    await expect
      .poll(() => tab.innerText(".tooltip"))
      .toMatch(/main\.main[\s\S]*total\s+191 MiB · 99 %/);
    await tab.mouse.click(box.x + 200, box.y + 50);
    await expect.poll(() => tab.textContent(".node-panel h2")).toBe("main.main");
    await expect.poll(() => tab.url()).toMatch(/#code\?zoom=[0-9a-f]{16}$/);
    // What is said of it does not move the picture away from under the pointer.
    expect((await tab.locator(".flame-canvas").boundingBox())!.y).toBe(box.y);
    await tab.focus(".flame-canvas");
    await tab.keyboard.press("ArrowUp");
    await expect.poll(() => tab.textContent(".tooltip strong")).toBe("runtime.main");
    await tab.keyboard.press("+");
    await expect.poll(() => tab.locator(".tooltip").count()).toBe(0);
    await tab.keyboard.press("Enter");
    await expect.poll(() => tab.textContent(".node-panel h2")).toBe("runtime.main");
    await tab.keyboard.press("Escape");
    await expect.poll(() => tab.textContent(".node-panel h2")).toBe("Live bytes by call stack");
    await tab.context().close();
  });

  test("a link to a function that is not there says so; Enter goes from match to match", async () => {
    const { tab } = await show("#code?zoom=0123456789abcdef&search=init");
    await expect.poll(() => tab.innerText(".node-panel")).toContain("is not in this profile");
    const found = () => tab.textContent(".toolbar [role=status]");
    const first = await found();
    expect(first).toMatch(/^[\d.]+ [KM]iB, [\d.]+ %, in \d+ places$/);
    await tab.focus(".search");
    await tab.keyboard.press("Enter");
    await expect.poll(() => tab.textContent(".tooltip strong")).toMatch(/init/);
    await expect.poll(found).toMatch(/place 1 of \d+$/);
    await tab.keyboard.press("Shift+Enter");
    await expect.poll(found).toMatch(/place (\d+) of \1$/);
    await tab.context().close();
  });

  test("the ledger's picture by keys", async () => {
    const { tab } = await show("#now?line=rss");
    const focused = () => tab.locator(":focus").textContent();
    await tab.focus(".cell.looked");
    await tab.keyboard.press("ArrowDown");
    await expect.poll(() => focused()).toContain("Go heap");
    await tab.keyboard.press("Enter");
    await expect.poll(() => tab.textContent(".line-panel h3")).toBe("Go heap");
    await tab.keyboard.press("Escape");
    await expect.poll(() => tab.textContent(".line-panel h3")).toBe("RSS");
    await expect.poll(() => focused()).toContain("RSS");
    await tab.context().close();
  });

  test("the table, searched; from it to callers", async () => {
    const { tab } = await show("#code?show=table");
    const rows = () => tab.locator(".functions tbody tr").allInnerTexts();
    expect((await rows())[0]).toMatch(/^191 MiB\s+191 MiB\s+99 %\s+exact\s+main\.main main\.go/);
    await tab.fill(".search", "INIT");
    await expect.poll(async () => (await rows()).every((row) => /init/.test(row))).toBe(true);
    await expect.poll(() => tab.url()).toContain("search=INIT");
    await tab.fill(".search", "");
    await tab.click(".functions button:has-text('html.init')");
    await expect.poll(() => tab.textContent(".sandwich h2")).toBe("html.init");
    await expect
      .poll(() => tab.innerText(".sandwich"))
      .toMatch(/Called by\s+512 KiB\s*html\/?template\.init|template\.init/);
    await tab.context().close();
  });

  test("other values, and two moments compared", async () => {
    const { tab } = await show("#code");
    await tab.selectOption("select >> nth=0", "alloc_space");
    await expect.poll(() => tab.innerText(".node-panel")).toMatch(/Allocated bytes[\s\S]*57\d MiB/);
    await tab.selectOption("select >> nth=2", "0001");
    await expect.poll(() => tab.innerText(".node-panel")).toContain("change");
    await tab.context().close();
  });

  test("the profile, collapsed stacks, SVG and PNG", async () => {
    const { tab } = await show("#code");
    const bundle = await bundleOf(CLASSIC);
    const original = bundle.snapshots.at(-1)!.files.get("pprof/heap")!;
    const profile = await saved(tab, "a:has-text('profile for pprof')");
    expect(readFileSync(await profile.path())).toEqual(Buffer.from(original));
    const stacks = await textOf(tab, "button:has-text('collapsed stacks')");
    expect(stacks).toMatch(/^runtime\.main;main\.main 200015872$/m);
    expect(await textOf(tab, "button:text-is('SVG')")).toMatch(
      /^<svg [\s\S]*main\.main[\s\S]*<\/svg>\n$/,
    );
    const png = await saved(tab, "button:text-is('PNG')");
    expect(
      readFileSync(await png.path())
        .subarray(1, 4)
        .toString(),
    ).toBe("PNG");
    await tab.context().close();
  });

  test("the report file is the same page, by itself", async () => {
    const profiles = servedProfiles(await bundleOf(CLASSIC), CLASSIC);
    const page: Page = { ...(await pageOf(CLASSIC)), files: embeddedFiles(profiles) };
    const path = join(mkdtempSync(join(tmpdir(), "resident-web-")), "report.html");
    writeFileSync(path, reportFile(page, await readWebFiles()));
    const { tab, troubles } = await open(browser, pathToFileURL(path).href);
    await expect.poll(() => tab.textContent("h1")).toBe(page.report!.verdicts[0]!.headline);
    await tab.click("nav >> text=Code");
    const profile = await saved(tab, "button:has-text('profile for pprof')");
    expect(readFileSync(await profile.path())).toEqual(Buffer.from(profiles.at(-2)!.bytes));
    expect(troubles).toEqual([]);
    await tab.context().close();
  });

  test("nothing that a program says becomes markup or script", async () => {
    const evil = '<img src=x onerror="document.title=1">';
    const page: Page = {
      format: "resident.page/1",
      target: evil,
      opens: "code",
      report: null,
      answer: null,
      lines: {},
      code: [codeTableOf([evil, `${evil}</script><script>document.title=2</script>`])],
      goroutines: null,
      gc: null,
      time: null,
      growth: null,
      recorded: null,
      files: [],
    };
    const server = await serve(page);
    const { tab, troubles } = await open(browser, `${server.url}#code?show=table`);
    await expect.poll(() => tab.innerText(".functions")).toContain('<img src=x onerror="');
    await expect.poll(() => tab.locator("main img, main script").count()).toBe(0);
    await expect.poll(() => tab.title()).toMatch(/^Code · </);
    expect(troubles).toEqual([]);
    await tab.context().close();
    await server.close();
  });

  test("is small, and loads its own two files only", async () => {
    const { html, script, style } = await readWebFiles();
    const packed = [html, script, style].reduce((sum, text) => sum + gzipSync(text).length, 0);
    expect(packed).toBeLessThan(200_000);
    const context = await browser.newContext();
    const tab = await context.newPage();
    const asked: string[] = [];
    tab.on("request", (request) => asked.push(request.url().replace(served.url, "/")));
    await tab.goto(served.url);
    await tab.waitForSelector("h1");
    expect(asked.filter((path) => !path.startsWith("data:")).sort()).toEqual([
      "/",
      "/api/v1/page",
      "/api/v1/processes",
      "/app.css",
      "/app.js",
    ]);
    await context.close();
  });

  test("a part of a file's time, and two of its snapshots compared by drags", async () => {
    const leak = await serveBundle(LEAK);
    const { tab } = await open(browser, `${leak.url}#time`);
    await drag(tab, 0.5, 0.9);
    await expect.poll(() => tab.url()).toMatch(/#time\?range=1796\d+(\.\d+)?%7E1796/);
    await tab.click("text=Show all");
    await tab.click("text=Compare two ranges");
    await drag(tab, 0.05, 0.2);
    await touchDrag(tab, 0.8, 0.95);
    await expect.poll(() => tab.textContent(".node-panel h2")).toBe("Live bytes, compared");
    await expect.poll(() => tab.innerText(".node-panel")).toMatch(/change \+[\d.]+ MiB/);
    await expect
      .poll(() => new URL(tab.url()).hash)
      .toMatch(/^#code\?at=1796.*%7E1796.*&base=1796.*%7E1796/);
    await tab.context().close();
    await leak.close();
  });

  test("the source of a function, where it lies here", async () => {
    const leak = await serveBundle(LEAK);
    const { tab } = await open(browser, `${leak.url}#code?show=source&of=main.open`);
    await expect.poll(() => tab.innerText(".source")).toContain("it may be another version");
    await expect
      .poll(() => tab.innerText(".source-lines"))
      .toMatch(/172 MiB\s+172 MiB\s+41\s+sessions = append/);
    await tab.goto(`${served.url}#code?show=source&of=main.main`);
    await expect.poll(() => tab.innerText(".source")).toMatch(/main\.go was not found here\./);
    await expect.poll(() => tab.innerText(".source-lines")).toMatch(/191 MiB\s+191 MiB\s+31/);
    await tab.context().close();
    await leak.close();
  });

  test("dark or light by choice, and it stays", async () => {
    const { tab } = await show();
    const background = () =>
      tab.evaluate<string>("getComputedStyle(document.body).backgroundColor");
    const light = await background();
    await tab.click(".theme");
    await expect.poll(() => background()).not.toBe(light);
    await tab.reload();
    await tab.waitForSelector("main");
    await expect.poll(() => background()).not.toBe(light);
    await tab.context().close();
  });
});

async function saved(tab: Tab, button: string): Promise<Download> {
  const [download] = await Promise.all([tab.waitForEvent("download"), tab.click(button)]);
  return download;
}

async function textOf(tab: Tab, button: string): Promise<string> {
  return readFileSync(await (await saved(tab, button)).path(), "utf8");
}
