/**
 * Everything that a person can choose on the page, as the part of the address behind `#`, both
 * ways: an address that is sent to someone shows them the same. What is at its default is left out;
 * what an address has that makes no sense is taken as the default, never as an error.
 */
export const VIEWS = [
  "now",
  "time",
  "growth",
  "code",
  "goroutines",
  "gc",
  // Of a server that records: all that it does.
  "processes",
] as const;
export type View = (typeof VIEWS)[number];
export const SHOWS = ["flame", "callers", "table", "source"] as const;
export type Show = (typeof SHOWS)[number];

export interface PageState {
  readonly view: View;
  /** Id of a recorded process; "": none, or the only one. */
  readonly process: string;
  /** What is shown of its time, see time/range.ts; "": the usual. */
  readonly range: string;
  /** Id of the ledger's line that is looked at; "": RSS. */
  readonly line: string;
  /** Name of the value: "inuse_space"; "": the first there is. */
  readonly value: string;
  /** Snapshot or range of time, and the one that it is compared with; "": the last, none. */
  readonly at: string;
  readonly base: string;
  readonly show: Show;
  readonly byLine: boolean;
  readonly isInverted: boolean;
  readonly search: string;
  readonly focus: string;
  readonly hide: string;
  /** What fills the width of the flame graph, see code/frame-path.ts; "": all. */
  readonly zoom: string;
  /** Function whose callers or source are shown. */
  readonly of: string;
  readonly sort: "self" | "total";
  /** What goroutines, and what stacks that grow, are filtered by. */
  readonly goroutine: string;
  /** The settings that are tried: percent or "off", bytes or "none"; "": those of now. */
  readonly gogc: string;
  readonly memlimit: string;
  /** What processes are filtered and sorted by, see processes/process-order.ts. */
  readonly find: string;
  readonly order: string;
}

export const DEFAULT_STATE: PageState = {
  view: "now",
  process: "",
  range: "",
  line: "",
  value: "",
  at: "",
  base: "",
  show: "flame",
  byLine: false,
  isInverted: false,
  search: "",
  focus: "",
  hide: "",
  zoom: "",
  of: "",
  sort: "self",
  goroutine: "",
  gogc: "",
  memlimit: "",
  find: "",
  order: "",
};

const TEXTS = [
  "process",
  "range",
  "line",
  "value",
  "at",
  "base",
  "search",
  "focus",
  "hide",
  "zoom",
  "of",
  "goroutine",
  "gogc",
  "memlimit",
  "find",
  "order",
] as const;
type TextKey = (typeof TEXTS)[number];
/** Longer ones come from no page. */
const MAX_TEXT = 2000;

/** @param hash with or without its `#` */
export function parseState(hash: string): PageState {
  const text = hash.replace(/^#/, "");
  const cut = text.indexOf("?");
  const name = cut < 0 ? text : text.slice(0, cut);
  const query = new URLSearchParams(cut < 0 ? "" : text.slice(cut + 1));
  const texts = Object.fromEntries(
    TEXTS.map((key) => [key, (query.get(key) ?? "").slice(0, MAX_TEXT)]),
  ) as Pick<PageState, TextKey>;
  return {
    ...texts,
    view: oneOf(VIEWS, name),
    show: oneOf(SHOWS, query.get("show") ?? ""),
    byLine: query.get("by") === "line",
    isInverted: query.has("invert"),
    sort: query.get("sort") === "total" ? "total" : "self",
  };
}

/** With its `#`. */
export function formatState(state: PageState): string {
  const query = new URLSearchParams();
  for (const key of TEXTS) if (state[key] !== "") query.set(key, state[key]);
  if (state.show !== DEFAULT_STATE.show) query.set("show", state.show);
  if (state.byLine) query.set("by", "line");
  if (state.isInverted) query.set("invert", "");
  if (state.sort !== DEFAULT_STATE.sort) query.set("sort", state.sort);
  const text = query.toString();
  return `#${state.view}${text === "" ? "" : `?${text}`}`;
}

function oneOf<T extends string>(choices: readonly [T, ...T[]], text: string): T {
  return choices.find((choice) => choice === text) ?? choices[0];
}
