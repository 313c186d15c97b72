/**
 * Looks to write into a store, made of plain facts, and what a store answers as the same plain facts: a
 * site is "main > handle > decode 64", a group of goroutines "main > serve [chan receive] by start".
 */
import type { Goroutines } from "../../../src/model/goroutines.ts";
import type { MemStats } from "../../../src/model/mem-stats.ts";
import type { LocationIndex, Profile } from "../../../src/model/profile.ts";
import { ProfileBuilder } from "../../../src/model/profile-builder.ts";
import type { Report } from "../../../src/model/report.ts";
import type { Verdict } from "../../../src/model/verdict.ts";
import type {
  Figures,
  HeapSamples,
  Levels,
  RunFacts,
  Scrape,
  StackDictionary,
} from "../../../src/store/store.ts";

export interface SiteFacts {
  /** Function names, the outermost first. */
  readonly stack: readonly string[];
  readonly size: number;
  readonly inuse: number;
  readonly alloc: number;
}

export const FACTS: RunFacts = {
  name: "server",
  startedAt: 1_000,
  pid: 42,
  go: "go1.26.1",
  limit: 1 << 30,
  memlimit: 1 << 29,
  gogc: 100,
};

/** All that there is, whenever it was. */
export const ALWAYS = { from: 0, to: 1e11 };

const VALUE_TYPES = [{ type: "inuse_space", unit: "bytes" }];

/** The profile has an address for each function, and no other thing than stacks. */
export function profileOf(stacks: readonly (readonly string[])[]): Profile {
  const builder = new ProfileBuilder({ valueTypes: VALUE_TYPES, period: 512 * 1024 });
  const locations = new Map<string, LocationIndex>();
  for (const stack of stacks) {
    const path = [...stack].reverse().map((name) => {
      let location = locations.get(name);
      if (location === undefined) {
        const func = builder.addFunction({ name, filename: `${name}.go` });
        location = builder.addLocation({ address: addressOf(name), lines: [{ func, line: 7 }] });
        locations.set(name, location);
      }
      return location;
    });
    builder.addSample(builder.addStackOf(path), [1]);
  }
  return builder.finish();
}

function addressOf(name: string): bigint {
  let address = 1n;
  for (const byte of Buffer.from(name)) address = (address * 257n + BigInt(byte)) & 0xffffffffffffn;
  return address;
}

export function heapOf(sites: readonly SiteFacts[]): HeapSamples {
  const profile = profileOf(sites.map(({ stack }) => stack));
  const size = Float64Array.from(sites, (site) => site.size);
  const inuse = Float64Array.from(sites, (site) => site.inuse);
  const alloc = Float64Array.from(sites, (site) => site.alloc);
  const { length } = sites;
  return {
    profile,
    inuse: { length, size, count: inuse },
    alloc: { length, size, count: alloc },
    law: "exponential",
  };
}

export interface GroupFacts {
  readonly stack: readonly string[];
  readonly state?: string;
  readonly by?: string;
  readonly count: number;
}

export function goroutinesOf(groups: readonly GroupFacts[]): Goroutines {
  const place = (name: string) => ({ function: name, file: `${name}.go`, line: 7 });
  return {
    source: "goroutine?debug=2",
    total: groups.reduce((sum, { count }) => sum + count, 0),
    groups: groups.map(({ stack, state, by, count }) => ({
      count,
      frames: [...stack].reverse().map(place),
      ...(state === undefined ? {} : { state }),
      ...(by === undefined ? {} : { createdBy: place(by) }),
    })),
    truncated: false,
  };
}

export function figuresAt(time: number, rss: number | null = null): Figures {
  const nothing = { virt: null, swap: null, live: null, goroutines: null, cpu: null };
  return { time, rss, ...nothing, memStats: null };
}

/** A look of nothing but what is given. */
export function lookAt(time: number, what: Partial<Scrape> & { rss?: number } = {}): Scrape {
  const { rss, ...rest } = what;
  const nothing = { parts: [], heap: null, goroutines: null, collections: [] };
  return { figures: figuresAt(time, rss ?? null), ...nothing, ...rest };
}

export const MEM_STATS: MemStats = {
  source: "/debug/vars",
  TotalAlloc: 9_000_000_001,
  Sys: 72_000_000,
  Mallocs: 80_001,
  Frees: 70_000,
  HeapAlloc: 4_194_301,
  HeapSys: 8_388_608,
  HeapIdle: 4_000_000,
  HeapInuse: 4_388_608,
  HeapReleased: 1_000_000,
  HeapObjects: 10_001,
  StackInuse: 524_288,
  StackSys: 524_288,
  MSpanInuse: 60_000,
  MSpanSys: 65_280,
  MCacheInuse: 1_200,
  MCacheSys: 15_600,
  BuckHashSys: 1_450_000,
  GCAndOtherSys: 5_000_000,
  NextGC: 8_388_000,
};

/** Counts by site, as text. */
export function sitesOf(dictionary: StackDictionary, levels: Levels): Record<string, number> {
  return entriesOf(levels, (site) => {
    const stack = stackText(dictionary, dictionary.siteStack[site]!);
    return `${stack} ${dictionary.siteSize[site]}`;
  });
}

/** Counts by group of goroutines, as text. */
export function groupsOf(dictionary: StackDictionary, levels: Levels): Record<string, number> {
  return entriesOf(levels, (group) => {
    const stack = stackText(dictionary, dictionary.goroutineStack[group]!);
    const creator = dictionary.goroutineCreator[group]!;
    const by = creator < 0 ? "nobody" : dictionary.frameName(creator);
    return `${stack} [${dictionary.goroutineState(group)}] by ${by}`;
  });
}

function entriesOf({ ids, counts }: Levels, nameOf: (id: number) => string) {
  const entries: [string, number][] = [];
  for (let i = 0; i < ids.length; i++) {
    if (i > 0 && ids[i]! <= ids[i - 1]!) throw new Error("ids do not rise");
    entries.push([nameOf(ids[i]!), counts[i]!]);
  }
  return Object.fromEntries(entries);
}

function stackText(dictionary: StackDictionary, leaf: number): string {
  const names: string[] = [];
  for (let stack = leaf; stack >= 0; stack = dictionary.stackPrefix[stack]!) {
    const frame = dictionary.stackFrame[stack]!;
    const name = dictionary.frameName(frame);
    const isWhole =
      dictionary.frameFile(frame) === `${name}.go` && dictionary.frameLine[frame] === 7;
    names.unshift(isWhole ? name : `${name}?`);
  }
  return names.join(" > ");
}

export function verdictOf(id: string, headline = id, bytes: number | null = null): Verdict {
  const rest = { evidence: [], actions: [], owns: [] };
  return { id, headline, bytes, share: null, confidence: "high", severity: "warning", ...rest };
}

export function reportOf(verdicts: readonly Verdict[]): Report {
  return {
    format: "resident.report/1",
    target: "server",
    go: null,
    pid: null,
    name: null,
    snapshots: [],
    ledger: { id: "virt", title: "VIRT", bytes: null, basis: "counted", source: "", children: [] },
    verdicts,
    code: [],
    unseenBound: null,
    missing: [],
    remarks: [],
  };
}
