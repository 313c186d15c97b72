/**
 * `npm run bench`, its second part: whole processes of `resident pprof` and `go tool pprof` in turns,
 * on the same profile with the same flags. The least of all rounds counts, since other work on the
 * machine only adds.
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { makeProfile, makeSeries, measure, pprofCommand } from "./peer.js";

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
  ["-top", makeProfile({ samples: 50_000 })],
  ["-proto", ...makeSeries()],
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
const bare = [];
for (let round = 0; round < rounds; round++) {
  bare.push(await measure(process.execPath, ["-e", "0"], { keep: false }));
}
console.log(`${"node -e 0".padEnd(28)} ${figures(least(bare))}`);

function line(args, own, theirs) {
  const title = titleOf(args);
  const [ours, other] = [least(own), least(theirs)];
  const ratio = theirs.length === 0 ? "" : `${(other.ms / ours.ms).toFixed(1)} × time`;
  const memory = theirs.length === 0 ? "" : `${(other.bytes / ours.bytes).toFixed(1)} × memory`;
  return `${title.padEnd(28)} ${figures(ours)} ${figures(other)}   ${ratio.padStart(11)} ${memory}`;
}

/** The arguments with what the profile is in place of its name; the large one goes without saying. */
function titleOf([...args]) {
  const last = args.at(-1);
  if (args.length > 100) return `${args[0]} of ${args.length - 1} profiles`;
  const kind = last === CLASSIC ? " (1 kB)" : last === large ? "" : " (50,000 samples)";
  return args.slice(0, -1).join(" ").replace(large, "") + kind;
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
