/**
 * The heap profiles of a recording as one table: what was sampled in each snapshot, by stack. Values
 * are not scaled here: the page does that with the formulas of analyze/sampling, for any part of the
 * code that one looks at, so that every number there has its interval.
 */
import { packColumn } from "../../base/packed-column.ts";
import type { GoVersion } from "../../model/go-version.ts";
import type { CodeMoment, CodeTable, CodeValue, SampledObjects } from "../../model/page.ts";
import type { Profile } from "../../model/profile.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { withoutFirstOfP } from "../sampling/first-of-p.ts";
import {
  hasPopulation,
  type Population,
  type RecoveredSamples,
  recoverSamples,
} from "../sampling/recover-samples.ts";
import { samplingLaw } from "../sampling/sampling-law.ts";
import { addProfileStacks } from "./profile-stacks.ts";
import { StackTableBuilder } from "./stack-table-builder.ts";

/** What a heap profile holds, in words. */
export const LIVE_VALUES: readonly CodeValue[] = [
  { name: "inuse_space", title: "live bytes", unit: "bytes" },
  { name: "inuse_objects", title: "live objects", unit: "count" },
];
const ALLOC: readonly CodeValue[] = [
  { name: "alloc_space", title: "allocated bytes", unit: "bytes" },
  { name: "alloc_objects", title: "allocated objects", unit: "count" },
];

export interface HeapMoment {
  readonly snapshot: Pick<Snapshot, "name" | "time">;
  readonly profile: Profile;
}

/** null where no moment has a heap profile with bytes and objects. */
export function heapTable(
  moments: readonly HeapMoment[],
  go: GoVersion | undefined,
): CodeTable | null {
  const usable = moments.filter(({ profile }) => populationsOf(profile).length > 0);
  if (usable.length === 0) return null;
  const builder = new StackTableBuilder();
  const columns = usable.map((moment) => heapMoment(builder, moment, go));
  const has = (population: Population) =>
    usable.some(({ profile }) => hasPopulation(profile, population));
  const values = [...(has("inuse") ? LIVE_VALUES : []), ...(has("alloc") ? ALLOC : [])];
  return {
    kind: "heap",
    values,
    defaultValue: values[0]!.name,
    ...builder.finish(),
    moments: columns,
  };
}

function populationsOf(profile: Profile): ("inuse" | "alloc")[] {
  return (["inuse", "alloc"] as const).filter((population) => hasPopulation(profile, population));
}

function heapMoment(
  builder: StackTableBuilder,
  { snapshot, profile }: HeapMoment,
  go: GoVersion | undefined,
): CodeMoment {
  const rows = addProfileStacks(builder, profile);
  const { length, stack } = profile.samples;
  const populations = populationsOf(profile).map((name) => ({
    name,
    samples: withoutFirstOfP(profile, recoverSamples(profile, name), go),
  }));
  const kept: number[] = [];
  for (let i = 0; i < length; i++) {
    if (populations.some(({ samples }) => samples.count[i] !== 0)) kept.push(i);
  }
  const objectsOf = (population: Population): SampledObjects | null => {
    const found = populations.find(({ name }) => name === population);
    return found === undefined ? null : sampledObjects(found.samples, kept);
  };
  return {
    snapshot: snapshot.name,
    time: snapshot.time ?? null,
    stack: packColumn(kept.map((i) => (stack[i] < 0 ? -1 : rows[stack[i]]))),
    values: null,
    samples: {
      rate: profile.period,
      law: samplingLaw(go),
      inuse: objectsOf("inuse"),
      alloc: objectsOf("alloc"),
    },
  };
}

function sampledObjects(
  { size, count }: RecoveredSamples,
  kept: readonly number[],
): SampledObjects {
  return {
    size: packColumn(kept.map((i) => (count[i] === 0 ? 0 : size[i]))),
    count: packColumn(kept.map((i) => count[i])),
  };
}
