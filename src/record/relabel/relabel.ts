/**
 * Prometheus' relabelling (model/relabel in its source): steps that keep, drop and rewrite the labels of a
 * target. Pure.
 */
import { createHash } from "node:crypto";
import type { Labels, RelabelStep } from "../../model/scrape-config.ts";
import { expandTemplate } from "./expand-template.ts";

const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** The labels afterwards, none of them empty; undefined: the target is dropped. */
export function relabel(labels: Labels, steps: readonly RelabelStep[]): Labels | undefined {
  const now = new Map(Object.entries(labels).filter(([, value]) => value !== ""));
  for (const step of steps) {
    if (!apply(now, step)) return undefined;
  }
  return Object.fromEntries(now);
}

/** False: the target is dropped. */
function apply(labels: Map<string, string>, step: RelabelStep): boolean {
  const { action, regex, targetLabel } = step;
  const value = step.sourceLabels.map((name) => labels.get(name) ?? "").join(step.separator);
  switch (action) {
    case "keep":
      return regex.test(value);
    case "drop":
      return !regex.test(value);
    case "keepequal":
      return (labels.get(targetLabel) ?? "") === value;
    case "dropequal":
      return (labels.get(targetLabel) ?? "") !== value;
    case "replace":
      replace(labels, step, value);
      break;
    case "lowercase":
      set(labels, targetLabel, value.toLowerCase());
      break;
    case "uppercase":
      set(labels, targetLabel, value.toUpperCase());
      break;
    case "hashmod":
      set(labels, targetLabel, hashModulus(value, step.modulus));
      break;
    case "labelmap":
      mapNames(labels, step);
      break;
    case "labeldrop":
    case "labelkeep":
      for (const name of [...labels.keys()]) {
        if (regex.test(name) === (action === "labeldrop")) labels.delete(name);
      }
      break;
  }
  return true;
}

function replace(labels: Map<string, string>, step: RelabelStep, value: string): void {
  const groups = step.regex.groups(value);
  if (groups === undefined) return;
  const name = expandTemplate(step.targetLabel, step.regex, groups);
  if (LABEL_NAME.test(name)) {
    set(labels, name, expandTemplate(step.replacement, step.regex, groups));
  }
}

function mapNames(labels: Map<string, string>, { regex, replacement }: RelabelStep): void {
  for (const [name, value] of [...labels]) {
    const groups = regex.groups(name);
    if (groups !== undefined) set(labels, expandTemplate(replacement, regex, groups), value);
  }
}

/** The second half of MD5, as Prometheus has it for the sake of its first versions. */
function hashModulus(value: string, modulus: bigint): string {
  const hash = createHash("md5").update(value).digest().readBigUInt64BE(8);
  return String(hash % modulus);
}

/** A label without a value is none. */
function set(labels: Map<string, string>, name: string, value: string): void {
  if (value === "") labels.delete(name);
  else labels.set(name, value);
}
