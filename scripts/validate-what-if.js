// Runs the programs of test/what-if/ under many settings, predicts each from a run at GOGC=100
// alone, and writes how far off the predictions were into docs/what-if.md:
//
//   npm run validate:what-if                       all programs five times, about 45 minutes
//   npm run validate:what-if -- steady cache       only these
//   npm run validate:what-if -- --seconds 8        shorter runs
//   npm run validate:what-if -- --runs 3           fewer of them
//   npm run validate:what-if -- --keep FOLDER      keeps the bundles, and takes those that are there
//   npm run validate:what-if -- --fixtures         renews what the unit tests predict from, too
//
//   npm run validate:what-if -- --recorded         runs nothing: takes what --fixtures has recorded
//
// The same program under the same setting differs from run to run, and a machine that others use
// differs from minute to minute. So each setting is run several times, all settings once before any
// is run again, and what counts is the median; how far the runs lie apart is in the table, too.
import { spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

const ROOT = join(import.meta.dirname, "..");
const PROGRAMS = join(ROOT, "test/what-if/programs");
const FIXTURES = join(ROOT, "test/fixtures/what-if");
const DOC = join(ROOT, "docs/what-if.md");
/** The built program, or another one: RESIDENT="node other/bin/resident.js". */
const RESIDENT = (process.env.RESIDENT ?? `node ${join(ROOT, "bin/resident.js")}`).split(" ");
const MiB = 2 ** 20;
const BASE = "GOGC=100";
const GOGC = [25, 50, 200, 400];
/** MiB, chosen so that one hardly binds, one does, and one is near the live heap. */
const LIMITS = {
  steady: [52, 46, 40],
  cache: [58, 50, 44],
  sawtooth: [95, 84, 74],
  bursty: [50, 44, 38],
};
const COLUMNS = [
  ["peakHeap", "peak heap, MiB", (value) => (value / MiB).toFixed(1)],
  ["peakRss", "peak RSS, MiB", (value) => (value / MiB).toFixed(1)],
  ["cyclesPerMinute", "collections a minute", (value) => value.toFixed(0)],
  ["gcCpuShare", "GC CPU, %", (value) => (100 * value).toFixed(2)],
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: "string", default: "16" },
    runs: { type: "string", default: "5" },
    keep: { type: "string" },
    fixtures: { type: "boolean", default: false },
    recorded: { type: "boolean", default: false },
  },
});
const names = positionals.length > 0 ? positionals : Object.keys(LIMITS);
const folder = values.keep ?? mkdtempSync(join(tmpdir(), "what-if-"));
const RUNS = Number(values.runs);
const ATTEMPTS = 3;

if (!values.recorded) await measureAll();
const rows = names.flatMap(validate);
const table = tableOf(rows);
console.log(table);
if (positionals.length === 0) writeTable(table);
if (values.keep === undefined) rmSync(folder, { recursive: true });

function validate(name) {
  const runs = values.recorded ? recordedRuns(name) : runsOf(name);
  const bundle = values.recorded ? join(FIXTURES, `${name}.tgz`) : typicalBase(name, runs[BASE]);
  if (values.fixtures) writeFixtures(name, bundle, runs);
  const settings = [BASE, ...settingsOf(name)];
  const predicted = predict(bundle, settings);
  return settings.map((setting) => {
    return { name, setting, runs: runs[setting], predicted: predicted[setting] };
  });
}

function settingsOf(name) {
  return [
    ...GOGC.map((percent) => `GOGC=${percent}`),
    ...LIMITS[name].map((limit) => `GOMEMLIMIT=${limit}MiB`),
  ];
}

async function measureAll() {
  for (const name of names) {
    run("go", ["build", "-o", join(folder, `${name}.bin`), `./${name}`], PROGRAMS);
  }
  for (let round = 1; round <= RUNS; round++) {
    for (const name of names) {
      for (const setting of [BASE, ...settingsOf(name)]) await measure(name, setting, round);
    }
  }
}

/** Once, unless that is there already; again where it was stopped for a while, up to three times. */
async function measure(name, setting, round) {
  const out = bundleOf(name, setting, round);
  if (existsSync(join(out, "bundle.json"))) return;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const { disturbed, elapsed } = await runOnce(join(folder, `${name}.bin`), setting, out);
    const others = `others took ${(100 * disturbed).toFixed(0)} % of the machine`;
    console.error(`${name} ${setting}, run ${round}: ${others}`);
    if (!wasStopped(out, elapsed)) return;
    console.error("It was stopped for a while.");
  }
}

/** It takes its time and looks at itself four times a second, unless it gets no turn. */
function wasStopped(out, elapsed) {
  const seconds = Number(values.seconds);
  return Number(lastLook(out)) < 0.95 * 4 * seconds || elapsed > 1.1 * seconds;
}

function bundleOf(name, setting, round) {
  return join(folder, name, setting, String(round));
}

