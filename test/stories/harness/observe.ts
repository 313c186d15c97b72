/**
 * Looks at a running story as a user does, through the whole pipeline: PID → target → bundle →
 * recording → report. Nothing of the program's own truth gets in.
 */
import { explain } from "../../../src/analyze/explain.ts";
import { capture } from "../../../src/collect/capture.ts";
import { gunzip } from "../../../src/collect/gunzip.ts";
import { resolveTarget } from "../../../src/collect/target/resolve-target.ts";
import { decodeBundle } from "../../../src/decode/recording.ts";
import type { RawBundle } from "../../../src/model/bundle.ts";
import type { Report } from "../../../src/model/report.ts";

export interface Looks {
  readonly count: number;
  /** Seconds from one snapshot to the next. */
  readonly everySeconds: number;
}

export async function observe(
  pid: number,
  looks: Looks,
  construct: (bundle: RawBundle) => RawBundle = (bundle) => bundle,
): Promise<Report> {
  const target = await resolveTarget([String(pid)]);
  if (target.kind !== "live") throw new Error(`process ${pid} is no live target`);
  const bundle = await capture(target, looks);
  return explain(decodeBundle(construct(bundle), { gunzip }));
}
