/**
 * `node bench/store.js [--seconds 240] [--every 1] [--url http://HOST:PORT]` after `npm run build`: the recorder's
 * store with real scrapes of a Go server with traffic. A scrape a second stands for one every 15 s; what a scrape
 * takes is told best by `--seconds 3600 --every 15`, an hour of scrapes as a recorder takes them.
 *
 * Each part is a process of its own, so that its memory is its own.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { serialize } from "node:v8";
import { scrapeProgram, startSteadyServer } from "./store-bench/scrape-program.js";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "240" },
    every: { type: "string", default: "1" },
    url: { type: "string" },
  },
});
const folder = mkdtempSync(join(tmpdir(), "resident-bench-"));
const program =
  values.url === undefined
    ? await startSteadyServer()
    : { base: values.url, pid: undefined, stop: () => undefined };
try {
  await new Promise((resolve) => setTimeout(resolve, 5000));
  const every = Number(values.every);
  const scrapes = await scrapeProgram(program, Number(values.seconds), every);
  writeFileSync(join(folder, "scrapes"), serialize({ every, scrapes }));
} finally {
  program.stop();
}
for (const part of ["write", "day", "fleet", "answers"]) {
  const script = fileURLToPath(new URL(`./store-bench/${part}.js`, import.meta.url));
  spawnSync(process.execPath, [script, folder], { stdio: "inherit" });
}
rmSync(folder, { recursive: true });
