/**
 * A store against the plainest model of one, which keeps every look as it came: whatever is written in
 * whatever order, through restarts, it must answer the same. And against real profiles.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { recoverSamples } from "../../src/analyze/sampling/recover-samples.ts";
import { decodePprof } from "../../src/decode/pprof/decode-pprof.ts";
import type { Profile } from "../../src/model/profile.ts";
import { openDuckDbStore } from "../../src/store/duckdb/open-store.ts";
import type { HeapSamples, Store } from "../../src/store/store.ts";
import { readUnpacked } from "../support/unpacked.ts";
import {
  ALWAYS,
  FACTS,
  goroutinesOf,
  groupsOf,
  heapOf,
  lookAt,
  type SiteFacts,
  sitesOf,
} from "./support/looks.ts";

const STACKS = [["main"], ["main", "a"], ["main", "a", "b"], ["main", "c"], ["other", "a"]];

/** What changes at a look: for each site how much is allocated and which share of all that is left. */
const site = fc.record({ allocated: fc.nat(3), left: fc.constantFrom(0, 0, 0.5, 1) });
const step = fc.record({
  heap: fc.constantFrom("profile", "profile", "profile", "same", "none"),
  sites: fc.array(site, { minLength: STACKS.length, maxLength: STACKS.length }),
  goroutines: fc.option(fc.array(fc.nat(3), { minLength: 5, maxLength: 5 })),
  parts: fc.option(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 3, maxLength: 3 })),
  wait: fc.constantFrom(0.001, 15, 15, 15, 700),
  restart: fc.nat(9).map((n) => n === 0),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

interface Expected {
  readonly heaps: [number, Record<string, number>][];
  readonly groups: [number, Record<string, number>][];
  readonly parts: ((number | null)[] | null)[];
  readonly added: Record<string, number>;
}

test("any looks come back as a model has them, through restarts", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
      const folder = mkdtempSync(join(tmpdir(), "resident-model-"));
      const writer = new Writer(folder);
      try {
        const expected = await writer.write(steps);
        await writer.compare(expected);
      } finally {
        await writer.store?.close();
        rmSync(folder, { recursive: true });
      }
    }),
    { numRuns: 25 },
  );
});

class Writer {
  store: Store | undefined;
  private readonly folder: string;
  private time = 1_800_000_000;
  private readonly alloc = STACKS.map(() => 0);
  private inuse = STACKS.map(() => 0);
  /** Allocated when the store last saw a profile; null: it has not, or forgot. */
  private seen: number[] | null = null;

  constructor(folder: string) {
    this.folder = folder;
  }

  async write(steps: readonly Step[]): Promise<Expected> {
    const expected: Expected = { heaps: [], groups: [], parts: [], added: {} };
    for (const one of steps) {
      if (one.restart || this.store === undefined) await this.restart();
      this.time = Math.round((this.time + one.wait) * 1000) / 1000;
      this.allocate(one);
      const look = lookAt(this.time, {
        heap: this.heap(one, expected),
        ...this.lists(one, expected),
      });
      const target = await this.store!.target({ instance: "a" });
      await this.store!.add(await this.store!.run(target, FACTS, this.time), look);
    }
    return expected;
  }

  async compare({ heaps, groups, parts, added }: Expected): Promise<void> {
    const store = this.store!;
    const target = await store.target({ instance: "a" });
    const levels = await store.heapLevels(target, ALWAYS, 1e6);
    expect(levels.map((one) => [one.time, sitesOf(store.dictionary, one)])).toEqual(heaps);
    const goroutines = await store.goroutineLevels(target, ALWAYS, 1e6);
    expect(goroutines.map((one) => [one.time, groupsOf(store.dictionary, one)])).toEqual(groups);
    const columns = await store.parts(target, ALWAYS, 1e6);
    for (const { id, bytes } of columns) {
      expect(bytes).toEqual(parts.map((row) => (row === null ? null : row[Number(id)])));
    }
    const sums = await store.heapAdditions(target, ALWAYS);
    expect(sums.map((one) => sitesOf(store.dictionary, one))[0] ?? {}).toEqual(added);
  }

  private async restart(): Promise<void> {
    await this.store?.close();
    this.store = await openDuckDbStore(this.folder);
    this.seen = null;
  }

  private allocate({ sites }: Step): void {
    for (const [i, { allocated }] of sites.entries()) this.alloc[i]! += allocated;
  }

  private heap({ heap, sites }: Step, expected: Expected): HeapSamples | "same" | null {
    if (heap === "none") return null;
    if (heap === "same") {
      if (this.seen !== null) expected.heaps.push([this.time, { ...this.held() }]);
      return "same";
    }
    this.inuse = sites.map(({ left }, i) => Math.floor(this.alloc[i]! * left));
    expected.heaps.push([this.time, this.held()]);
    if (this.seen !== null) this.countAdded(this.seen, expected.added);
    this.seen = [...this.alloc];
    const facts: SiteFacts[] = STACKS.map((stack, i) => ({
      ...{ stack, size: 16 << i, inuse: this.inuse[i]!, alloc: this.alloc[i]! },
    }));
    return heapOf(facts);
  }

