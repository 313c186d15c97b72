/** The trimmed graph of a report, and the unit that suits what it shows. */
import { truncate } from "../measure/go-number.ts";
import { scale } from "../measure/units.ts";
import type { ValueFormat } from "../measure/value-format.ts";
import type { ReportInput } from "../report-input.ts";
import { GraphBuilder } from "./build-graph.ts";
import { CallTree } from "./call-tree.ts";
import { cumValue, flatValue, type Graph } from "./graph.ts";
import { buildNodeTable, type NodeTable } from "./node-table.ts";
import { type TrimmedGraph, trimGraph } from "./trim-graph.ts";

export interface ReportGraph extends TrimmedGraph {
  readonly format: ValueFormat;
}

/** The graph of a table, a tree of text or a callgrind file. */
export function reportGraph(input: ReportInput): ReportGraph {
  const order = input.settings.sort;
  const trimmed = trimGraph(graphBuilder(input), { ...input.settings, order });
  return { ...trimmed, format: chooseUnit(input, trimmed.graph) };
}

/** Builds graphs of the report's samples: of the nodes of the code, or of the ways to them. */
export function graphBuilder(input: ReportInput): GraphBuilder | CallTree {
  const { profile, settings, valueIndex, command } = input;
  const source = {
    profile,
    table: reportNodes(input),
    values: profile.samples.values[valueIndex]!,
    divisors: settings.mean ? profile.samples.values[0] : undefined,
    dropNegative: settings.drop_negative,
  };
  const isTree = settings.call_tree && (command.format === "dot" || command.format === "callgrind");
  return isTree ? new CallTree(source) : new GraphBuilder(source);
}

/** Which node each line is; binaries are told apart where addresses are shown. */
export function reportNodes({ profile, settings, command }: ReportInput): NodeTable {
  const keepObjects = ["raw", "list", "weblist", "disasm", "callgrind"].includes(command.format);
  return buildNodeTable(profile, { ...settings, keepObjects });
}

/**
 * With the unit `minimum` all values of a report are told in one unit, in which the smallest is not
 * 0; where that leaves large numbers, in one that lets the smallest be 0.01.
 */
export function chooseUnit({ format, total, command }: ReportInput, { nodes }: Graph): ValueFormat {
  if (format.outputUnit !== "minimum" || nodes.length === 0) return format;
  const { ratio, sampleUnit } = format;
  const isDivided = ratio > 0 && ratio !== 1;
  const divide = (value: number) => (isDivided ? truncate(value * ratio) : value);
  const smallest = divide(smallestValue(nodes) || total);
  const largest = divide(total);
  const unitOf = (value: number) => scale(value, sampleUnit, "minimum").unit;
  let unit = unitOf(smallest);
  const isInteger = command.format === "callgrind";
  if (unit !== unitOf(largest) && smallest * 100 < largest && !isInteger) {
    unit = unitOf(smallest * 100);
  }
  return { ...format, outputUnit: unit === "" ? sampleUnit : unit };
}

function smallestValue(nodes: Graph["nodes"]): number {
  let smallest = 0;
  for (const node of nodes) {
    const value = Math.abs(flatValue(node)) || Math.abs(cumValue(node));
    if (value > 0 && (smallest === 0 || value < smallest)) smallest = value;
  }
  return smallest;
}
