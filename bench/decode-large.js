/**
 * `npm run bench`, its first part: decodes a heap profile of 700,000 samples, beside `go tool pprof -top` on the
 * same file in the same run. Each measurement is a process of its own, the two take turns, and the
 * smallest and the median of all rounds are printed: other work on the machine only adds.
 *
 * The profile comes from bench/make-profile, needs Go once, and is kept in bench/.cache.
 *   npm run bench -- [--rounds 5] [PROFILE]
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { makeProfile, measure, pprofCommand } from "./peer.js";

const MiB = 2 ** 20;
const DECODE = fileURLToPath(new URL("decode.js", import.meta.url));

const { values, positionals } = parseArgs({
  options: { rounds: { type: "string", default: "5" } },
  allowPositionals: true,
});
const profile = positionals[0] ?? makeProfile();
const pprof = pprofCommand();
const resident = [];
const ahead = [];
const go = [];
let facts;
for (let round = 0; round < Number(values.rounds); round++) {
  const run = await measure(process.execPath, [DECODE, profile]);
  facts = JSON.parse(run.stdout);
  resident.push({ ...facts, wallMs: run.wallMs, workMs: facts.gunzipMs + facts.decodeMs });
  const side = JSON.parse((await measure(process.execPath, [DECODE, profile, "--ahead"])).stdout);
  ahead.push({ workMs: side.decodeMs });
  if (pprof !== undefined) go.push(await measure(pprof, ["-top", "-symbolize=none", profile]));
}
print();

function print() {
  const { samples, stacks, packedBytes, unpackedBytes } = facts;
  console.log(`${samples} samples, ${stacks} stacks, ${mib(packedBytes)} MiB packed,`);
  console.log(`${mib(unpackedBytes)} MiB unpacked; Node ${process.versions.node}\n`);
  console.log(`${values.rounds} rounds                        least   median`);
  row("Resident: gunzip", resident, "gunzipMs", "ms");
  row("Resident: decode", resident, "decodeMs", "ms");
  row("Resident: both", resident, "workMs", "ms");
  row("Resident: both, side by side", ahead, "workMs", "ms");
  row("Resident: process", resident, "wallMs", "ms");
  row("Resident: peak RSS", resident, "rssBytes", "MiB", MiB);
  row("Resident: peak RSS ÷ unpacked", resident, "rssBytes", "×", unpackedBytes);
  if (go.length === 0) {
    console.log("There is no `go` on this machine to compare with.");
    return;
  }
  row("go tool pprof -top: process", go, "wallMs", "ms");
  row("go tool pprof -top: peak RSS", go, "rssBytes", "MiB", MiB);
  ratio("time, process against process", "wallMs");
  ratio("memory", "rssBytes");
}

function row(title, runs, key, unit, divisor = 1) {
  const sorted = runs.map((run) => run[key] / divisor).sort((a, b) => a - b);
  const [least, median] = [sorted[0], sorted[sorted.length >> 1]].map((value) =>
    value.toFixed(value < 20 ? 1 : 0).padStart(8),
  );
  console.log(`${title.padEnd(30)} ${least} ${median}  ${unit}`);
}

function ratio(title, key) {
  const least = (runs) => Math.min(...runs.map((run) => run[key]));
  console.log(
    `${`pprof ÷ Resident: ${title}`.padEnd(50)} ${(least(go) / least(resident)).toFixed(1)}`,
  );
}

function mib(bytes) {
  return (bytes / MiB).toFixed(1);
}
