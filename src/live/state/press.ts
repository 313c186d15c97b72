/** What each key does to the state. Pure; the keys' names and help are in keys.ts. */
import type { Recording } from "../../model/snapshot.ts";
import { type Command, commandOf, type Key } from "./keys.ts";
import type { SampleType } from "./rows.ts";
import { withTable } from "./sort-rows.ts";
import type { Effect, Step } from "./step.ts";
import { only } from "./step.ts";
import { type SortOrder, selectedIndex, shownData, type WatchState } from "./watch-state.ts";

const SAMPLE_TYPES: readonly SampleType[] = [
  "inuse_space",
  "inuse_objects",
  "alloc_space",
  "alloc_objects",
  "goroutines",
];
const ORDERS: readonly SortOrder[] = ["size", "growth", "name"];
/** Seconds; 0 is all. */
const SPANS: readonly number[] = [0, 60, 300, 900, 3600];
const NOTE_SECONDS = 6;

export function press(state: WatchState, key: Key): Step {
  const number = /^[1-5]$/.test(key) ? Number(key) : 0;
  if (number > 0) return only(withSampleType(state, SAMPLE_TYPES[number - 1]!));
  const command = commandOf(key);
  return command === undefined ? only(state) : COMMANDS[command](state);
}

const COMMANDS: Readonly<Record<Command, (state: WatchState) => Step>> = {
  quit: (state) => ({ state, effects: [{ kind: "quit" }] }),
  up: (state) => only(move(state, -1)),
  down: (state) => only(move(state, 1)),
  "page-up": (state) => only(move(state, -screenful(state))),
  "page-down": (state) => only(move(state, screenful(state))),
  first: (state) => only(move(state, Number.NEGATIVE_INFINITY)),
  last: (state) => only(move(state, Number.POSITIVE_INFINITY)),
  back: (state) => only({ ...state, page: { kind: "main" } }),
  help: (state) => {
    const isOpen = state.page.kind === "help";
    return only({ ...state, page: isOpen ? { kind: "main" } : { kind: "help", scroll: 0 } });
  },
  open,
  pause,
  save,
  sort: (state) => only(withTable({ ...state, order: next(ORDERS, state.order, 1) })),
  "sample-type": (state) => only(withSampleType(state, next(SAMPLE_TYPES, state.sampleType, 1))),
  "sample-type-back": (state) =>
    only(withSampleType(state, next(SAMPLE_TYPES, state.sampleType, -1))),
  span: (state) => only({ ...state, span: next(SPANS, state.span, 1) }),
  baseline,
  ask: (state) => {
    if (state.frozen !== undefined) return only(noted(state, "Paused: Space goes on."));
    return { state: noted(state, "Taking profiles …"), effects: [{ kind: "ask" }] };
  },
};

/** Opens the selected row's function; from elsewhere than the table it does nothing. */
function open(state: WatchState): Step {
  const row = state.table.rows[selectedIndex(state)];
  const { profile } = shownData(state);
  if (state.page.kind !== "main" || row === undefined || profile === undefined) return only(state);
  const { sampleType } = state;
  const recording: Recording = {
    target: state.target,
    ...(profile.go && { go: profile.go }),
    snapshots: [profile.snapshot],
    remarks: [],
  };
  const page = { kind: "function", row, sampleType, content: undefined, scroll: 0 } as const;
  const effect: Effect = { kind: "read-function", row, sampleType, recording };
  return { state: { ...state, page, selected: row.key }, effects: [effect] };
}

function pause(state: WatchState): Step {
  const isResting = state.frozen === undefined;
  const next = { ...state, frozen: isResting ? state.data : undefined };
  return {
    state: isResting ? next : withTable(next),
    effects: [{ kind: "rest", isResting }],
  };
}

function save(state: WatchState): Step {
  if (state.isSaving) return only(state);
  return {
    state: noted({ ...state, isSaving: true }, "Saving a bundle …"),
    effects: [{ kind: "save" }],
  };
}

function baseline(state: WatchState): Step {
  const { profile, program: firstProgram } = shownData(state);
  if (profile === undefined) return only(state);
  const rebased = (data: WatchState["data"]) => {
    return { ...data, baseline: profile.snapshot, firstProgram };
  };
  const next = withTable({
    ...state,
    data: rebased(state.data),
    frozen: state.frozen && rebased(state.frozen),
  });
  return only(noted(next, "Change is measured from this look on."));
}

/** On the table it moves the selection, on a page the text. */
function move(state: WatchState, by: number): WatchState {
  const { page, table } = state;
  if (page.kind === "main") {
    const at = selectedIndex(state) + by;
    const row = table.rows[Math.max(0, Math.min(at, table.rows.length - 1))];
    return row === undefined ? state : { ...state, selected: row.key };
  }
  // How long the text is, only the screen knows: it stops at the last line.
  const scroll = Math.max(0, Math.min(page.scroll + by, MOST_SCROLL));
  return { ...state, page: { ...page, scroll } };
}

const MOST_SCROLL = 100_000;

function screenful({ rows }: WatchState): number {
  return Math.max(3, Math.floor(rows / 2));
}

function withSampleType(state: WatchState, sampleType: SampleType): WatchState {
  if (state.page.kind !== "main") return state;
  return withTable({ ...state, sampleType, selected: undefined });
}

function noted(state: WatchState, text: string): WatchState {
  return { ...state, note: { text, until: state.now + NOTE_SECONDS } };
}

function next<T>(values: readonly T[], value: T, by: number): T {
  return values[(values.indexOf(value) + by + values.length) % values.length]!;
}
