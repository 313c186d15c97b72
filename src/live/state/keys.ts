/** Which key does what: the one table that the state machine, the footer and the help page share. */
export type Command =
  | "up"
  | "down"
  | "page-up"
  | "page-down"
  | "first"
  | "last"
  | "open"
  | "back"
  | "sort"
  | "sample-type"
  | "sample-type-back"
  | "pause"
  | "ask"
  | "baseline"
  | "span"
  | "save"
  | "help"
  | "quit";

/** A pressed key: a printable character, or a name from NAMED_KEYS. */
export type Key = string;

export interface KeyHelp {
  readonly command: Command;
  readonly keys: readonly Key[];
  /** As it is shown. */
  readonly shown: string;
  /** One or two words, for the footer; empty: not there. */
  readonly short: string;
  readonly what: string;
}

export const KEYS: readonly KeyHelp[] = [
  key("quit", ["q", "ctrl-c"], "q", "quit", "leave; the terminal is as it was before"),
  key("help", ["?", "h"], "?", "help", "this page"),
  key("open", ["enter", "right", "l"], "Enter", "source", "the function's source, line by line"),
  key("sort", ["o"], "o", "order", "sort by size, by growth, or by name"),
  key(
    "sample-type",
    ["v", "tab"],
    "v",
    "value",
    "count bytes or objects, live or allocated, or goroutines",
  ),
  key("pause", [" ", "p"], "Space", "pause", "stand still, and ask the program nothing meanwhile"),
  key("save", ["s"], "s", "save", "write a bundle of what was seen, with a last look"),
  key("ask", ["r"], "r", "refresh", "take profiles now, not when they are due"),
  key("baseline", ["b"], "b", "baseline", "measure change from the newest look on"),
  key("span", ["t"], "t", "time", "the chart's width: all, 1 min, 5 min, 15 min, 1 h"),
  key("back", ["escape", "left", "backspace"], "Esc", "", "back to where you came from"),
  key("up", ["up", "k"], "↑ k", "", "one line up"),
  key("down", ["down", "j"], "↓ j", "", "one line down"),
  key("page-up", ["pageup"], "PgUp", "", "a screen up"),
  key("page-down", ["pagedown"], "PgDn", "", "a screen down"),
  key("first", ["home", "g"], "Home g", "", "to the first line"),
  key("last", ["end", "G"], "End G", "", "to the last line"),
  key("sample-type-back", ["V"], "V", "", "the value before"),
];

function key(
  command: Command,
  keys: readonly Key[],
  shown: string,
  short: string,
  what: string,
): KeyHelp {
  return { command, keys, shown, short, what };
}

const COMMANDS: ReadonlyMap<Key, Command> = new Map(
  KEYS.flatMap(({ keys, command }) => keys.map((one) => [one, command] as const)),
);

export function commandOf(pressed: Key): Command | undefined {
  return COMMANDS.get(pressed);
}
