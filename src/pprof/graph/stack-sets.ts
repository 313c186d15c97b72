/**
 * Which of some nodes each stack passes through, so that what is summed by node and label is summed
 * by set first: a million samples have few sets. A set is a chain of its nodes in the order in
 * which they come from the root, and each set knows the one that it extends.
 */
import type { Profile } from "../../model/profile.ts";
import type { NodeTable } from "./node-table.ts";
import { PairTable } from "./pair-table.ts";

export interface StackSets {
  /** By stack: the number of its group, -1 where it passes through none of the nodes. */
  readonly ofStack: Int32Array;
  /** Nodes that the stacks of a group pass through, each once. */
  nodesOf(group: number): readonly number[];
  /** The node that they end in, or -1 where that is another one. */
  leafOf(group: number): number;
}

/** `isWanted`: one a node of the table. */
export function stackSets(
  { stacks }: Profile,
  { start, node }: NodeTable,
  isWanted: Uint8Array,
): StackSets {
  const sets = new NodeSets();
  const groups = new PairTable();
  const setOf = new Int32Array(stacks.length);
  const ofStack = new Int32Array(stacks.length);
  for (let row = 0; row < stacks.length; row++) {
    const caller = stacks.prefix[row];
    const first = start[stacks.location[row]];
    let set = caller < 0 ? 0 : setOf[caller];
    for (let i = start[stacks.location[row] + 1] - 1; i >= first; i--) {
      if (isWanted[node[i]] === 1) set = sets.with(set, node[i]);
    }
    setOf[row] = set;
    const leaf = isWanted[node[first]] === 1 ? node[first] : -1;
    ofStack[row] = set === 0 ? -1 : groups.find(set, leaf + 1);
  }
  return {
    ofStack,
    nodesOf: (group) => sets.nodesOf(groups.first[group]),
    leafOf: (group) => groups.second[group] - 1,
  };
}

/** Set 0 is the empty one; set n is set `shorter[n]` and the node `added[n]`. */
class NodeSets {
  private readonly steps = new PairTable();
  /** By step: the set that it leads to. */
  private readonly results: number[] = [];
  private readonly shorter: number[] = [-1];
  private readonly added: number[] = [-1];

  with(set: number, node: number): number {
    const step = this.steps.find(set, node);
    return this.results[step] ?? this.extend(step, set, node);
  }

  nodesOf(set: number): number[] {
    const nodes: number[] = [];
    for (let at = set; at > 0; at = this.shorter[at]!) nodes.push(this.added[at]!);
    return nodes;
  }

  private extend(step: number, set: number, node: number): number {
    let result = set;
    if (!this.nodesOf(set).includes(node)) {
      result = this.shorter.push(set) - 1;
      this.added.push(node);
    }
    this.results[step] = result;
    return result;
  }
}
