/** Share of a core that a process took, from look to look. */
import type { RecordedLook } from "../../collect/looks/looker.ts";

export class CpuShare {
  private before: { readonly time: number; readonly seconds: number } | undefined;

  /** null: the look before does not tell, or there was none. */
  take({ time, cpuSeconds }: Pick<RecordedLook, "time" | "cpuSeconds">): number | null {
    const { before } = this;
    this.before = cpuSeconds === undefined ? undefined : { time, seconds: cpuSeconds };
    if (before === undefined || cpuSeconds === undefined || time <= before.time) return null;
    return Math.max(0, (cpuSeconds - before.seconds) / (time - before.time));
  }
}
