/** Places in the source, as short as they are still found: `main.go:31 main.main`. */
import { cutEnd, displayWidth } from "./display-width.ts";
import { elideTypes, fitFunction, shortFunction } from "./function-name.ts";
import { type Style, span } from "./spans.ts";
import { type Cell, drawnCell } from "./table.ts";

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

/** `main.go:31 main.main`, or the function alone where the file is not known. */
export function placeText(place: Place): string {
  return withFile(place, elideTypes(shortFunction(place.function)));
}

/** The same in at most `width` columns. */
export function fitPlace(place: Place, width: number): string {
  const room = width - displayWidth(withFile(place, ""));
  return cutEnd(withFile(place, fitFunction(place.function, Math.max(room, 1))), width);
}

/** A row's place, its type arguments as `withoutTypes` has left them. */
export function placeCell(place: Place, style: Style): Cell {
  const text = withFile(place, shortFunction(place.function));
  return drawnCell(displayWidth(text), (width) => [span(fitPlace(place, width), style)]);
}

/** Rows without type arguments, but for those that nothing else tells apart. */
export function withoutTypes<T extends Place>(rows: readonly T[]): T[] {
  const names = new Map<string, Set<string>>();
  for (const row of rows) {
    const text = placeText(row);
    names.set(text, (names.get(text) ?? new Set()).add(row.function));
  }
  const isAlike = (row: T) => names.get(placeText(row))!.size > 1;
  return rows.map((row) => (isAlike(row) ? row : { ...row, function: elideTypes(row.function) }));
}

function withFile(place: Place, name: string): string {
  const where = fileLine(place);
  return where === "" ? name : `${where} ${name}`;
}

const MORE = "← …";

/** `main.a:9 ← main.b:12 ← …`, as many callers as fit. */
export function callersText(callers: readonly Place[], width: number): string {
  const named = callers.filter(isNamed);
  let text = "";
  for (const [at, caller] of named.entries()) {
    const name = elideTypes(shortFunction(caller.function));
    const next = `${text}← ${name} ${fileLine(caller)} `;
    const mark = at < named.length - 1 ? MORE.length : -1;
    if (displayWidth(next) + mark > width) {
      return text === "" ? firstCaller(caller, width) : `${text}${MORE}`;
    }
    text = next;
  }
  return text.trimEnd();
}

function firstCaller(caller: Place, width: number): string {
  const room = width - displayWidth(fileLine(caller)) - 3;
  return cutEnd(`← ${fitFunction(caller.function, Math.max(room, 1))} ${fileLine(caller)}`, width);
}

/** Below main there are addresses without a name in profiles of old Go versions. */
function isNamed({ function: name }: Place): boolean {
  return !/^0x[\da-f]+$/.test(name) && !/^runtime\.(?:main|goexit)$/.test(name);
}
