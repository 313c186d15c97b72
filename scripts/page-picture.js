#!/usr/bin/env node
/**
 * Makes the README's picture of the web page, of the bundled recording, in a real Chromium
 * (CHROMIUM=path): `npm run picture` after a build.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const RECORDING = "recordings/classic-go1.4.3";
const PICTURE = "docs/page.png";
/** Down to the parts of RSS. */
const SIZE = { width: 1180, height: 800 };

const folder = mkdtempSync(join(tmpdir(), "resident-picture-"));
try {
  const file = join(folder, "report.html");
  execFileSync(process.execPath, ["bin/resident.js", "report", RECORDING, "-o", file]);
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  const page = await browser.newPage({ viewport: SIZE, colorScheme: "light" });
  await page.goto(pathToFileURL(file).href);
  await page.getByText("Where it is").waitFor();
  await page.screenshot({ path: PICTURE });
  await browser.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