  private held(): Record<string, number> {
    const names = STACKS.map(
      (stack, i) => [`${stack.join(" > ")} ${16 << i}`, this.inuse[i]!] as const,
    );
    return Object.fromEntries(names.filter(([, count]) => count > 0));
  }

  private countAdded(before: readonly number[], added: Record<string, number>): void {
    for (const [i, stack] of STACKS.entries()) {
      const more = this.alloc[i]! - before[i]!;
      const name = `${stack.join(" > ")} ${16 << i}`;
      if (more > 0) added[name] = (added[name] ?? 0) + more;
    }
  }

  private lists({ goroutines, parts }: Step, expected: Expected) {
    expected.parts.push(parts);
    const titled = (parts ?? []).map((bytes, i) => ({ id: `${i}`, title: `${i}`, bytes }));
    if (goroutines === null) return { parts: titled };
    const groups = STACKS.map((stack, i) => ({ stack, count: goroutines[i]! }));
    const there = groups.filter(({ count }) => count > 0);
    const names = there.map(({ stack, count }) => [`${stack.join(" > ")} [] by nobody`, count]);
    expected.groups.push([this.time, Object.fromEntries(names) as Record<string, number>]);
    return { parts: titled, goroutines: goroutinesOf(there) };
  }
}

const REAL = ["probe/go1.26/0001", "probe/go1.12/0001", "seed/go1.19.8/0001", "seed/go1.19.8/0002"];

test.each(REAL)("a real profile comes back site by site: %s", async (name) => {
  const path = join(import.meta.dirname, "../fixtures/captures", name, "pprof/heap");
  const profile = decodePprof(readUnpacked(path));
  const inuse = recoverSamples(profile, "inuse");
  const alloc = recoverSamples(profile, "alloc");
  const folder = mkdtempSync(join(tmpdir(), "resident-real-"));
  const store = await openDuckDbStore(folder);
  const target = await store.target({ instance: "a" });
  const run = await store.run(target, FACTS, 1);
  const nothing = { ...alloc, count: alloc.count.map(() => 0) };
  await store.add(run, lookAt(1, { heap: { profile, inuse, alloc: nothing, law: "exponential" } }));
  await store.add(run, lookAt(2, { heap: { profile, inuse, alloc, law: "exponential" } }));
  const [levels] = await store.heapLevels(target, ALWAYS, 1);
  expect(placesOf(store, levels!)).toEqual(placesOfProfile(profile, inuse));
  const [added] = await store.heapAdditions(target, ALWAYS);
  expect(placesOf(store, added!)).toEqual(placesOfProfile(profile, alloc));
  expect(levels!.rate).toBe(profile.period);
  await store.close();
  rmSync(folder, { recursive: true });
});

/** Counts by "function file:line < caller …, size", from the store. */
function placesOf(store: Store, { ids, counts }: { ids: Int32Array; counts: Float64Array }) {
  const d = store.dictionary;
  const sums = new Map<string, number>();
  for (const [i, id] of ids.entries()) {
    const frames: string[] = [];
    for (let stack = d.siteStack[id]!; stack >= 0; stack = d.stackPrefix[stack]!) {
      const frame = d.stackFrame[stack]!;
      frames.push(`${d.frameName(frame)} ${d.frameFile(frame)}:${d.frameLine[frame]}`);
    }
    sums.set(`${frames.join(" < ")}, ${d.siteSize[id]}`, counts[i]!);
  }
  return sums;
}

/** The same by the profile alone: lines of a location are innermost first. */
function placesOfProfile(
  profile: Profile,
  { count, size }: { count: Float64Array; size: Float64Array },
) {
  const { samples, stacks, locations, lines, functions, strings } = profile;
  const sums = new Map<string, number>();
  for (let i = 0; i < samples.length; i++) {
    if (count[i] === 0) continue;
    const frames: string[] = [];
    for (let stack = samples.stack[i]!; stack >= 0; stack = stacks.prefix[stack]!) {
      const location = stacks.location[stack]!;
      const end = locations.lineStart[location + 1]!;
      for (let line = locations.lineStart[location]!; line < end; line++) {
        const func = lines.func[line]!;
        const file = strings.get(functions.filename[func]!);
        frames.push(`${strings.get(functions.name[func]!)} ${file}:${lines.line[line]}`);
      }
    }
    const key = `${frames.join(" < ")}, ${size[i]}`;
    sums.set(key, (sums.get(key) ?? 0) + count[i]!);
  }
  return sums;
}
