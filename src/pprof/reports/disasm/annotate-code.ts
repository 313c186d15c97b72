/** Instructions with the samples on them. */
import { baseName } from "../../../base/base-name.ts";
import type { Instruction } from "../../../model/object-file.ts";
import type { GraphNode } from "../../graph/graph.ts";

export interface AnnotatedInstruction {
  readonly address: bigint;
  readonly text: string;
  /** The place is the instruction's own; what that lacks is the first sample's. */
  readonly func: string;
  readonly file: string;
  readonly line: number;
  /** Means where the report has means. */
  readonly flat: number;
  readonly cum: number;
}

/**
 * `nodes`: by address, `offset` above those of the instructions. An instruction has all samples up
 * to the next one: the address that is sampled may lie behind its first byte.
 */
export function annotateCode(
  instructions: readonly Instruction[],
  nodes: readonly GraphNode[],
  offset: bigint,
): AnnotatedInstruction[] {
  let from = 0;
  return instructions.map((instruction, i) => {
    const next = instructions[i + 1]?.address;
    const first = from;
    while (from < nodes.length && isBefore(nodes[from]!, next, offset)) from++;
    return annotate(instruction, nodes.slice(first, from));
  });
}

function isBefore({ info }: GraphNode, next: bigint | undefined, offset: bigint): boolean {
  return next === undefined || info.address - offset < next;
}

function annotate(
  { address, text, file, line }: Instruction,
  samples: readonly GraphNode[],
): AnnotatedInstruction {
  const sum = (read: (node: GraphNode) => number) =>
    samples.reduce((all, node) => all + read(node), 0);
  const sampled = (isGiven: (node: GraphNode) => boolean) => samples.find(isGiven)?.info;
  return {
    address,
    text,
    func: sampled(({ info }) => info.name !== "")?.name ?? "",
    file: file === "" ? fileOf(sampled(({ info }) => info.file !== "")?.file) : file,
    line: line === 0 ? (sampled(({ info }) => info.line !== 0)?.line ?? 0) : line,
    flat: mean(
      sum(({ flat }) => flat),
      sum(({ flatDiv }) => flatDiv),
    ),
    cum: mean(
      sum(({ cum }) => cum),
      sum(({ cumDiv }) => cumDiv),
    ),
  };
}

function fileOf(path: string | undefined): string {
  return path === undefined ? "" : baseName(path);
}

function mean(value: number, divisor: number): number {
  return divisor === 0 ? value : Math.trunc(value / divisor) + 0;
}
