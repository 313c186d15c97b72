/** The page of a recorder in a real browser: every view of three programs, light and dark, two widths. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHROMIUM, launch, open, outside, overflow, PICTURES, painted } from "./support/browser.ts";
import { type FakeRecorder, fakeRecorder } from "./support/fake-recorder.ts";
import { OFFERS, recordedProcesses } from "./support/recorded-processes.ts";

/** What stands in the title. */
const SHOWN: readonly (readonly [hash: string, title: RegExp])[] = [
  ["processes", /^3 processes: 3 with something to look at\.$/],
  ["now?process=1", /main\.go:41 \(main\.open\)/],
  ["time?process=1&range=all", /^RSS is 279 MiB, \+108 MiB over 19 s\.$/],
  ["growth?process=1&range=all", /^main\.go:41 \(main\.open\) grows by 2\d\d MiB\/min/],
  ["code?process=1&range=all", /./],
  ["code?process=1&show=source&of=main.open", /./],
  ["gc?process=1&gogc=25", /collections/],
  ["time?process=2&range=all", /^RSS is 212 MiB, \+2\.16 MiB over 1\d s, with a restart\.$/],
  ["now?process=2", /^main\.go:32 \(main\.fill\) holds 200 MiB/],
  ["goroutines?process=3&range=all", /goroutines.*: .* of them are at main\.go:\d+/],
  ["time?process=3&range=all", /^RSS is/],
];

describe.skipIf(CHROMIUM === undefined)("in a browser", () => {
  let browser: Browser;
  let recorder: FakeRecorder;

  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true });
    browser = await launch();
    recorder = await fakeRecorder({
      processes: await recordedProcesses(),
      offers: [...OFFERS],
      canAdd: true,
      sources: join(import.meta.dirname, "../stories"),
    });
  });
  afterAll(async () => {
    await browser.close();
    await recorder.close();
  });

  const looks = (["light", "dark"] as const).flatMap((colorScheme) =>
    [1280, 390].map((width) => ({ colorScheme, width })),
  );

  test.each(looks)("$colorScheme at $width", async ({ colorScheme, width }) => {
    const size = { width, height: width < 500 ? 844 : 900 };
    const { tab, troubles } = await open(browser, recorder.url, {
      ...{ viewport: size, colorScheme, reducedMotion: "reduce" },
    });
    for (const [hash, title] of SHOWN) {
      await tab.goto(`${recorder.url}#${hash}`);
      const heading = tab.locator(/^code/.test(hash) ? "h2 >> nth=0" : "h1");
      await expect.poll(() => heading.textContent()).toMatch(title);
      expect(await overflow(tab), hash).toBeLessThanOrEqual(0);
      await painted(tab);
      const picture = `rec-${hash.replaceAll(/[?&=.]/g, "-")}-${colorScheme}-${width}.png`;
      await tab.screenshot({ path: join(PICTURES, picture), fullPage: true });
    }
    expect(troubles).toEqual([]);
    await tab.context().close();
  });

  test("a long change of RSS stays within a narrow list", async () => {
    const { tab } = await open(browser, `${recorder.url}#processes`, {
      viewport: { width: 390, height: 844 },
    });
    await tab.waitForSelector(".process-trend");
    await tab.evaluate(
      "document.querySelector('.process-trend .number').textContent = '−28.7 MiB in 60 min'",
    );
    expect(await outside(tab, ".process-trend .number")).toEqual([]);
    await tab.context().close();
  });
});
