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
  // What a location adds to a set is looked up once for each two of them.
  const steps = new PairTable();
  const stepSets: number[] = [];
  const stepGroups: number[] = [];
  const setOf = new Int32Array(stacks.length);
  const ofStack = new Int32Array(stacks.length);
  for (let row = 0; row < stacks.length; row++) {
    const caller = stacks.prefix[row];
    const location = stacks.location[row];
    const before = caller < 0 ? 0 : setOf[caller];
    const step = steps.find(before, location);
    if (step === stepSets.length) {
      const wanted = wantedOf({ start, node }, location, isWanted);
      const set = wanted.reduce((all, each) => sets.with(all, each), before);
      const leaf = node[start[location]];
      stepSets.push(set);
      stepGroups.push(set === 0 ? -1 : groups.find(set, isWanted[leaf] === 1 ? leaf + 1 : 0));
    }
    setOf[row] = stepSets[step]!;
    ofStack[row] = stepGroups[step]!;
  }
  return {
    ofStack,
    nodesOf: (group) => sets.nodesOf(groups.first[group]),
    leafOf: (group) => groups.second[group] - 1,
  };
}

/** The wanted nodes of a location, outermost first. */
function wantedOf(
  { start, node }: Pick<NodeTable, "start" | "node">,
  location: number,
  isWanted: Uint8Array,
): number[] {
  const nodes = [...node.subarray(start[location], start[location + 1])];
  return nodes.filter((each) => isWanted[each] === 1).reverse();
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
