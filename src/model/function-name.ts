/** Function names of Go as they are read: without the import path, type arguments left out. */

/** The last part of an import path with the function: `http.(*conn).serve`. */
export function shortFunction(name: string): string {
  return name.slice(lastSlashBeforeTypes(name) + 1);
}

/** Type arguments as `[…]`, like a traceback has them. */
export function elideTypes(name: string): string {
  let text = "";
  let depth = 0;
  for (const character of name) {
    if (character === "]" && depth > 0) depth--;
    if (depth === 0) text += character;
    if (character !== "[") continue;
    if (depth === 0) text += "…";
    depth++;
  }
  return text;
}

/** What a function belongs to: `github.com/x/shop/cache`; "" where the name does not say. */
export function packageOf(name: string): string {
  const dot = name.indexOf(".", lastSlashBeforeTypes(name) + 1);
  return dot < 0 ? "" : name.slice(0, dot);
}

/** A slash inside type arguments (`f[a/b.T]`) is not the end of the import path. */
function lastSlashBeforeTypes(name: string): number {
  const types = name.indexOf("[");
  return types < 0 ? name.lastIndexOf("/") : name.lastIndexOf("/", types);
}
