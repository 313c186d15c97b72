/** The function that callers and source are shown of: the address's, or else one worth looking at. */
import { useMemo } from "react";
import type { CallTree } from "../tree/call-tree.ts";
import { rowsBySize, sumByFunction } from "../tree/function-table.ts";
import type { Code } from "./use-code.ts";

/**
 * @param name "": the largest by itself that is found and is not the runtime's
 * @returns row of the view's frames; -1: there is none
 */
export function useChosenFunction(code: Code, tree: CallTree, name: string): number {
  const { frames, model, found } = code;
  return useMemo(() => {
    const named = frames.frameOf.findIndex((frame) => model.frames.name[frame] === name);
    if (named >= 0) return named;
    const rows = rowsBySize(sumByFunction(tree, frames.length), "self", found);
    const isOwn = (at: number) => !/^runtime\./.test(model.frames.name[frames.frameOf[at]!]!);
    return rows.find(isOwn) ?? rows[0] ?? -1;
  }, [tree, frames, model, name, found]);
}
