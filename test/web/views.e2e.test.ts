/**
 * Every view of three recordings in a real browser: light and dark, on a desk and on a phone. What a
 * person reads is checked; what they see is left as pictures in node_modules/.cache/resident-web.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  CHROMIUM,
  launch,
  open,
  overflow,
  PICTURES,
  painted,
  type Served,
  serveBundle,
} from "./support/browser.ts";

const RECORDINGS = {
  classic: "recordings/classic-go1.4.3",
  leak: "test/fixtures/web/live-heap-growing.tgz",
  goroutines: "test/fixtures/web/goroutine-leak.tgz",
} as const;
type Name = keyof typeof RECORDINGS;

/** What stands in the title of each view. */
const HEADLINES: Readonly<Record<Name, Readonly<Record<string, RegExp>>>> = {
  classic: {
    now: /^main\.go:31 \(main\.main\) holds 191 MiB/,
    goroutines: /^3 goroutines\.$/,
    gc: /^9 collections/,
    time: /^RSS is 513 MiB, \+132 KiB over 10 s\.$/,
  },
  leak: {
    now: /main\.go:\d+ \(main\.open\)/,
    goroutines: /goroutines?/,
    gc: /collections/,
    time: /^RSS is \d+ MiB, \+\d+/,
  },
  goroutines: {
    now: /goroutines .*main\.go:\d+/,
    goroutines: /goroutines.*: .* of them are at main\.go:\d+/,
    gc: /collections/,
    time: /^RSS is \d+/,
  },
};
interface Look {
  readonly colorScheme: "light" | "dark";
  readonly width: number;
}
/** The pages of a recorder are seen in all four; of these two each way. */
const LOOKS: Readonly<Record<Name, readonly Look[]>> = {
  classic: [
    { colorScheme: "light", width: 1280 },
    { colorScheme: "dark", width: 390 },
  ],
  leak: [
    { colorScheme: "dark", width: 1280 },
    { colorScheme: "light", width: 390 },
  ],
  goroutines: [
    { colorScheme: "light", width: 390 },
    { colorScheme: "dark", width: 1280 },
  ],
};
const SHOWN = ["now", "code", "code?show=table", "code?show=callers", "goroutines", "gc", "time"];

describe.skipIf(CHROMIUM === undefined)("in a browser", () => {
  let browser: Browser;
  const served = new Map<Name, Served>();

  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true });
    browser = await launch();
    for (const name of Object.keys(RECORDINGS) as Name[]) {
      served.set(name, await serveBundle(RECORDINGS[name]));
    }
  });
  afterAll(async () => {
    await browser.close();
    await Promise.all([...served.values()].map((server) => server.close()));
  });

  describe.each(Object.keys(RECORDINGS) as Name[])("%s", (name) => {
    test.each([...LOOKS[name]])("$colorScheme at $width", async ({ colorScheme, width }) => {
      const { url } = served.get(name)!;
      const size = { width, height: width < 500 ? 844 : 900 };
      const { tab, troubles } = await open(browser, url, {
        ...{ viewport: size, colorScheme, reducedMotion: "reduce" },
      });
      for (const hash of SHOWN) {
        await tab.goto(`${url}#${hash}`);
        const view = hash.split("?")[0]!;
        await tab.waitForFunction(
          `document.querySelector("nav [aria-current]").hash === "#${view}"`,
        );
        const headline = HEADLINES[name][view];
        if (headline !== undefined) expect(await tab.textContent("h1")).toMatch(headline);
        expect(await overflow(tab), hash).toBeLessThanOrEqual(0);
        await painted(tab);
        const picture = `${name}-${hash.replace("?show=", "-")}-${colorScheme}-${width}.png`;
        await tab.screenshot({ path: join(PICTURES, picture), fullPage: true });
      }
      expect(troubles).toEqual([]);
      await tab.context().close();
    });

    test("says what the report says", async () => {
      const { url, page } = served.get(name)!;
      const { tab } = await open(browser, url);
      const report = page.report!;
      await expect.poll(() => tab.textContent("h1")).toBe(report.verdicts[0]!.headline);
      const text = await tab.innerText("main");
      for (const verdict of report.verdicts.slice(1)) expect(text).toContain(verdict.headline);
      for (const line of report.code.filter(({ resolvable }) => resolvable).slice(0, 8)) {
        expect(text).toContain(`${line.file.split("/").at(-1)}:${line.line}`);
      }
      for (const remark of report.remarks) expect(text).toContain(remark);
      await tab.context().close();
    });
  });
});
