/** A real browser for the tests: Chromium where it is installed, and pages served to it. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type Page as Tab,
} from "playwright-core";
import { buildPage } from "../../../src/analyze/page/build-page.ts";
import type { Page } from "../../../src/model/page.ts";
import { type Listening, listen } from "../../../src/server/listen.ts";
import { pageApp } from "../../../src/server/page-app.ts";
import { linkedFiles, servedProfiles } from "../../../src/server/served-profiles.ts";
import { readWebFiles } from "../../../src/server/web-files.ts";
import { bundleOf, recordingOf } from "./page-of.ts";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** undefined: none is installed. */
export const CHROMIUM = [process.env["CHROMIUM"] ?? "", ...PLACES].find((path) => existsSync(path));

/** Where tests leave what they saw. */
export const PICTURES = join(import.meta.dirname, "../../../node_modules/.cache/resident-web");

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM!, args: ["--no-sandbox"] });
}

export interface Served extends Listening {
  readonly page: Page;
  readonly url: string;
}

/** @param path of a bundle */
export async function serveBundle(path: string): Promise<Served> {
  const profiles = servedProfiles(await bundleOf(path), path);
  return serve(buildPage(await recordingOf(path), linkedFiles(profiles)), profiles);
}

export async function serve(
  page: Page,
  profiles: ReturnType<typeof servedProfiles> = [],
): Promise<Served> {
  const hosts = new Set(["127.0.0.1"]);
  const source = { cwd: join(import.meta.dirname, "../../stories") };
  const app = pageApp({ page, web: await readWebFiles(), profiles, source, hosts, token: null });
  const server = await listen(app, "127.0.0.1", 0);
  return { ...server, page, url: `http://127.0.0.1:${server.port}/` };
}

export interface Opened {
  readonly tab: Tab;
  /** What went wrong in it: errors, refusals of the policy, requests to anywhere else. */
  readonly troubles: readonly string[];
}

/** A tab at an address, once the page is there and hears keys. */
export async function open(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const tab = await context.newPage();
  const troubles: string[] = [];
  const home = new URL(url).origin;
  tab.on("pageerror", (error) => troubles.push(error.message));
  tab.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") troubles.push(message.text());
  });
  tab.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== home && !/^(?:data|blob|file):$/.test(protocol)) troubles.push(request.url());
  });
  await tab.goto(url);
  await tab.waitForSelector("main");
  await painted(tab);
  return { tab, troubles };
}

/** After what was drawn last has been painted: charts, canvases and keys are a frame late. */
export async function painted(tab: Tab): Promise<void> {
  await tab.evaluate(
    "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))",
  );
}

/** How far the page is wider than the window. */
export function overflow(tab: Tab): Promise<number> {
  return tab.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
}

/** Texts that begin or end outside of the page's content, though the page itself is not wider. */
export function outside(tab: Tab, selector: string): Promise<string[]> {
  return tab.evaluate<string[]>(`(() => {
    const main = document.querySelector("main");
    const edge = main.getBoundingClientRect().right - parseFloat(getComputedStyle(main).paddingRight);
    return [...document.querySelectorAll(${JSON.stringify(selector)})]
      .filter((element) => {
        const range = document.createRange();
        range.selectNodeContents(element);
        return range.getBoundingClientRect().right > edge + 0.5;
      })
      .map((element) => element.textContent);
  })()`);
}

/** Over the first chart, from one share of its width to another. */
export async function drag(tab: Tab, from: number, to: number, key?: "Shift"): Promise<void> {
  const box = (await tab.locator(".u-over >> nth=0").boundingBox())!;
  const y = box.y + box.height / 2;
  if (key !== undefined) await tab.keyboard.down(key);
  await tab.mouse.move(box.x + from * box.width, y);
  await tab.mouse.down();
  await tab.mouse.move(box.x + ((from + to) / 2) * box.width, y);
  await tab.mouse.move(box.x + to * box.width, y);
  await tab.mouse.up();
  if (key !== undefined) await tab.keyboard.up(key);
}

/** The same with a finger, as the page hears of it. */
export async function touchDrag(tab: Tab, from: number, to: number): Promise<void> {
  const touch = (type: string, share: number) => `{
    const over = document.querySelector(".u-over");
    const { left, top, width, height } = over.getBoundingClientRect();
    const place = { clientX: left + ${share} * width, clientY: top + height / 2 };
    over.dispatchEvent(new PointerEvent("${type}", { pointerType: "touch", bubbles: true, ...place }));
  }`;
  await tab.evaluate(
    [touch("pointerdown", from), touch("pointermove", to), touch("pointerup", to)].join(";"),
  );
}
