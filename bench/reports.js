/**
 * `npm run bench`, its second part: whole processes of `resident pprof` and `go tool pprof` in turns,
 * on the same profile with the same flags. The least of all rounds counts, since other work on the
 * machine only adds.
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { makeProfile, measure, pprofCommand } from "./peer.js";

const MiB = 2 ** 20;
const RESIDENT = fileURLToPath(new URL("../bin/resident.js", import.meta.url));
const CLASSIC = fileURLToPath(
  new URL("../test/fixtures/captures/seed/go1.19.8/0001/pprof/heap", import.meta.url),
);

const { values, positionals } = parseArgs({
  options: { rounds: { type: "string", default: "5" } },
  allowPositionals: true,
});
const rounds = Number(values.rounds);
const large = positionals[0] ?? makeProfile();
const pprof = pprofCommand();
const LINES = [
  ["-top", large],
  ["-tree", large],
  ["-dot", large],
  ["-peek=north", large],
  ["-list=north", large],
  ["-top", `-diff_base=${large}`, large],
  ["-traces", large],
  ["-raw", large],
  ["-proto", large],
  ["-top", CLASSIC],
];

console.log(`whole processes, least of ${rounds}   Resident        go tool pprof     ratio`);
for (const args of LINES) {
  const own = [];
  const theirs = [];
  for (let round = 0; round < rounds; round++) {
    own.push(await measure(process.execPath, [RESIDENT, "pprof", ...args], { keep: false }));
    if (pprof !== undefined) theirs.push(await measure(pprof, args, { keep: false }));
  }
  console.log(line(args, own, theirs));
}
console.log(`node -e 0: ${(await measure(process.execPath, ["-e", "0"])).wallMs.toFixed(0)} ms`);

function line(args, own, theirs) {
  const title = args.map((arg) => arg.replace(large, "").replace(CLASSIC, "(1 kB)")).join(" ");
  const [ours, other] = [least(own), least(theirs)];
  const ratio = theirs.length === 0 ? "" : `${(other.ms / ours.ms).toFixed(1)} × time`;
  const memory = theirs.length === 0 ? "" : `${(other.bytes / ours.bytes).toFixed(1)} × memory`;
  return `${title.padEnd(28)} ${figures(ours)} ${figures(other)}   ${ratio.padStart(11)} ${memory}`;
}

function least(runs) {
  return {
    ms: Math.min(...runs.map((run) => run.wallMs)),
    bytes: Math.min(...runs.map((run) => run.rssBytes)),
  };
}

function figures({ ms, bytes }) {
  if (!Number.isFinite(ms)) return "";
  return `${ms.toFixed(0).padStart(6)} ms ${(bytes / MiB).toFixed(0).padStart(5)} MiB`;
}
