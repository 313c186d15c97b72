/** A place in the code: only what the granularity tells. */
import { type NodeInfo, printableName } from "../graph/node-info.ts";

export function placeJson(info: NodeInfo): Record<string, unknown> {
  const { name, file, line, column, address, object } = info;
  return {
    name: printableName(info),
    ...(name === "" ? {} : { function: name }),
    ...(file === "" ? {} : { file }),
    ...(line === 0 ? {} : { line }),
    ...(column === 0 ? {} : { column }),
    ...(address === 0n ? {} : { address: `0x${address.toString(16)}` }),
    ...(object === "" ? {} : { object }),
  };
}
