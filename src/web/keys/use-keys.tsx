/** Keys of the whole page, and the help that lists them. A key that someone types into a field is theirs. */
import { type ReactNode, useEffect, useState } from "react";
import type { PageState, View } from "../state/url-state.ts";
import { addressOfView } from "../views.ts";
import { KeyHelp } from "./key-help.tsx";
import { focusSearch, isInList, moveInList } from "./move-in-list.ts";

interface Wanted {
  /** 1 to 9 go to them. */
  readonly views: readonly View[];
  readonly state: PageState;
}

/** @returns the help, while it is asked for */
export function useKeys({ views, state }: Wanted): ReactNode {
  const [isHelp, setHelp] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (isTyping(event.target)) {
        if (leavesField(event)) event.preventDefault();
        return;
      }
      const act = actionOf(event.key, views, state);
      if (event.key === "?") setHelp((is) => !is);
      else if (event.key === "Escape") setHelp(false);
      else if (act === undefined || !act()) return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [views, state]);
  return isHelp ? <KeyHelp views={views} onClose={() => setHelp(false)} /> : null;
}

/** False: it was for nothing here, the browser may have it. */
type Act = () => boolean;

function actionOf(key: string, views: readonly View[], state: PageState): Act | undefined {
  if (key === "/") return focusSearch;
  if (key === "j") return () => moveInList(1);
  if (key === "k") return () => moveInList(-1);
  // Without a row they scroll, as always.
  if (key === "ArrowDown") return () => isInList() && moveInList(1);
  if (key === "ArrowUp") return () => isInList() && moveInList(-1);
  const view = /^[1-9]$/.test(key) ? views[Number(key) - 1] : undefined;
  if (view === undefined) return undefined;
  return () => {
    location.hash = addressOfView(view, state);
    return true;
  };
}

/** From what was searched for to what was found; Escape empties a search, and then leaves it. */
function leavesField({ key, target }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLInputElement) || target.type !== "search") return false;
  if (key === "Escape" && target.value === "") target.blur();
  return (key === "Enter" || key === "ArrowDown") && moveInList(1);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return target.type !== "range";
  return target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;
}
