/**
 * A flame graph as an SVG of its own: what the screen shows, to be put into a document. Every text
 * in it comes from a program and is escaped.
 */
import type { CallTree } from "./call-tree.ts";
import { layOutRow, makeBars, nodesByDepth, type Span } from "./flame-layout.ts";

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
  for (const [depth, nodes] of rows.entries()) {
    layOutRow(tree, nodes, span, WIDTH, bars);
    if (bars.count > 0) depthUsed = depth + 1;
    for (let i = 0; i < bars.count; i++) {
      const y = HEAD + depth * ROW;
      parts.push(bar(scene, bars.node[i]!, bars.x[i]!, y, bars.width[i]!));
    }
  }
  const height = HEAD + depthUsed * ROW + 8;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="ui-monospace, Menlo, Consolas, monospace" font-size="11">`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    `<text x="6" y="20" font-size="13">${escapeMarkup(scene.title)}</text>`,
    ...parts,
    "</svg>\n",
  ].join("\n");
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
