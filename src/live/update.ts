/**
 * The state machine of the live view: a state and what happened → the next state, and what is to be
 * done about it outside. Pure, so that every key can be tested without a terminal.
 */
import type { Look } from "./looks/look.ts";
import { pageHeight, pageLines } from "./screen/page-lines.ts";
import { addLook } from "./state/add-look.ts";
import { press } from "./state/press.ts";
import { withTable } from "./state/sort-rows.ts";
import type { Step, WatchEvent } from "./state/step.ts";
import { only } from "./state/step.ts";
import type { WatchState } from "./state/watch-state.ts";

/** Seconds for which a note stays. */
const NOTE_SECONDS = 12;

export function update(state: WatchState, event: WatchEvent): Step {
  const step = event.kind === "key" ? press(state, event.key) : only(after(state, event));
  return { ...step, state: heldToPage(step.state) };
}

/** A page stops where its last line is in view. */
function heldToPage(state: WatchState): WatchState {
  const { page } = state;
  if (page.kind === "main" || page.scroll === 0) return state;
  const most = Math.max(0, (pageLines(state)?.length ?? 0) - pageHeight(state));
  return page.scroll <= most ? state : { ...state, page: { ...page, scroll: most } };
}

function after(state: WatchState, event: Exclude<WatchEvent, { kind: "key" }>): WatchState {
  switch (event.kind) {
    case "look":
      return afterLook(state, event.look);
    case "resize":
      return { ...state, columns: event.columns, rows: event.rows };
    case "tick":
      return { ...state, now: event.now };
    case "saved": {
      const note = { text: event.text, until: state.now + NOTE_SECONDS };
      return { ...state, isSaving: false, note };
    }
    case "content": {
      const { page } = state;
      if (page.kind !== "function" || page.row.key !== event.row.key) return state;
      return { ...state, page: { ...page, content: event.content } };
    }
  }
}

function afterLook(state: WatchState, look: Look): WatchState {
  const data = addLook(state.data, look);
  const next = { ...state, data, now: Math.max(state.now, look.time) };
  const isNewTable = look.kind === "profile" || look.kind === "back";
  return isNewTable && state.frozen === undefined ? withTable(next) : next;
}
