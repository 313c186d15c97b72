/**
 * A DOT tree without the order and the numbers of its nodes: each node as its text and those of the
 * nodes below it, sorted. Two trees that are drawn the same are equal.
 */
interface Part {
  readonly text: string;
  readonly below: { readonly edge: string; readonly id: string }[];
}

export function canonicalTree(dot: string): { head: string[]; trees: string[] } {
  const parts = new Map<string, Part>();
  const head: string[] = [];
  const called = new Set<string>();
  for (const line of dot.split("\n")) {
    const node = /^(N\w+) (\[.*)$/.exec(line);
    const edge = /^(N\w+) -> (N\w+) (\[.*)$/.exec(line);
    if (node !== null) parts.set(node[1]!, { text: withoutIds(node[2]!), below: [] });
    else if (edge === null) head.push(line);
    else called.add(edge[2]!);
  }
  for (const [, from, to, edge] of dot.matchAll(/^(N\w+) -> (N\w+) (\[.*)$/gm)) {
    parts.get(from!)?.below.push({ edge: edge!, id: to! });
  }
  const roots = [...parts.keys()].filter((id) => !called.has(id));
  return { head, trees: roots.map((id) => treeText(parts, id)).sort() };
}

function treeText(parts: ReadonlyMap<string, Part>, id: string): string {
  const part = parts.get(id);
  if (part === undefined) return "nothing";
  const below = part.below.map(({ edge, id: next }) => `${edge}${treeText(parts, next)}`);
  return `${part.text}{${below.sort().join("\n")}}`;
}

function withoutIds(attributes: string): string {
  return attributes.replace(/ id="\w+"/, "");
}
