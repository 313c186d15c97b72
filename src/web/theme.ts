/** Light or dark: the system's, unless the reader chose otherwise; kept in the browser. */
import { useCallback, useSyncExternalStore } from "react";

export type Theme = "light" | "dark";
const KEY = "resident-theme";
const dark = matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, currentTheme);
}

export function useToggleTheme(): () => void {
  return useCallback(() => {
    setTheme(currentTheme() === "dark" ? "light" : "dark");
    for (const listener of listeners) listener();
  }, []);
}

/** Before the first paint. */
export function restoreTheme(): void {
  const kept = storage()?.getItem(KEY);
  if (kept === "light" || kept === "dark") setTheme(kept);
}

function currentTheme(): Theme {
  const chosen = document.documentElement.dataset["theme"];
  if (chosen === "light" || chosen === "dark") return chosen;
  return dark.matches ? "dark" : "light";
}

function setTheme(theme: Theme): void {
  document.documentElement.dataset["theme"] = theme;
  storage()?.setItem(KEY, theme);
}

/** Refused by some browsers for pages that are files. */
function storage(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}

function subscribe(onChange: () => void): () => void {
  listeners.add(onChange);
  dark.addEventListener("change", onChange);
  return () => {
    listeners.delete(onChange);
    dark.removeEventListener("change", onChange);
  };
}
