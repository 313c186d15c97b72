/**
 * Names of generic functions as tracebacks have them. A profile says `main.f[go.shape.int]` where a
 * dump of the same goroutine says `main.f[...]`; the runtime replaces what is between the first and
 * the last bracket, and so does this.
 */
export function shortenTypeArguments(name: string): string {
  const open = name.indexOf("[");
  if (open < 0) return name;
  const close = name.lastIndexOf("]");
  return close < open ? name : `${name.slice(0, open)}[...]${name.slice(close + 1)}`;
}
