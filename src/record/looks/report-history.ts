/**
 * The few looks at a run that its verdicts are made of. They are kept as packed bytes, not decoded, and most of
 * them without profiles: with hundreds of targets this is what a recorder's memory goes into. What a line
 * of code grew by is told from a whole look of ten minutes ago, the growth of the heap from those between.
 */
import { gzipSync } from "node:zlib";
import { ownBytes } from "../../base/own-bytes.ts";
import { isGzip } from "../../collect/gunzip.ts";
import { jsonBytes, snapshotName } from "../../collect/raw-snapshot.ts";
import type { BundleJson, RawBundle, RawSnapshot } from "../../model/bundle.ts";

/** Growth is told over at least this long, in seconds, and at most twice as long. */
export const SPAN = 600;
/** Looks without profiles, between the whole ones. */
const MOST_LIGHT = 3;
/** A report is made at most so often, in seconds, */
const LEAST_BETWEEN = 60;
/** or as soon as RSS has moved by this share, */
const MOVED = 0.05;
/** or what is live by this share of it: a collection that frees most of a heap leaves RSS where it was. */
const LIVE_MOVED = 0.25;

/** What an answer speaks of, in bytes; null: not known. */
export interface Weighed {
  readonly rss: number | null;
  readonly live: number | null;
}

interface KeptLook {
  readonly time: number;
  readonly raw: RawSnapshot;
  readonly isWhole: boolean;
}

export class ReportHistory {
  private looks: readonly KeptLook[] = [];
  private reportedAt = Number.NEGATIVE_INFINITY;
  private before: Weighed = { rss: null, live: null };

  isDue(time: number, { rss, live }: Weighed): boolean {
    if (time - this.reportedAt >= LEAST_BETWEEN) return true;
    const { before } = this;
    if (movedBy(rss, before.rss) > MOVED * (before.rss ?? 0)) return true;
    return before.rss !== null && movedBy(live, before.live) > LIVE_MOVED * before.rss;
  }

  /** What a report of this look is made of: it and those before. */
  bundle(raw: RawSnapshot, target: string, go: string | undefined): RawBundle {
    const snapshots = [...this.looks.map((look) => look.raw), raw];
    const json: BundleJson = { format: 1, target, ...(go === undefined ? {} : { go }) };
    return {
      target,
      files: new Map([["bundle.json", jsonBytes(json)]]),
      snapshots: snapshots.map((one, at) => ({ ...one, name: snapshotName(at + 1) })),
    };
  }

  /** Whether the looks of its own reach back far enough to tell growth. */
  reachesBack(time: number): boolean {
    const first = this.looks[0];
    return first !== undefined && time - first.time >= SPAN;
  }

  /** Notes that a report of this look was made, and keeps it for those to come. */
  reported(time: number, weighed: Weighed, raw: RawSnapshot): void {
    this.reportedAt = time;
    this.before = weighed;
    const newest = this.looks.at(-1);
    // Where RSS jumps about there are many reports: what is kept is to span minutes all the same.
    if (newest !== undefined && time - newest.time < LEAST_BETWEEN) return;
    const whole = this.looks.findLast(({ isWhole }) => isWhole);
    const isWhole = whole === undefined || time - whole.time >= SPAN;
    const look = { time, isWhole, raw: packed(isWhole ? raw : withoutProfiles(raw)) };
    this.looks = thinned([...this.looks, look], time);
  }
}

/** 0 where one of them is not known. */
function movedBy(now: number | null, before: number | null): number {
  return now === null || before === null ? 0 : Math.abs(now - before);
}

/** Begins with the newest whole look that is old enough; of too many light ones the densest go. */
function thinned(looks: readonly KeptLook[], now: number): readonly KeptLook[] {
  const first = looks.findLastIndex(({ time, isWhole }) => isWhole && now - time >= SPAN);
  const kept = looks.slice(Math.max(0, first));
  while (kept.filter(({ isWhole }) => !isWhole).length > MOST_LIGHT) {
    kept.splice(densest(kept), 1);
  }
  return kept;
}

/** The light look whose neighbours are nearest to each other. */
function densest(looks: readonly KeptLook[]): number {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let at = 1; at < looks.length; at++) {
    if (looks[at]!.isWhole) continue;
    const gap = (looks[at + 1] ?? looks[at])!.time - looks[at - 1]!.time;
    if (gap < least) [best, least] = [at, gap];
  }
  return best;
}

function withoutProfiles(raw: RawSnapshot): RawSnapshot {
  // A heap's text is also where MemStats may come from.
  const isProfile = (path: string) => /^pprof\/(?!heap\.debug1)/.test(path);
  return { ...raw, files: new Map([...raw.files].filter(([path]) => !isProfile(path))) };
}

/** Packing so little saves nothing. */
const SMALL = 256;

/** A decoder of bundles takes packed files as they are. */
function packed(raw: RawSnapshot): RawSnapshot {
  const files = [...raw.files].map(([path, bytes]) => {
    const keep = isGzip(bytes) || bytes.length < SMALL ? bytes : gzipSync(bytes, { level: 3 });
    return [path, ownBytes(keep)] as const;
  });
  return { ...raw, files: new Map(files) };
}
