/** Which functions are Go's own: nobody changes those, so that it matters who called them. */

/** First elements of the import paths of the standard library, Go 1.4 to 1.27. A module may have no dot in its name. */
const ROOTS: ReadonlySet<string> = new Set(
  `archive arena bufio builtin bytes cmp compress container context crypto database debug embed encoding
   errors expvar flag fmt go hash html image index internal io iter log maps math mime net os path plugin
   reflect regexp runtime slices sort strconv strings structs sync syscall testing text time unicode unique
   unsafe vendor weak`.split(/\s+/),
);

/** @param name of a function or a variable, with its import path: `encoding/json.(*decodeState).object` */
export function isStandardLibrary(name: string): boolean {
  const end = name.search(/[./]/);
  return end > 0 && ROOTS.has(name.slice(0, end));
}
