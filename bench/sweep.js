/**
 * `npm run bench`, its third part: how the time of `-top` grows with the samples of a heap profile, and with
 * its distinct stacks where the samples stay. What a process takes with nothing to do is taken off, so
 * that the last column stays the same where the cost is linear.
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { makeProfile, measure, pprofCommand } from "./peer.js";

const RESIDENT = fileURLToPath(new URL("../bin/resident.js", import.meta.url));
const SIZES = [12_500, 50_000, 200_000, 700_000, 1_500_000];
const PATHS = [40_000, 80_000, 160_000, 0];
const SAMPLES = 200_000;

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "5" } },
  allowPositionals: true,
});
const pprof = pprofCommand();

const ourStart = await least(process.execPath, [RESIDENT, "pprof", "-help"]);
const theirStart =
  pprof === undefined ? 0 : await least(pprof, ["-top", makeProfile({ samples: 1 })]);
console.log(
  "-top                                 Resident  µs a sample   go tool pprof  µs a sample",
);
for (const samples of SIZES) await row(`${samples} samples`, samples, makeProfile({ samples }));
for (const paths of PATHS) {
  const name = `${SAMPLES} samples, ${paths === 0 ? "any" : paths} paths`;
  await row(name, SAMPLES, makeProfile({ samples: SAMPLES, paths }));
}

async function row(name, samples, profile) {
  const ours = await least(process.execPath, [RESIDENT, "pprof", "-top", profile]);
  const theirs = pprof === undefined ? undefined : await least(pprof, ["-top", profile]);
  const text = (ms, start) =>
    `${ms.toFixed(0).padStart(8)} ms ${(((ms - start) * 1000) / samples).toFixed(2).padStart(8)}`;
  const other = theirs === undefined ? "" : text(theirs, theirStart);
  console.log(`${name.padEnd(32)} ${text(ours, ourStart)}      ${other}`);
}

async function least(command, args) {
  let ms = Number.POSITIVE_INFINITY;
  for (let round = 0; round < Number(values.rounds); round++) {
    ms = Math.min(ms, (await measure(command, args, { keep: false })).wallMs);
  }
  return ms;
}
