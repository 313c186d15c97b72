/**
 * Prints trace lines as the Go runtime does, from the values that it prints: written from the
 * runtime's print statements, not from the decoder's templates, so that each can find the other's
 * mistakes. Each kind of line says what a decoder has to get out of it.
 */
import fc from "fast-check";

export interface TraceLine {
  readonly text: string;
  readonly kind: "cycle" | "scavenge" | "skip";
  readonly forced: boolean;
  /** Column and value. */
  readonly expected: Readonly<Record<string, number>>;
}

const MiB = 2 ** 20;
const KiB = 2 ** 10;
const nat = (max: number) => fc.integer({ min: 0, max });
/** Sizes in whole MiB or KiB, up to some TiB. */
const size = nat(4_000_000);
const nanoseconds = fc.oneof(nat(12_000), nat(12_000_000), nat(2_000_000_000));

/** runtime.itoaDiv: `value` with a decimal point before its last `digits` digits. */
function itoaDiv(value: number, digits: number): string {
  const text = String(value).padStart(digits + 1, "0");
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** runtime.fmtNSAsMS: two digits, at most three behind the point, rounded down. */
export function fmtNSAsMS(ns: number): string {
  if (ns >= 10e6) return itoaDiv(Math.floor(ns / 1e6), 0);
  let x = Math.floor(ns / 1e3);
  if (x === 0) return "0";
  let digits = 3;
  while (x >= 100) {
    x = Math.floor(x / 10);
    digits--;
  }
  return itoaDiv(x, digits);
}

const cycle = fc.record({
  n: fc.integer({ min: 1, max: 4_000_000_000 }),
  ms: nat(2_000_000_000),
  percent: nat(100),
  clock: fc.array(nanoseconds, { minLength: 5, maxLength: 5 }),
  cpu: fc.array(nanoseconds, { minLength: 7, maxLength: 7 }),
  sizes: fc.array(size, { minLength: 6, maxLength: 6 }),
  procs: fc.integer({ min: 1, max: 1024 }),
  forced: fc.boolean(),
});
type Cycle = typeof cycle extends fc.Arbitrary<infer T> ? T : never;

function gcLine(c: Cycle, mark: string, phases: 3 | 5, scanned: boolean): TraceLine {
  const clock = c.clock.slice(0, phases).map(fmtNSAsMS);
  const cpu = c.cpu.map(fmtNSAsMS);
  const [a, b, live, goal, stacks, globals] = c.sizes as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const assist = `${cpu[1]}/${cpu[2]}/${cpu[3]}`;
  const cpuText =
    phases === 5
      ? `${cpu[0]}+${cpu[4]}+${cpu[5]}+${assist}+${cpu[6]}`
      : `${cpu[0]}+${assist}+${cpu[6]}`;
  const text =
    `gc ${c.n} @${itoaDiv(c.ms, 3)}s ${c.percent}%${mark}: ${clock.join("+")} ms clock, ` +
    `${cpuText} ms cpu, ${a}->${b}->${live} MB, ${goal} MB goal, ` +
    `${scanned ? `${stacks} MB stacks, ${globals} MB globals, ` : ""}${c.procs} P` +
    `${c.forced ? " (forced)" : ""}`;
  const ns = (...printed: (string | undefined)[]) =>
    Math.round(printed.reduce((sum, text) => sum + Number(text) * 1e6, 0));
  const scan = phases === 5 ? [cpu[4], cpu[5]] : [];
  const markNs = ns(...clock.slice(1, -1));
  // Before Go 1.9, and with stale times of workers.
  const isStopTheWorld = c.forced && !scanned && markNs === 0;
  const workers = isStopTheWorld
    ? { assistNs: 0, backgroundNs: 0, idleNs: 0 }
    : { assistNs: ns(cpu[1]), backgroundNs: ns(...scan, cpu[2]), idleNs: ns(cpu[3]) };
  const expected = {
    n: c.n,
    at: c.ms / 1000,
    cpuPercent: c.percent,
    before: a * MiB,
    peak: b * MiB,
    live: live * MiB,
    goal: goal * MiB,
    stacks: scanned ? stacks * MiB : Number.NaN,
    globals: scanned ? globals * MiB : Number.NaN,
    procs: c.procs,
    pauseNs: ns(clock[0], clock.at(-1)),
    pauseStartNs: ns(clock[0]),
    pauseEndNs: ns(clock.at(-1)),
    markNs,
    ...workers,
    stwCpuNs: ns(cpu[0], cpu[6]),
  };
  return { text, kind: "cycle", forced: c.forced, expected };
}

const go14 = fc
  .record({ n: nat(1e6), numbers: fc.array(nat(1e6), { minLength: 18, maxLength: 18 }) })
  .map(({ n, numbers: v }): TraceLine => {
    const text =
      `gc${n}(${v[0]}): ${v[1]}+${v[2]}+${v[3]}+${v[4]} us, ${v[5]} -> ${v[6]} MB, ` +
      `${v[7]} (${v[8]}-${v[9]}) objects, ${v[10]} goroutines, ${v[11]}/${v[12]}/${v[13]} sweeps, ` +
      `${v[14]}(${v[15]}) handoff, ${v[16]}(${v[17]}) steal, 0/0/0 yields`;
    const pauseNs = (v[1]! + v[2]! + v[3]! + v[4]!) * 1000;
    const { NaN: none } = Number;
    const expected = {
      n,
      at: none,
      before: none,
      peak: v[6]! * MiB,
      goal: none,
      pauseNs,
      markNs: v[3]! * 1000,
      assistNs: none,
      pauseStartNs: none,
    };
    return { text, kind: "cycle", forced: false, expected };
  });

const util = nat(100);

function scav(prefix: fc.Arbitrary<string>, reset: boolean): fc.Arbitrary<TraceLine> {
  const suffix = fc.constantFrom("", " (forced)", ...(reset ? [" [controller reset]"] : []));
  return fc.tuple(prefix, size, size, util, suffix).map(
    ([gen, work, total, percent, end]): TraceLine => ({
      text: `scav ${gen}${work} KiB work, ${total} KiB total, ${percent}% util${end}`,
      kind: "scavenge",
      forced: end === " (forced)",
      expected: {
        work: work * KiB,
        released: total * KiB,
        utilisation: percent,
        inuse: Number.NaN,
      },
    }),
  );
}

const scav121 = fc
  .tuple(size, size, size, util, fc.constantFrom("", " (forced)", " [controller reset]"))
  .map(
    ([bg, eager, now, percent, end]): TraceLine => ({
      text: `scav ${bg} KiB work (bg), ${eager} KiB work (eager), ${now} KiB now, ${percent}% util${end}`,
      kind: "scavenge",
      forced: end === " (forced)",
      expected: { work: (bg + eager) * KiB, released: now * KiB, utilisation: percent },
    }),
  );

function scvg(head: fc.Arbitrary<string>): fc.Arbitrary<TraceLine> {
  return fc.tuple(head, size, size, size, size, fc.boolean()).map(([name, a, b, c, d, short]) => {
    const text = short
      ? `${name}: ${a} MB released`
      : `${name}: inuse: ${a}, idle: ${b}, sys: ${c}, released: ${d}, consumed: ${c} (MB)`;
    const expected: Record<string, number> = short
      ? { work: a * MiB, released: Number.NaN, sys: Number.NaN }
      : {
          work: Number.NaN,
          inuse: a * MiB,
          idle: b * MiB,
          sys: c * MiB,
          released: d * MiB,
          utilisation: Number.NaN,
        };
    return { text, kind: "scavenge", forced: /^forced|-1$/.test(name), expected };
  });
}

const LEAKS = " (checking for goroutine leaks)";

/** Every form of line: its name, the versions that print it, and its lines. */
export const TRACE_FORMS: readonly (readonly [
  name: string,
  minors: { fromMinor: number; toMinor?: number },
  lines: fc.Arbitrary<TraceLine>,
])[] = [
  ["gctrace, Go 1.4", { fromMinor: 4, toMinor: 4 }, go14],
  ["gctrace, Go 1.5", { fromMinor: 5, toMinor: 5 }, cycle.map((c) => gcLine(c, "", 5, false))],
  ["gctrace, Go 1.6", { fromMinor: 6, toMinor: 17 }, cycle.map((c) => gcLine(c, "", 3, false))],
  ["gctrace, Go 1.18", { fromMinor: 18 }, cycle.map((c) => gcLine(c, "", 3, true))],
  ["gctrace, Go 1.26", { fromMinor: 26 }, cycle.map((c) => gcLine(c, LEAKS, 3, true))],
  ["scvg, Go 1.4", { fromMinor: 4, toMinor: 12 }, scvg(nat(1e6).map((n) => `scvg${n - 1}`))],
  ["scvg, Go 1.13", { fromMinor: 13, toMinor: 13 }, scvg(fc.constantFrom("scvg", "forced scvg"))],
  ["scav, Go 1.14", { fromMinor: 14, toMinor: 20 }, scav(fc.constant(""), false)],
  [
    "scav, Go 1.15",
    { fromMinor: 15, toMinor: 18 },
    scav(
      nat(1e6).map((n) => `${n} `),
      true,
    ),
  ],
  ["scav, Go 1.19", { fromMinor: 14, toMinor: 20 }, scav(fc.constant(""), true)],
  ["scav, Go 1.21", { fromMinor: 21 }, scav121],
];
