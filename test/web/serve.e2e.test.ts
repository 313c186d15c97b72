/**
 * `resident serve` as one runs it, on a Go program that really leaks: what a browser shows of it while
 * it is being recorded, and that what was recorded can be compared with itself.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import type { CodeAnswer, TimeAnswer } from "../../src/model/fleet.ts";
import { machineGo, startGoProgram } from "../support/go.ts";
import { whileServing } from "../support/while-serving.ts";
import { CHROMIUM, drag, launch, open } from "./support/browser.ts";

const inShell = promisify(execFile);
const RESIDENT = `'${process.execPath}' '${join(import.meta.dirname, "../../bin/resident.js")}'`;
const STORIES = join(import.meta.dirname, "../stories");
const LEAK = join(STORIES, "programs/live-heap-growing");
const hasAll = CHROMIUM !== undefined && (await machineGo()) !== undefined;

test.skipIf(!hasAll)(
  "a leak is recorded, found, followed and compared",
  async () => {
    const data = mkdtempSync(join(tmpdir(), "resident-serve-"));
    const program = await startGoProgram(LEAK, { env: { GOGC: "50", GOMEMLIMIT: "2GiB" } });
    const browser = await launch();
    const port = String(await freePort());
    const args = ["serve", String(program.pid), "--every", "1s", "--port", port, "--data", data];
    await whileServing([...args, "--source-root", STORIES], async (url) => {
      const { tab, troubles } = await open(browser, `${url}#processes`);
      const growing = tab.locator(".process", { hasText: "live-heap-growing" });
      // On a busy machine answers take long, and the program is asked less often for that.
      await expect
        .poll(() => growing.innerText(), { timeout: 90_000 })
        .toMatch(/MiB live[\s\S]*The live heap gr[eo]ws? by [\s\S]*main\.go:41 \(main\.open\)/);
      await growing.click();
      const title = () => tab.textContent("h1");
      await expect.poll(title).toMatch(/^The live heap gr[eo]ws? by .*main\.go:41 \(main\.open\)/);

      await tab.click("nav >> text=Time");
      await expect.poll(title).toMatch(/^RSS is [\d.]+ MiB, \+[\d.]+ MiB over [\d.]+ s\.$/);
      await expect.poll(() => canCompare(url), { timeout: 90_000 }).toBe(true);
      expect(await tab.innerText(".bands")).toMatch(/The live heap gr[eo]ws? by/);

      await drag(tab, 0.55, 0.99, "Shift");
      await drag(tab, 0.01, 0.45, "Shift");
      await expect
        .poll(() => tab.innerText("main"))
        .toMatch(/Live bytes, compared[\s\S]*change \+[\d.]+ MiB/);
      const command = await tab.innerText(".exports .copyable code");
      const { stdout } = await inShell("sh", ["-c", command.replace("resident", RESIDENT)]);
      expect(stdout).toMatch(/Showing nodes accounting for [\d.]+MB[\s\S]*main\.open/);
      await tab.click("text=Source");
      await expect
        .poll(() => tab.innerText(".source"))
        .toMatch(/\+[\d.]+ MiB\s+41\s+sessions = append\(sessions/);

      await tab.goto(`${url}#growth?process=0`);
      await expect.poll(title).toMatch(/^main\.go:41 \(main\.open\) grows by \d+ MiB\/min since/);
      await program.stop();
      await tab.click("text=‹ Processes");
      await expect.poll(() => growing.innerText()).toMatch(/has ended|There is no process/);
      expect(troubles).toEqual([]);
    });
    await browser.close();
    await program.stop();
    rmSync(data, { recursive: true });
  },
  240_000,
);

/**
 * Whether a comparison of the two parts of its time that are dragged over has heap profiles to compare, and
 * looks enough to drag over: a busy machine looks when it can, and asks for fewer profiles.
 */
async function canCompare(url: string): Promise<boolean> {
  const process = `${url}api/v1/processes/0`;
  const { recorded, time } = (await (await fetch(`${process}/time`)).json()) as TimeAnswer;
  if ((time?.times.length ?? 0) < 10) return false;
  const at = (share: number) => recorded.from + share * (recorded.to - recorded.from);
  const ranges = `from=${at(0.6)}&to=${at(0.95)}&base_from=${at(0.05)}&base_to=${at(0.4)}`;
  const { tables } = (await (await fetch(`${process}/code?${ranges}`)).json()) as CodeAnswer;
  return tables.some(({ kind, moments }) => kind === "heap" && moments.length === 2);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === "object" && address !== null ? address.port : 0;
}
