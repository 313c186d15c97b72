/** The keys of a workload's maps: what YamlFields reads, and names, durations and shares. */
import { parseDuration } from "../../base/units.ts";
import { YamlFields } from "../yaml/yaml-fields.ts";

export class Fields extends YamlFields {
  /** A name of the workload's own: letters, digits, - and _. */
  name(key: string): string {
    return this.read(key, undefined, "a name of letters, digits, - and _", (value) =>
      typeof value === "string" && /^[\w-]{1,40}$/.test(value) ? value : undefined,
    );
  }

  /** `10s`, `2m`, `1h`. */
  seconds(key: string, otherwise?: number): number {
    return this.read(key, otherwise, "a duration with its unit, such as 10s or 2m", (value) => {
      const seconds = typeof value === "string" ? parseDuration(value) : undefined;
      return seconds !== undefined && seconds > 0 ? seconds : undefined;
    });
  }

  /** `all`, `none`, or `25%`; 0 to 1. */
  share(key: string, otherwise?: number): number {
    return this.read(key, otherwise, "all, none or a share such as 25%", readShare);
  }
}

function readShare(value: unknown): number | undefined {
  if (value === "all") return 1;
  if (value === "none") return 0;
  const match = typeof value === "string" ? /^(\d{1,3}(?:\.\d+)?)\s?%$/.exec(value) : null;
  const share = match === null ? Number.NaN : Number(match[1]) / 100;
  return share <= 1 ? share : undefined;
}
