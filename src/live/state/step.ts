/** What happens to the live view, and what it wants done about it. */
import type { Recording } from "../../model/snapshot.ts";
import type { Look } from "../looks/look.ts";
import type { Key } from "./keys.ts";
import type { CodeRow, SampleType } from "./rows.ts";
import type { FunctionContent, WatchState } from "./watch-state.ts";

export type WatchEvent =
  | { readonly kind: "look"; readonly look: Look }
  | { readonly kind: "key"; readonly key: Key }
  | { readonly kind: "resize"; readonly columns: number; readonly rows: number }
  | { readonly kind: "tick"; readonly now: number }
  | { readonly kind: "saved"; readonly text: string }
  | { readonly kind: "content"; readonly row: CodeRow; readonly content: FunctionContent };

/** What the state machine wants done; none of it is done in here. */
export type Effect =
  | { readonly kind: "ask" }
  | { readonly kind: "rest"; readonly isResting: boolean }
  | { readonly kind: "save" }
  | { readonly kind: "quit" }
  | {
      readonly kind: "read-function";
      readonly row: CodeRow;
      readonly sampleType: SampleType;
      readonly recording: Recording;
    };

export interface Step {
  readonly state: WatchState;
  readonly effects: readonly Effect[];
}

/** A step that wants nothing done. */
export function only(state: WatchState): Step {
  return { state, effects: [] };
}
