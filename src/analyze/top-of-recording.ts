/**
 * `resident top`: the places that hold or allocated most in a recording's last heap profile, each
 * with what it holds itself and what it holds with everything that it called.
 */
import { ResidentError } from "../base/errors.ts";
import type { Profile } from "../model/profile.ts";
import { valueTypeIndex } from "../model/profile.ts";
import type { CodeLine } from "../model/report.ts";
import type { Amount, HeapValueName, TopResult } from "../model/results.ts";
import type { Recording } from "../model/snapshot.ts";
import { codeLines } from "./code/code-lines.ts";
import { withoutFalseProfiles } from "./false-profiles.ts";

export interface TopOptions {
  readonly value: HeapValueName;
  readonly granularity: "lines" | "functions";
  /** No more than so many places. */
  readonly limit?: number;
}

/** @throws ResidentError RES_NO_DATA where there is no heap profile with that value */
export function topOfRecording(recording: Recording, options: TopOptions): TopResult {
  const profile = profileFor(recording, options.value);
  const flat = codeLines(profile, recording.go, options);
  const { value, granularity } = options;
  const all = codeLines(profile, recording.go, { value, granularity, cumulative: true });
  const cum = new Map(all.lines.map((line) => [placeKey(line), line]));
  return {
    format: "resident.top/1",
    target: recording.target,
    go: recording.go?.raw ?? null,
    value,
    granularity,
    lines: flat.lines.map((line) => ({ ...line, cum: amountOf(cum.get(placeKey(line)) ?? line) })),
    lineCount: flat.lineCount,
    total: amountOf(flat.total),
    sampleCount: flat.sampleCount,
    rate: flat.rate,
    unseenBound: flat.unseenBound,
  };
}

/** The last heap profile; for what was allocated, `allocs` where `heap` has no such values. */
export function profileFor(recording: Recording, value: HeapValueName): Profile {
  const last = withoutFalseProfiles(recording).snapshots.at(-1)!;
  const profiles = [last.heap, last.allocs].filter((profile) => profile !== undefined);
  const found = profiles.find((profile) => valueTypeIndex(profile, value) >= 0) ?? profiles[0];
  if (found !== undefined) return found;
  const missing = last.missing.findLast(({ source }) => source.startsWith("pprof/heap"));
  const why = missing === undefined ? "" : `: ${missing.reason}`;
  throw new ResidentError("RES_NO_DATA", `${recording.target} has no heap profile${why}`, {
    hint: missing?.remedy ?? 'Import net/http/pprof in the program: import _ "net/http/pprof".',
  });
}

/** The estimate's figures without the rest, so that results hold what they document. */
export function amountOf({ bytes, bytesRange, objects, objectsRange }: Amount): Amount {
  return { bytes, bytesRange, objects, objectsRange };
}

/** What makes two lines of code the same place. */
export function placeKey({
  function: name,
  file,
  line,
}: Pick<CodeLine, "function" | "file" | "line">) {
  return `${name}\n${file}:${line}`;
}
