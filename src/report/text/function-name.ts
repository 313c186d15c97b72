/**
 * Function names as they are read: Go's full ones (`github.com/x/shop/cache.(*Cache[go.shape.int]).Put`)
 * are longer than many terminals are wide. What goes first is what says least: the import path, then
 * the type arguments, then the package and the type; never a part of a word, as long as one whole
 * word fits. JSON always has the full name.
 */
import { elideTypes, shortFunction } from "../../model/function-name.ts";
import { cutEnd, displayWidth } from "./display-width.ts";

export { elideTypes, shortFunction };

/** The longest of its forms that fits; one that is cut where none does. */
export function fitFunction(name: string, width: number): string {
  const short = shortFunction(name);
  const forms = [name, short, ...withoutFirstParts(elideTypes(short))];
  return forms.find((form) => displayWidth(form) <= width) ?? cutEnd(forms.at(-1)!, width);
}

/** `cache.(*Cache[…]).Put`, `…(*Cache[…]).Put`, `…Put`; a closure keeps the function around it. */
function withoutFirstParts(name: string): string[] {
  const parts = name.split(/\.(?=[^.])/);
  const function_ = parts.findLastIndex((part) => !/^(?:func|gowrap|deferwrap)?\d+$/.test(part));
  return parts
    .slice(0, Math.max(function_, 0) + 1)
    .map((_, at) => (at === 0 ? name : `…${parts.slice(at).join(".")}`));
}

/**
 * A sentence whose places (`main.go:27 (main.load)`) take at most half of a line each: the import
 * path is in the JSON, and the line says where it is.
 */
export function shortenPlaces(sentence: string, width: number): string {
  let text = "";
  let from = 0;
  for (const { index, 0: opening } of sentence.matchAll(/:\d+ \(/g)) {
    const start = index + opening.length;
    const end = closingParenthesis(sentence, start);
    if (start < from || end < 0) continue;
    const name = sentence.slice(start, end);
    text += sentence.slice(from, start) + fitWords(name, Math.floor(width / 2));
    from = end;
  }
  return text + sentence.slice(from);
}

/** As fitFunction, but prose has room: nothing goes of the function itself but its type arguments. */
function fitWords(whole: string, width: number): string {
  const name = elideTypes(whole);
  return displayWidth(name) <= width ? name : shortFunction(name);
}

function closingParenthesis(text: string, start: number): number {
  let depth = 1;
  for (let at = start; at < text.length; at++) {
    if (text[at] === "(") depth++;
    if (text[at] === ")") depth--;
    if (depth === 0) return at;
  }
  return -1;
}
