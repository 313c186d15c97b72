/** The tree with callers on top, which sums by function need, whichever way the picture is turned. */
import { useMemo } from "react";
import { type BuiltTree, buildCallTree } from "../tree/build-call-tree.ts";
import { matchFrames } from "../tree/match-frames.ts";
import type { Code } from "./use-code.ts";

export function usePlainTree(code: Code, isInverted: boolean): BuiltTree {
  return useMemo(() => {
    if (!isInverted) return code.built;
    const { model, frames, rows, base, patterns } = code;
    return buildCallTree(model, frames, rows, base, {
      isInverted: false,
      focus: matchFrames(model, frames, patterns.focus),
      hide: matchFrames(model, frames, patterns.hide),
    });
  }, [code, isInverted]);
}
