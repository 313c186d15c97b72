/** The view of a page that the address names. */
import type { Page } from "../model/page.ts";
import { CodeView } from "./code/code-view.tsx";
import { GcView } from "./gc/gc-view.tsx";
import { GoroutinesView } from "./goroutines/goroutines-view.tsx";
import { GrowthView } from "./growth/growth-view.tsx";
import { NowView } from "./now/now-view.tsx";
import type { PageState } from "./state/url-state.ts";
import type { ChangeState } from "./state/use-url-state.ts";
import { TimeView } from "./time/time-view.tsx";

interface Props {
  readonly page: Page;
  /** Its view is one that the page has. */
  readonly state: PageState;
  readonly change: ChangeState;
}

export function PageView({ page, state, change }: Props) {
  const { report, goroutines, gc, time, growth } = page;
  const { view } = state;
  if (view === "goroutines" && goroutines !== null) {
    const isRecorded = page.recorded !== null;
    return <GoroutinesView table={goroutines} {...{ isRecorded, state, change }} />;
  }
  if (view === "gc" && gc !== null) return <GcView table={gc} state={state} change={change} />;
  if (view === "time" && time !== null) {
    return <TimeView page={page} table={time} state={state} change={change} />;
  }
  if (view === "growth" && growth !== null) {
    return <GrowthView table={growth} state={state} change={change} />;
  }
  if (view === "now" && report !== null) {
    return <NowView page={page} report={report} state={state} change={change} />;
  }
  return <CodeView page={page} state={state} change={change} />;
}
