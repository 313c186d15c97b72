/** Places in the source, as short as they are still found: `main.go:31 main.main`. */
import { cutEnd, displayWidth } from "./display-width.ts";

export interface Place {
  readonly function: string;
  readonly file: string;
  /** 0 where the profile holds no lines. */
  readonly line: number;
}

/** `main.go:31`; the function's package says which main.go. */
export function fileLine(place: Place): string {
  const file = place.file.slice(
    Math.max(place.file.lastIndexOf("/"), place.file.lastIndexOf("\\")) + 1,
  );
  return place.line > 0 ? `${file}:${place.line}` : file;
}

/** The last part of an import path with the function: `http.(*conn).serve`. */
export function shortFunction(name: string): string {
  return name.slice(lastSlashBeforeTypes(name) + 1);
}

/** `main.go:31 main.main`, or the function alone where the file is not known. */
export function placeText(place: Place): string {
  const where = fileLine(place);
  const name = shortFunction(place.function);
  return where === "" ? name : `${where} ${name}`;
}

/** `main.a:9 ← main.b:12 ← …`, as many callers as fit. */
export function callersText(callers: readonly Place[], width: number): string {
  let text = "";
  for (const caller of callers.filter(isNamed)) {
    const next = `${text}← ${shortFunction(caller.function)} ${fileLine(caller)} `;
    if (displayWidth(next) > width && text !== "") return cutEnd(`${text}← …`, width);
    text = next;
  }
  return cutEnd(text.trimEnd(), width);
}

/** Below main there are addresses without a name in profiles of old Go versions. */
function isNamed({ function: name }: Place): boolean {
  return !/^0x[\da-f]+$/.test(name) && !/^runtime\.(?:main|goexit)$/.test(name);
}

/** A slash inside type arguments (`f[a/b.T]`) is not the end of the import path. */
function lastSlashBeforeTypes(name: string): number {
  const types = name.indexOf("[");
  return types < 0 ? name.lastIndexOf("/") : name.lastIndexOf("/", types);
}
