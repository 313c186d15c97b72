/** A step of a workload in a few words, for the table of what happened. */
import { formatBytes, formatCount, formatSeconds, formatShare } from "../../base/units.ts";
import type { AllocateStep, WorkloadStep } from "../../model/workload.ts";

export function describeStep(step: WorkloadStep): string {
  switch (step.kind) {
    case "allocate":
      return describeAllocate(step);
    case "write":
      return `write ${part(step.share)}${step.what}`;
    case "drop":
      return `drop ${part(step.share)}${step.what}`;
    case "wait":
      return `wait ${formatSeconds(step.seconds)}`;
    case "start":
      return `start ${formatCount(step.count)} goroutines`;
    case "end":
      return `end ${part(step.share)}${step.what}`;
    case "collect":
      return "runtime.GC()";
    case "return":
      return "FreeOSMemory()";
    case "repeat":
      return `${formatCount(step.times)} times`;
  }
}

function describeAllocate({ size, count, as, into }: AllocateStep): string {
  const what = count === 1 ? formatBytes(size) : `${formatCount(count)} × ${formatBytes(size)}`;
  const target = as ?? into;
  return target === undefined ? `garbage ${what}` : `${target}: ${what}`;
}

function part(share: number): string {
  return share === 1 ? "" : `${formatShare(share)} of `;
}
