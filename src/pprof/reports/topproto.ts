/**
 * `-topproto`: the heaviest functions as a profile that has one sample for each, with what it has
 * with all that it calls and on its own. Unpacked: who writes it to a file gzips it.
 */
import type { FunctionIndex, Profile, ValueType } from "../../model/profile.ts";
import { ProfileBuilder } from "../../model/profile-builder.ts";
import { encodeProfile } from "../encode/encode-profile.ts";
import { cumValue, flatValue } from "../graph/graph.ts";
import type { NodeInfo } from "../graph/node-info.ts";
import { reportGraph } from "../graph/report-graph.ts";
import { toInt64 } from "../measure/to-int64.ts";
import { scale } from "../measure/units.ts";
import type { ReportInput, ReportOutput } from "../report-input.ts";

export function* renderTopProto(input: ReportInput): ReportOutput {
  yield* encodeProfile(topProfile(input));
}

function topProfile(input: ReportInput): Profile {
  const { graph, format } = reportGraph(input);
  const { periodType, period, timeNanos, durationNanos } = input.profile;
  const unit = format.outputUnit;
  const valueTypes: ValueType[] = [
    { type: "cum", unit },
    { type: "flat", unit },
  ];
  const top = new ProfileBuilder({ valueTypes, periodType, period, timeNanos, durationNanos });
  const told = (value: number) => toInt64(scale(value, format.sampleUnit, unit).value);
  const functions = new Map<string, FunctionIndex>();
  for (const node of graph.nodes) {
    const { info } = node;
    const func = functionOf(info, top, functions);
    const lines = [{ func, line: info.line, column: info.column }];
    const location = top.addLocation({ address: info.address, lines });
    top.addSample(top.addStack(-1, location), [told(cumValue(node)), told(flatValue(node))]);
  }
  return top.finish();
}

/** Nodes of one function share it; system names are not kept. */
function functionOf(
  { name, file, startLine }: NodeInfo,
  top: ProfileBuilder,
  functions: Map<string, FunctionIndex>,
): FunctionIndex {
  const key = JSON.stringify([name, file, startLine]);
  const known = functions.get(key);
  if (known !== undefined) return known;
  const added = top.addFunction({ name, systemName: "", filename: file, startLine });
  functions.set(key, added);
  return added;
}
