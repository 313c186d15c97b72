/**
 * A tree of calls as collapsed stacks, a line each: `main.main;main.load 1048576`; of a comparison
 * what each has more than before, less with its sign.
 */
import type { CallTree } from "../tree/call-tree.ts";

/** @param nameOf by row of the view's frames */
export function collapsedStacks(tree: CallTree, nameOf: (frame: number) => string): string {
  const lines: string[] = [];
  const path: string[] = [];
  for (let node = 1; node < tree.length; node++) {
    path.length = tree.depth[node]! - 1;
    // The format separates stack and frames by these.
    path.push(nameOf(tree.frame[node]!).replaceAll(";", ":").replaceAll("\n", " "));
    const value = Math.round(tree.self[node]! - (tree.selfBase?.[node] ?? 0));
    if (value !== 0) lines.push(`${path.join(";")} ${value}`);
  }
  return `${lines.join("\n")}\n`;
}
