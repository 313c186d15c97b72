/** What the page keeps out of the way on a phone, and how one gets to it. */
import type { Browser } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { CHROMIUM, launch, open, overflow, type Served, serveBundle } from "./support/browser.ts";

const PHONE = { viewport: { width: 390, height: 844 } };

describe.skipIf(CHROMIUM === undefined)("on a phone", () => {
  let browser: Browser;
  let served: Served;
  beforeAll(async () => {
    browser = await launch();
    served = await serveBundle("test/fixtures/web/live-heap-growing.tgz");
    return async () => {
      await browser.close();
      await served.close();
    };
  });

  test("two rows of controls stand before the flame graph; the others are behind More", async () => {
    const { tab, troubles } = await open(browser, `${served.url}#code`, PHONE);
    await expect.poll(() => tab.locator(".toolbar button:visible").count()).toBe(5);
    expect(await tab.locator(".toolbar select:visible").count()).toBe(0);
    expect((await tab.locator(".toolbar").boundingBox())!.height).toBeLessThan(90);
    await tab.focus(".toolbar .search");
    await tab.keyboard.press("Tab");
    await tab.keyboard.press("Enter");
    await expect.poll(() => tab.locator(".toolbar select:visible").count()).toBe(3);
    await tab.click("text=By line");
    await tab.selectOption(".toolbar-more label:has-text('compared') select", "0001");
    await expect.poll(() => new URL(tab.url()).hash).toBe("#code?base=0001&by=line");
    await tab.click("text=Less");
    await expect.poll(() => tab.innerText(".more-button")).toBe("More (2 set)");
    expect(await tab.locator(".toolbar select:visible").count()).toBe(0);
    expect(await overflow(tab)).toBe(0);
    expect(troubles).toEqual([]);
    await tab.context().close();
  });

  test("on a desk all of them are there", async () => {
    const { tab } = await open(browser, `${served.url}#code`);
    await expect.poll(() => tab.locator(".toolbar select:visible").count()).toBe(3);
    expect(await tab.locator(".more-button:visible").count()).toBe(0);
    await tab.context().close();
  });
});
