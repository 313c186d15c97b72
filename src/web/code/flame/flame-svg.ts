/**
 * A flame graph as an SVG of its own: what the screen shows, to be put into a document. Frames that
 * are narrower than a pixel are slivers without a name, next to each other one for all of a colour:
 * thousands of names that nobody can read make a file that no viewer opens. Every text in it comes
 * from a program and is escaped.
 */
import { formatCount } from "../../../base/units.ts";
import type { CallTree } from "../tree/call-tree.ts";
import { type Bars, layOutRow, makeBars, nodesByDepth, type Span } from "./flame-layout.ts";

export interface SvgScene {
  readonly tree: CallTree;
  readonly span: Span;
  readonly title: string;
  readonly fill: (node: number) => string;
  readonly label: (node: number) => string;
  readonly describe: (node: number) => string;
}

const WIDTH = 1200;
const ROW = 20;
const LETTER = 6.7;
const HEAD = 32;

export function flameSvg(scene: SvgScene): string {
  const { tree, span } = scene;
  const rows = nodesByDepth(tree);
  const bars = makeBars(WIDTH);
  const parts: string[] = [];
  let depthUsed = 0;
  let narrow = 0;
  for (const [depth, nodes] of rows.entries()) {
    layOutRow(tree, nodes, span, WIDTH, bars);
    if (bars.count === 0) continue;
    depthUsed = depth + 1;
    const y = HEAD + depth * ROW;
    let named = 0;
    for (let i = 0; i < bars.count; i++) {
      if (bars.isSliver[i] === 1) continue;
      parts.push(bar(scene, bars.node[i]!, bars.x[i]!, y, bars.width[i]!));
      named++;
    }
    parts.push(...slivers(scene, bars, y));
    narrow += countWithin(tree, nodes, span) - named;
  }
  const height = HEAD + depthUsed * ROW + 8;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="ui-monospace, Menlo, Consolas, monospace" font-size="11">`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    `<text x="6" y="20" font-size="13">${escapeMarkup(scene.title + narrowText(narrow))}</text>`,
    ...parts,
    "</svg>\n",
  ].join("\n");
}

function narrowText(count: number): string {
  if (count === 0) return "";
  const frames = count === 1 ? "1 frame" : `${formatCount(count)} frames`;
  return ` (${frames} narrower than a pixel without names)`;
}

function countWithin({ left, width }: CallTree, nodes: Int32Array, { from, to }: Span): number {
  let count = 0;
  for (const node of nodes) if (left[node]! < to && left[node]! + width[node]! > from) count++;
  return count;
}

function slivers({ fill }: SvgScene, { count, node, x, width, isSliver }: Bars, y: number) {
  const parts: string[] = [];
  let i = 0;
  while (i < count) {
    if (isSliver[i] === 0) {
      i++;
      continue;
    }
    const color = fill(node[i]!);
    const start = x[i]!;
    let end = start;
    while (i < count && isSliver[i] === 1 && x[i]! <= end + 0.01 && fill(node[i]!) === color) {
      end = x[i]! + width[i]!;
      i++;
    }
    parts.push(
      `<rect x="${round(start)}" y="${y}" width="${round(end - start)}" height="${ROW - 1}" fill="${color}"/>`,
    );
  }
  return parts;
}

function bar(scene: SvgScene, node: number, x: number, y: number, width: number): string {
  const letters = Math.floor((width - 8) / LETTER);
  const name = scene.label(node);
  const text = name.length <= letters ? name : `${name.slice(0, Math.max(0, letters - 1))}…`;
  const label =
    letters < 3
      ? ""
      : `<text x="${round(x + 4)}" y="${y + 13.5}" fill="#1c2024">${escapeMarkup(text)}</text>`;
  const rect = `<rect x="${round(x)}" y="${y}" width="${round(Math.max(width - 0.6, 0.4))}" height="${ROW - 1}" fill="${scene.fill(node)}"/>`;
  return `<g><title>${escapeMarkup(scene.describe(node))}</title>${rect}${label}</g>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/** Letters that XML does not allow at all are left out. */
function escapeMarkup(text: string): string {
  return text
    .replace(/[&<>"]/g, (letter) => ENTITIES[letter]!)
    .replace(/[^\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "");
}
