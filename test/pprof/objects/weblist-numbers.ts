/** What the two pages of `-weblist` say, as rows that can be compared: their HTML has nothing in common. */

/** Rows of `FUNC name file`, `TOTAL flat cum share`, `LINE number flat cum text`, `CODE flat cum address`. */
export type Rows = readonly string[];

interface Marks {
  readonly head: RegExp;
  readonly total: RegExp;
  readonly line: RegExp;
  readonly code: RegExp;
}

const REFERENCE: Marks = {
  head: /<h2>(.*?)<\/h2><p class="filename">(.*?)<\/p>/,
  total: /^ {2}Total: +(\S+) +(\S+) \(flat, cum\) +(\S+)/,
  line: /<span class=line> *(-?\d+)<\/span> <span class=\w+> +(\S+) +(\S+) {11}(.*?) ?<\/span>/,
  code: /(?:^|<span class=asm>) {10,}(\S+) +(\S+) +([0-9a-f]+): /g,
};

const OWN: Marks = {
  head: /<h2>(.*?)<\/h2><p class="file">(.*?)<\/p>/,
  total: /<p class="total"> Total +(\S+) +(\S+) \(flat, cum\) +(\S+?)<\/p>/,
  line: /(?:<summary>|<span class="row[^>]*>) *(-?\d+) +(\S+) +(\S+) {2}<span class="text">(.*?)<\/span>/,
  code: /(?:^|<div class="asm">) {8,}(\S+) +(\S+) +([0-9a-f]+): /g,
};

export const rowsOfReference = (html: string): Rows => rowsOf(html, REFERENCE);
export const rowsOfOwn = (html: string): Rows => rowsOf(html, OWN);

/** Instructions without samples are left out: before the first sample the two may be out of step. */
function rowsOf(html: string, { head, total, line, code }: Marks): Rows {
  const rows: string[] = [];
  const add = (kind: string, parts: readonly (string | undefined)[] | null) => {
    if (parts !== null) rows.push(unescaped([kind, ...parts.slice(1)].join(" ")).trimEnd());
  };
  for (const text of html.split("\n")) {
    add("FUNC", head.exec(text));
    add("TOTAL", total.exec(text));
    add("LINE", line.exec(text));
    for (const match of text.matchAll(code)) add("CODE", match);
  }
  return rows.filter((row) => !row.startsWith("CODE . . "));
}

function unescaped(html: string): string {
  return html
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
}
