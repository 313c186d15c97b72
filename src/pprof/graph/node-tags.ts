/**
 * What the labels of samples add up to at each node of a picture. A sample has one set of text
 * labels, and at most some sizes (the `bytes` of Go's heap profiles); both count for every node of
 * its stack. Summed are integers by group of stacks; a size is formatted once, not once a sample.
 */
import type { LabelTable, Profile } from "../../model/profile.ts";
import { BASE_KEY, isNumeric } from "../labels.ts";
import { absInt64, type Int64 } from "../measure/int64.ts";
import { scaledLabel } from "../measure/label.ts";
import type { ReportInput } from "../report-input.ts";
import { escapeInPicture } from "./escape-dot.ts";
import { compareText } from "./node-info.ts";
import type { StackSets } from "./stack-sets.ts";
import { type TagSum, TagSums } from "./tag-sums.ts";

export interface Tag {
  readonly name: string;
  /** Of a size: the first that is called so, and its unit; of text 0 and "". */
  readonly value: number;
  readonly unit: string;
  readonly flat: Int64;
  readonly flatDiv: Int64;
  readonly cum: Int64;
  readonly cumDiv: Int64;
}

export interface NodeTags {
  /** One for each set of text labels. */
  readonly labels: readonly Tag[];
  /** Sizes by the set of text labels beside them, "" for none. */
  readonly sizes: ReadonlyMap<string, readonly Tag[]>;
}

export const NO_TAGS: NodeTags = { labels: [], sizes: new Map() };

/** The only numeric label that pictures show. */
const SIZE_KEY = "bytes";

/** By node, those of at least `cutoff`. */
export function nodeTags(
  input: ReportInput,
  sets: StackSets,
  cutoff: number,
): ReadonlyMap<number, NodeTags> {
  if (input.profile.labels.length === 0) return new Map();
  const reader = new TagReader(input);
  const sums = reader.sum(sets);
  const nodes = new Map<number, { labels: Tag[]; sizes: Map<string, Tag[]> }>();
  for (const sum of sums) {
    if (absInt64(sum.flat) < cutoff && absInt64(sum.cum) < cutoff) continue;
    const tags = nodes.get(sum.node) ?? { labels: [], sizes: new Map<string, Tag[]>() };
    nodes.set(sum.node, tags);
    const { labels, size } = reader.tags[sum.tag]!;
    if (size === undefined) tags.labels.push({ ...sum, name: labels, value: 0, unit: "" });
    else {
      const sizes = tags.sizes.get(labels) ?? [];
      tags.sizes.set(labels, sizes);
      sizes.push({ ...sum, name: size, value: reader.sizeOf(sum.firstRow), unit: reader.unit });
    }
  }
  return nodes;
}

/** Tells the tags of samples apart by number. */
class TagReader {
  readonly tags: { readonly labels: string; readonly size: string | undefined }[] = [];
  readonly unit: string;
  private readonly input: ReportInput;
  private readonly labels: LabelTable;
  private readonly sizeKeys: Uint8Array;
  private readonly baseKeys: Uint8Array;
  /** Sets of labels by the rows' keys and texts, and tags by set and name. */
  private readonly setTexts = new Map<string, string>();
  private readonly numbers = new Map<string, Map<string | undefined, number>>();
  /** Tags by labels and size: each size is formatted once. */
  private readonly sizeTags = new Map<string, Map<number | bigint, number>>();

  constructor(input: ReportInput) {
    const { labels } = input.profile;
    this.input = input;
    this.labels = labels;
    this.unit = input.numLabelUnits.get(SIZE_KEY) ?? "";
    this.sizeKeys = markKeys(input.profile, SIZE_KEY);
    this.baseKeys = markKeys(input.profile, BASE_KEY);
  }

  sum(sets: StackSets): TagSum[] {
    const { profile, settings, valueIndex } = this.input;
    const { samples } = profile;
    const divisors = settings.mean ? samples.values[0] : undefined;
    const sums = new TagSums(sets, samples.values[valueIndex]!, divisors);
    for (let sample = 0; sample < samples.length; sample++) {
      const start = samples.labelStart[sample];
      const end = samples.labelStart[sample + 1];
      const stack = samples.stack[sample];
      if (start === end || stack < 0 || sets.ofStack[stack] < 0) continue;
      if (!sums.isLive(sample)) continue;
      const labels = this.labelsOf(start, end);
      if (labels !== "") sums.add(sample, stack, this.tagOf(labels, undefined), start);
      for (let row = start; row < end; row++) {
        if (this.isSize(row)) sums.add(sample, stack, this.sizeTag(labels, row), row);
      }
    }
    return sums.byNode();
  }

  sizeOf(row: number): number {
    return Number(this.labels.num[row]);
  }

  private isSize(row: number): boolean {
    return this.sizeKeys[this.labels.key[row]] === 1 && isNumeric(this.labels, row);
  }

  private sizeTag(labels: string, row: number): number {
    const size = this.labels.num[row];
    let tags = this.sizeTags.get(labels);
    if (tags === undefined) {
      tags = new Map();
      this.sizeTags.set(labels, tags);
    }
    let tag = tags.get(size);
    if (tag === undefined) {
      const text = scaledLabel(Number(size), this.unit, this.input.settings.unit);
      tag = this.tagOf(labels, text);
      tags.set(size, tag);
    }
    return tag;
  }

  /** `key:text` of all text labels, sorted; what separates them is DOT's line break. */
  private labelsOf(start: number, end: number): string {
    const { key, str } = this.labels;
    let id = "";
    for (let row = start; row < end; row++) {
      if (str[row] >= 0 && this.baseKeys[key[row]] === 0) id += `${key[row]},${str[row]};`;
    }
    const known = id === "" ? id : this.setTexts.get(id);
    if (known !== undefined) return known;
    const { command, profile } = this.input;
    const { strings } = profile;
    const texts = id
      .split(";")
      .slice(0, -1)
      .map((pair) => pair.split(",").map(Number))
      .map(([k = 0, text = 0]) => `${strings.get(k)}:${strings.get(text)}`)
      .map((text) => escapeInPicture(text, command));
    const joined = texts.sort(compareText).join("\\n");
    this.setTexts.set(id, joined);
    return joined;
  }

  private tagOf(labels: string, size: string | undefined): number {
    let sizes = this.numbers.get(labels);
    if (sizes === undefined) {
      sizes = new Map();
      this.numbers.set(labels, sizes);
    }
    let tag = sizes.get(size);
    if (tag === undefined) {
      tag = this.tags.push({ labels, size }) - 1;
      sizes.set(size, tag);
    }
    return tag;
  }
}

/** 1 for each string that is a key of this name; only keys are read as text. */
function markKeys({ labels, strings }: Profile, name: string): Uint8Array {
  const isKey = new Uint8Array(strings.length);
  for (let row = 0; row < labels.length; row++) isKey[labels.key[row]] = 1;
  return isKey.map((mark, key) => (mark === 1 && strings.get(key) === name ? 1 : 0));
}
