/** The views there are of a page: what they are called, and which of them it has something for. */
import type { Page } from "../model/page.ts";
import { DEFAULT_STATE, formatState, type PageState, VIEWS, type View } from "./state/url-state.ts";

export const TITLES: Readonly<Record<View, string>> = {
  now: "Now",
  time: "Time",
  growth: "Growth",
  code: "Code",
  goroutines: "Goroutines",
  gc: "GC",
  processes: "Processes",
};

/** In the order of reading. */
export function viewsOf(page: Page): View[] {
  return VIEWS.filter((view) => hasView(page, view));
}

/** @param isAsked false: the address names no view */
export function viewToShow(page: Page, asked: View, isAsked: boolean): View {
  const views = viewsOf(page);
  if (isAsked && views.includes(asked)) return asked;
  return views.includes(page.opens) ? page.opens : (views[0] ?? "now");
}

/** The address of another view of the same process and time. */
export function addressOfView(view: View, state: PageState): string {
  const { process, range, at, base, find, order } = state;
  return formatState({ ...DEFAULT_STATE, view, process, range, at, base, find, order });
}

/** The address of the list, searched and sorted as it was left. */
export function addressOfProcesses({ find, order }: PageState): string {
  return formatState({ ...DEFAULT_STATE, view: "processes", find, order });
}

function hasView(page: Page, view: View): boolean {
  if (view === "processes") return false;
  if (view === "now") return page.report !== null;
  if (view === "code") return page.code.length > 0;
  return page[view] !== null;
}
