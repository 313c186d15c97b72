/** The unit of each key of numeric labels: the first that is given, else one that the key implies. */
import type { Profile } from "../model/profile.ts";
import { isNumeric } from "./labels.ts";

export interface LabelUnits {
  readonly units: ReadonlyMap<string, string>;
  /** Keys whose labels disagree: a sentence each. */
  readonly conflicts: readonly string[];
}

export function labelUnits({ labels, strings }: Profile): LabelUnits {
  const found = new Map<number, Set<number>>();
  let [lastKey, lastUnit] = [-1, -1];
  for (let row = 0; row < labels.length; row++) {
    const key = labels.key[row];
    // Millions of labels are the same few again and again.
    if (key === lastKey && labels.unit[row] === lastUnit) continue;
    if (!isNumeric(labels, row)) continue;
    [lastKey, lastUnit] = [key, labels.unit[row]];
    const units = found.get(key) ?? new Set();
    found.set(key, units);
    if (labels.unit[row] !== 0) units.add(labels.unit[row]);
  }
  const units = new Map<string, string>();
  const conflicts: string[] = [];
  for (const [key, given] of found) {
    const name = strings.get(key);
    const [first, ...others] = [...given].map((unit) => strings.get(unit));
    units.set(name, first ?? impliedUnit(name));
    if (others.length > 0) conflicts.push(conflict(name, first!, others.sort()));
  }
  return { units, conflicts };
}

function impliedUnit(key: string): string {
  return key === "alignment" || key === "request" ? "bytes" : key;
}

function conflict(key: string, used: string, others: readonly string[]): string {
  return `For tag ${key} used unit ${used}, also encountered unit(s) ${others.join(", ")}`;
}
