/** What is searched for in the picture, and which of it Enter has come to. */
import { useMemo, useState } from "react";
import { type Matches, matchesOf } from "../tree/matches.ts";
import type { Code } from "./use-code.ts";

export interface Search {
  /** null: nothing is searched for. */
  readonly matches: Matches | null;
  readonly reached: Reached;
  /** To the next one, or the one before; behind the last is the first. */
  readonly go: (step: 1 | -1) => void;
}

export interface Reached {
  /** Which of the matches; -1: none yet. */
  readonly at: number;
  /** Its node; 0: none. */
  readonly node: number;
}

const NOWHERE: Reached = { at: -1, node: 0 };

export function useMatches(code: Code | undefined): Search {
  const tree = code?.built.tree;
  const found = code?.found ?? null;
  const matches = useMemo(
    () => (tree === undefined || found === null ? null : matchesOf(tree, found)),
    [tree, found],
  );
  const [last, setLast] = useState({ of: matches, reached: NOWHERE });
  const reached = last.of === matches ? last.reached : NOWHERE;
  const go = (step: 1 | -1) => {
    const nodes = matches?.nodes ?? [];
    if (nodes.length === 0) return;
    const first = step > 0 ? 0 : nodes.length - 1;
    const at = reached.at < 0 ? first : (reached.at + step + nodes.length) % nodes.length;
    setLast({ of: matches, reached: { at, node: nodes[at]! } });
  };
  return { matches, reached, go };
}
