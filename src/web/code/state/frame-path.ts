/**
 * A node of the picture by a name that lasts: 64 bits of the names from the root to it. Rows are
 * numbered anew with every profile, names are not, so an address with such a name leads to the same
 * place in the next profile too, or nowhere.
 */
import type { Code } from "./use-code.ts";

type Pictured = Pick<Code, "model" | "frames"> & { readonly built: Pick<Code["built"], "tree"> };

/** Two halves that are mixed by different factors, so that together they are 64 bits. */
type Half = 0 | 1;
const START = [0x243f6a88, 0x13198a2e] as const;
const FACTOR = [0x2c1b3c6d, 0x297a2d39] as const;

/** Name of a node; "" of the root. */
export function pathOfNode(pictured: Pictured, node: number): string {
  if (node <= 0) return "";
  const { tree } = pictured.built;
  const rows: number[] = [];
  for (let at = node; at > 0; at = tree.parent[at]!) rows.push(tree.frame[at]!);
  const half = (which: Half) =>
    rows.reduceRight<number>(
      (sum, row) => mixed(sum, hashOfFrame(pictured, row, which), which),
      START[which],
    );
  return hex(half(0)) + hex(half(1));
}

/** The node of this name: 0 for "", -1 where there is none. */
export function nodeOfPath(pictured: Pictured, path: string): number {
  if (path === "") return 0;
  if (!/^[0-9a-f]{16}$/.test(path)) return -1;
  const { tree } = pictured.built;
  const wanted = Number.parseInt(path.slice(0, 8), 16);
  const hashes = Int32Array.from(pictured.frames.frameOf, (_, row) =>
    hashOfFrame(pictured, row, 0),
  );
  const sums = new Int32Array(tree.length);
  sums[0] = START[0];
  for (let node = 1; node < tree.length; node++) {
    sums[node] = mixed(sums[tree.parent[node]!]!, hashes[tree.frame[node]!]!, 0);
    // One in four billion is another's first half.
    if (sums[node]! >>> 0 === wanted && pathOfNode(pictured, node) === path) return node;
  }
  return -1;
}

/**
 * Of a row of the view's frames. The line belongs to it only where lines are told apart: without
 * them a row stands for a function, with whichever of its lines came first.
 */
function hashOfFrame({ model, frames }: Pictured, row: number, which: Half): number {
  const { name, file, line } = model.frames;
  const frame = frames.frameOf[row]!;
  const place = frames.byLine ? `\n${file[frame]}\n${line[frame]}` : "";
  return hashOfText(name[frame]! + place, which);
}

function hashOfText(text: string, which: Half): number {
  let sum: number = START[which];
  for (let i = 0; i < text.length; i++) sum = mixed(sum, text.charCodeAt(i), which);
  return sum;
}

/** Every bit of both reaches every bit of the result, within a few steps; the order counts. */
function mixed(sum: number, next: number, which: Half): number {
  let bits = Math.imul(sum ^ next, FACTOR[which]);
  bits ^= bits >>> 15;
  bits = Math.imul(bits, FACTOR[1 - which]!);
  return bits ^ (bits >>> 13);
}

function hex(bits: number): string {
  return (bits >>> 0).toString(16).padStart(8, "0");
}