/** By setting, what each of its runs came to. */
function runsOf(name) {
  const rounds = Array.from({ length: RUNS }, (_, i) => i + 1);
  const entries = [BASE, ...settingsOf(name)].map((setting) => [
    setting,
    rounds.map((round) => truthOf(bundleOf(name, setting, round))),
  ]);
  return Object.fromEntries(entries);
}

function recordedRuns(name) {
  return JSON.parse(readFileSync(join(FIXTURES, `${name}.json`), "utf8"));
}

/** The run at GOGC=100 whose GC CPU, which differs most, is the median: that one is predicted from. */
function typicalBase(name, runs) {
  const cpu = median(runs.map(({ gcCpuShare }) => gcCpuShare));
  const round = 1 + runs.findIndex(({ gcCpuShare }) => gcCpuShare === cpu);
  return bundleOf(name, BASE, round);
}

/** The middle one; of an even number the upper of the two. */
function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
}

/** @returns seconds, and the part of all processors that other processes took meanwhile */
async function runOnce(program, setting, out) {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const [variable, value] = setting.split("=");
  const env = {
    ...process.env,
    GODEBUG: "gctrace=1",
    GOMAXPROCS: "2",
    SECONDS: values.seconds,
    BUNDLE: out,
  };
  for (const unset of ["GOGC", "GOMEMLIMIT"]) delete env[unset];
  const before = busySeconds();
  const at = Date.now();
  const child = spawn(program, {
    env: { ...env, [variable]: value },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const trace = [];
  child.stderr.on("data", (piece) => trace.push(piece));
  const code = await new Promise((done) => child.on("close", done));
  if (code !== 0) throw new Error(`${program}: exit ${code}\n${Buffer.concat(trace)}`);
  const elapsed = (Date.now() - at) / 1000;
  const busy = busySeconds() - before;
  writeFileSync(join(out, "output.log"), Buffer.concat(trace));
  writeFileSync(join(out, "bundle.json"), `${JSON.stringify({ format: 1, go: goVersion() })}\n`);
  const { metrics } = lookOf(out, lastLook(out));
  const own = metrics("/cpu/classes/total:cpu-seconds") - metrics("/cpu/classes/idle:cpu-seconds");
  return { elapsed, disturbed: Math.max(0, busy - own) / elapsed / availableParallelism() };
}

/** Of all processors, in 1/100 s as the kernel counts: all but idle and waiting for a disk. */
function busySeconds() {
  const fields = readFileSync("/proc/stat", "utf8")
    .split("\n")[0]
    .trim()
    .split(/\s+/)
    .slice(1)
    .map(Number);
  const [user, nice, system, , , irq, softirq, steal] = fields;
  return (user + nice + system + irq + softirq + steal) / 100;
}

function goVersion() {
  return run("go", ["env", "GOVERSION"], PROGRAMS).trim();
}

/**
 * What a run came to, at its last look. How many collections come in a minute, and what they cost, is
 * counted with the part of the one that has begun, as the prediction does it: of 17 in a run the one
 * that is cut off is a few per cent.
 */
function truthOf(out) {
  const trace = collectionsOf(out);
  const [first, last] = ["0001", lastLook(out)].map((look) => lookOf(out, look));
  const count = last.metrics("/gc/cycles/total:gc-cycles");
  const started = trace[first.metrics("/gc/cycles/total:gc-cycles") - 1]?.at ?? 0;
  const seconds = started + last.time - first.time;
  const [before, newest] = trace.slice(count - 2, count);
  const begun = Math.min(1, (seconds - newest.at) / (newest.at - before.at));
  const perSecond = (count + begun) / seconds;
  const cpuSeconds = last.metrics("/cpu/classes/gc/total:cpu-seconds") / count;
  return {
    // Printed in whole MiB, rounded down: the middle.
    peakHeap: (Math.max(...trace.map(({ peak }) => peak)) + 0.5) * MiB,
    peakRss: Number(/VmHWM:\s+(\d+)/.exec(last.status)[1]) * 1024,
    cyclesPerMinute: 60 * perSecond,
    gcCpuShare: (cpuSeconds * perSecond) / last.metrics("/sched/gomaxprocs:threads"),
  };
}

/** In order: seconds since the start, and MiB at the highest. */
function collectionsOf(out) {
  const text = readFileSync(join(out, "output.log"), "utf8");
  const lines = [...text.matchAll(/^gc \d+ @([\d.]+)s .* \d+->(\d+)->\d+ MB, /gm)];
  return lines.map(([, at, peak]) => ({ at: Number(at), peak: Number(peak) }));
}

function lookOf(out, look) {
  const file = (name) => readFileSync(join(out, look, name), "utf8");
  const lines = file("runtime-metrics.txt").split("\n");
  const values = new Map(lines.map((line) => line.split(" ")));
  return {
    time: Number(file("time")),
    status: file("proc/status"),
    metrics: (name) => Number(values.get(name)),
  };
}

function lastLook(out) {
  return readdirSync(out)
    .filter((name) => /^\d{4}$/.test(name))
    .sort()
    .at(-1);
}

/** What Resident says, by setting. */
function predict(bundle, settings) {
  const flags = settings.flatMap((setting) => ["--what-if", setting]);
  const [command, ...args] = RESIDENT;
  const answer = JSON.parse(run(command, [...args, "gc", bundle, "--json", ...flags], ROOT));
  const names = new Map(settings.map((setting) => [setting.replace("MiB", ""), setting]));
  return Object.fromEntries(
    answer.whatIf.map((row) => {
      const key = row.memlimit === null ? `GOGC=${row.gogc}` : `GOMEMLIMIT=${row.memlimit / MiB}`;
      return [names.get(key), row];
    }),
  );
}

/** The one bundle that is predicted from, packed, and what all runs came to. */
function writeFixtures(name, bundle, runs) {
  mkdirSync(FIXTURES, { recursive: true });
  const archive = join(FIXTURES, `${name}.tgz`);
  run(
    "tar",
    ["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "-czf", archive, "-C", bundle, "."],
    ROOT,
  );
  const rounded = Object.entries(runs).map(([setting, list]) => [setting, list.map(roundTruth)]);
  writeFileSync(
    join(FIXTURES, `${name}.json`),
    `${JSON.stringify(Object.fromEntries(rounded), null, 2)}\n`,
  );
}

function roundTruth(truth) {
  const { cyclesPerMinute, gcCpuShare } = truth;
  return {
    ...truth,
    cyclesPerMinute: round(cyclesPerMinute),
    gcCpuShare: round(gcCpuShare),
  };
}

function round(value) {
  return Number(value.toPrecision(5));
}

function run(command, args, cwd) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (status === 0) return stdout;
  throw new Error(`${command} ${args.join(" ")}: ${error?.message ?? stderr}`);
}

/** Markdown: predicted / measured (error; how far the runs lie apart), then how large errors are. */
function tableOf(all) {
  const header = ["program", "setting", ...COLUMNS.map(([, title]) => title)];
  const lines = all.map((row) => [
    row.name,
    row.setting,
    ...COLUMNS.map(([key, , format]) => cell(row, key, format)),
  ]);
  const others = all.filter(({ setting }) => setting !== BASE);
  const summary = [
    ["median", (errors) => errors[errors.length >> 1]],
    ["nine of ten", (errors) => errors[Math.ceil(0.9 * errors.length) - 1]],
    ["worst", (errors) => errors[errors.length - 1]],
  ].flatMap(([title, pick]) =>
    [
      [`**error, ${title}**`, errorOf],
      [`a single run from the median, ${title}`, spreadOf],
    ].map(([label, of]) => [
      "",
      label,
      ...COLUMNS.map(([key]) => percent(pick(sorted(others.flatMap((row) => of(row, key)))))),
    ]),
  );
  const inside = [
    "",
    "runs in the predicted interval",
    ...COLUMNS.map(([key]) => countInside(others, key)),
  ];
  return [header, header.map((_, i) => (i < 2 ? "---" : "---:")), ...lines, ...summary, inside]
    .map((line) => `| ${line.join(" | ")} |`)
    .join("\n");
}

function cell(row, key, format) {
  const { predicted, runs } = row;
  const truth = truthIn(runs, key);
  const error = predicted[key] / truth - 1;
  const sign = error < 0 ? "−" : "+";
  const numbers = sorted(runs.map((one) => one[key]));
  const apart = `${format(numbers[0])} to ${format(numbers[numbers.length - 1])}`;
  return `${format(predicted[key])} / ${format(truth)} (${sign}${percent(Math.abs(error))}; ${apart})`;
}

function truthIn(runs, key) {
  return median(runs.map((one) => one[key]));
}

function percent(share) {
  return `${(100 * share).toFixed(0)} %`;
}

function sorted(numbers) {
  return [...numbers].sort((a, b) => a - b);
}

function errorOf({ predicted, runs }, key) {
  return Math.abs(predicted[key] / truthIn(runs, key) - 1);
}

/** How far each run is from the median of all: no prediction is nearer to a single one. */
function spreadOf({ runs }, key) {
  return runs.map((one) => Math.abs(one[key] / truthIn(runs, key) - 1));
}

function countInside(rows, key) {
  const all = rows.flatMap(({ runs, predicted }) =>
    runs.map(
      (one) => one[key] >= predicted[`${key}Range`][0] && one[key] <= predicted[`${key}Range`][1],
    ),
  );
  return `${all.filter(Boolean).length} of ${all.length}`;
}

function writeTable(text) {
  const [before, after] = ["<!-- table -->", "<!-- end of table -->"];
  const doc = readFileSync(DOC, "utf8");
  const [start, end] = [doc.indexOf(before), doc.indexOf(after)];
  if (start < 0 || end < start) throw new Error(`${DOC}: no ${before}`);
  writeFileSync(DOC, `${doc.slice(0, start + before.length)}\n\n${text}\n\n${doc.slice(end)}`);
}
