/** The help page: the keys, what the bar's pieces are, and what watching asks of the program. */
import { BLANK, span, type TextLine } from "../../report/text/spans.ts";
import { hanging } from "../../report/text/wrap.ts";
import { KEYS } from "../state/keys.ts";
import { LEGEND } from "./ledger-parts.ts";

const KEY_WIDTH = 9;
const TITLE_WIDTH = 14;

const NOTES: readonly (readonly [string, string])[] = [
  ["(+1.2)", "a change in parentheses may be chance: profiles are samples"],
  ["12.3?", "too few samples to rank this line"],
  [
    "ago",
    "how old a part is; the kernel is asked every second, MemStats every few, profiles every 15 s or, where they cost the program much, less often",
  ],
  [
    "1 to 5",
    "choose a value directly: live bytes, live objects, allocated bytes, allocated objects, goroutines",
  ],
];

/** The whole page, however long. */
export function helpLines(columns: number): TextLine[] {
  return [
    [span("Keys", "strong")],
    ...KEYS.flatMap(({ shown, what }) => item(shown, what, KEY_WIDTH, columns)),
    BLANK,
    [span("The bar is RSS, cut into", "strong")],
    ...LEGEND.flatMap(({ glyph, title, style, what }) =>
      hanging(
        [span(`  ${glyph} `, style), span(title.padEnd(TITLE_WIDTH))],
        what,
        columns,
        "faint",
      ),
    ),
    BLANK,
    [span("Reading it", "strong")],
    ...NOTES.flatMap(([sign, what]) => item(sign, what, KEY_WIDTH, columns)),
  ];
}

function item(sign: string, what: string, width: number, columns: number): TextLine[] {
  return hanging([span(`  ${sign}`.padEnd(width + 2), "accent")], what, columns);
}
