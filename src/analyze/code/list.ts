/**
 * The lines of the functions that a pattern names, for `resident list`: what was allocated on each
 * (flat) and on it or in what it called (cum), each with its interval. The source text is joined to
 * it later, by who may read files.
 */
import type { Regexp } from "../../base/regexp.ts";
import type { GoVersion } from "../../model/go-version.ts";
import type { Profile } from "../../model/profile.ts";
import type { HeapValueName } from "../../model/results.ts";
import type { Estimate } from "../sampling/estimate.ts";
import { addSample, emptyMoments, type SampleMoments } from "../sampling/sample-moments.ts";
import { Frames } from "./frames.ts";
import { HeapSamples, populationOf } from "./heap-samples.ts";
import { StackOwners } from "./stack-owners.ts";

export interface ListedLine {
  readonly line: number;
  readonly flat: Estimate;
  readonly cum: Estimate;
}

/** A function in one file; methods of generic types and closures are functions of their own. */
export interface ListedFunction {
  readonly function: string;
  readonly file: string;
  readonly flat: Estimate;
  readonly cum: Estimate;
  /** Lines with something on them, in the order of the source. */
  readonly lines: readonly ListedLine[];
}

/**
 * Functions whose name matches and that hold something, the largest cum first.
 * @throws ResidentError RES_NO_DATA where the profile has no such values
 */
export function listFunctions(
  profile: Profile,
  pattern: Regexp,
  go: GoVersion | undefined,
  value: HeapValueName = "inuse_space",
): ListedFunction[] {
  const samples = new HeapSamples(profile, go, populationOf(value));
  const rows = new MatchingRows(profile, pattern);
  const flat = emptyMoments(rows.count);
  const cum = emptyMoments(rows.count);
  const owners = new StackOwners(profile, rows.frames);
  const visited = new Int32Array(rows.count).fill(-1);
  let sample = 0;
  samples.forEach((leaf, count, weight) => {
    if (leaf < 0) return;
    for (const row of rows.ofPlace(owners.placeOf(owners.ownerOf(leaf)))) {
      addSample(flat, row, count, weight);
    }
    rows.forEachOnStack(leaf, (row) => {
      if (visited[row] === sample) return;
      visited[row] = sample;
      addSample(cum, row, count, weight);
    });
    sample++;
  });
  return rows.functions
    .map((listed) => listedFunction(samples, listed, flat, cum))
    .filter((listed) => listed.lines.length > 0)
    .sort((a, b) => b.cum.bytes - a.cum.bytes || (a.function < b.function ? -1 : 1));
}

function listedFunction(
  samples: HeapSamples,
  listed: MatchedFunction,
  flat: SampleMoments,
  cum: SampleMoments,
): ListedFunction {
  const both = (row: number) => ({
    flat: samples.estimate(flat, row),
    cum: samples.estimate(cum, row),
  });
  const lines = [...listed.lines]
    .filter(([, row]) => cum.samples[row] !== 0 || flat.samples[row] !== 0)
    .sort(([a], [b]) => a - b)
    .map(([line, row]): ListedLine => ({ line, ...both(row) }));
  return { function: listed.function, file: listed.file, ...both(listed.row), lines };
}

interface MatchedFunction {
  readonly function: string;
  readonly file: string;
  readonly row: number;
  /** Row by line number. */
  readonly lines: Map<number, number>;
}

const NONE: readonly number[] = [];

/** A row for each matching function and one for each of its lines; found by place. */
class MatchingRows {
  readonly frames: Frames;
  readonly functions: MatchedFunction[] = [];
  count = 0;
  private readonly profile: Profile;
  private readonly byPlace: (readonly number[])[] = [];
  /** By location: the rows of its frames; most have none. */
  private readonly byLocation: (readonly number[])[] = [];

  constructor(profile: Profile, pattern: Regexp) {
    this.profile = profile;
    this.frames = new Frames(profile, "lines");
    const byName = new Map<string, MatchedFunction>();
    for (let location = 0; location < profile.locations.length; location++) {
      const rows: number[] = [];
      this.frames.forEachFrame(location, (frame) => {
        const place = this.frames.placeOf(frame);
        this.byPlace[place] ??= this.rowsOf(place, pattern, byName);
        rows.push(...this.byPlace[place]);
      });
      this.byLocation.push(rows.length === 0 ? NONE : rows);
    }
  }

  ofPlace(place: number): readonly number[] {
    return this.byPlace[place] ?? NONE;
  }

  forEachOnStack(leaf: number, visit: (row: number) => void): void {
    const { prefix, location } = this.profile.stacks;
    for (let stack = leaf; stack >= 0; stack = prefix[stack]) {
      const rows = this.byLocation[location[stack]];
      for (let i = 0; i < rows.length; i++) visit(rows[i]);
    }
  }

  private rowsOf(
    place: number,
    pattern: Regexp,
    byName: Map<string, MatchedFunction>,
  ): readonly number[] {
    const { function: name, file, line } = this.frames.places[place];
    if (!pattern.test(name)) return NONE;
    const key = `${name}\n${file}`;
    let matched = byName.get(key);
    if (matched === undefined) {
      matched = { function: name, file, row: this.count++, lines: new Map() };
      byName.set(key, matched);
      this.functions.push(matched);
    }
    if (!matched.lines.has(line)) matched.lines.set(line, this.count++);
    return [matched.row, matched.lines.get(line)!];
  }
}
