/** The page of one file, or of one look at a process. */
import { useEffect } from "react";
import type { Page } from "../model/page.ts";
import { useKeys } from "./keys/use-keys.tsx";
import { PageView } from "./page-view.tsx";
import { PageHead } from "./parts/page-head.tsx";
import { useUrlState } from "./state/use-url-state.ts";
import { subjectText } from "./subject-text.ts";
import { TITLES, viewsOf, viewToShow } from "./views.ts";

export function App({ page }: { readonly page: Page }) {
  const [given, change] = useUrlState();
  const view = viewToShow(page, given.view, location.hash !== "");
  const state = given.view === view ? given : { ...given, view };
  const views = viewsOf(page);
  const help = useKeys({ views, state });
  useEffect(() => {
    document.title = `${TITLES[view]} · ${page.report?.name ?? page.target} · Resident`;
    window.scrollTo(0, 0);
  }, [page, view]);
  return (
    <>
      <PageHead title={page.target} subject={subjectText(page)} views={views} state={state} />
      <PageView page={page} state={state} change={change} />
      {help}
    </>
  );
}
