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

/** The same of every name in a sentence: brackets of names follow a letter (`Put[go.shape.int]`, not `the [heap]`). */
export function elideTypesIn(sentence: string): string {
  let text = "";
  let from = 0;
  for (const { index } of sentence.matchAll(/[\p{L}\p{N}_]\[/gu)) {
    if (index < from) continue;
    const end = endOfTypes(sentence, index + 1);
    if (end < 0) continue;
    text += `${sentence.slice(from, index + 1)}[…]`;
    from = end;
  }
  return text + sentence.slice(from);
}

/** Where the bracket that opens at `start` is closed again, and one further; -1: nowhere. */
function endOfTypes(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === "[") depth++;
    if (text[at] === "]" && --depth === 0) return at + 1;
  }
  return -1;
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
