/** The page's state, kept in the address: the browser's back and forward buttons walk through it. */
import { useCallback, useSyncExternalStore } from "react";
import { formatState, type PageState, parseState } from "./url-state.ts";

/** `replace`: the step is too small for one of the back button's, as a letter typed. */
export type ChangeState = (change: Partial<PageState>, how?: "replace") => void;

let cached = { hash: "", state: parseState("") };

export function useUrlState(): [PageState, ChangeState] {
  const state = useSyncExternalStore(subscribe, currentState);
  const change = useCallback<ChangeState>((part, how) => {
    const hash = formatState({ ...currentState(), ...part });
    if (how === "replace") history.replaceState(null, "", hash);
    else if (hash !== location.hash) history.pushState(null, "", hash);
    window.dispatchEvent(new HashChangeEvent("hashchange"));
  }, []);
  return [state, change];
}

/** The same object as long as the address is the same, as React wants it. */
function currentState(): PageState {
  if (cached.hash !== location.hash)
    cached = { hash: location.hash, state: parseState(location.hash) };
  return cached.state;
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener("hashchange", onChange);
  window.addEventListener("popstate", onChange);
  return () => {
    window.removeEventListener("hashchange", onChange);
    window.removeEventListener("popstate", onChange);
  };
}
