/**
 * One recorded process over a range of its time. All views show that range. Where it ends now, Now and
 * Time follow the looks that come; the others say that there are newer ones, so that nothing moves under
 * the eyes of who reads code.
 */
import { useEffect, useState } from "react";
import type { ProcessRow } from "../model/fleet.ts";
import type { Page } from "../model/page.ts";
import type { Recorder, RecorderState } from "./data/recorder.ts";
import { useRecordedPage } from "./data/use-recorded-page.ts";
import { useKeys } from "./keys/use-keys.tsx";
import { PageView } from "./page-view.tsx";
import { PageHead } from "./parts/page-head.tsx";
import { ServerNotice } from "./parts/server-notice.tsx";
import type { PageState, View } from "./state/url-state.ts";
import type { ChangeState } from "./state/use-url-state.ts";
import { follows as endsNow } from "./time/range.ts";
import { RangeBar } from "./time/range-bar.tsx";
import { addressOfProcesses, TITLES, viewsOf, viewToShow } from "./views.ts";

interface Props {
  readonly recorder: Recorder;
  readonly server: RecorderState;
  readonly row: ProcessRow;
  readonly state: PageState;
  readonly change: ChangeState;
}

const FOLLOWING: readonly View[] = ["now", "time"];

export function RecordedProcess({ recorder, server, row, state: given, change }: Props) {
  const newest = server.looks.get(row.id) ?? 0;
  const [look, setLook] = useState(newest);
  const { page, isLoading, error } = useRecordedPage({
    recorder,
    process: given.process,
    range: given.range,
    look,
  });
  const view = page === null ? given.view : viewToShow(page, given.view, location.hash !== "");
  const state = { ...given, view };
  const isNewer = endsNow(state.range) && newest > look;
  const follows = page === null || FOLLOWING.includes(view);
  const takes = isNewer && !isLoading && follows && !document.hidden;
  useEffect(() => {
    if (takes) setLook(newest);
  }, [takes, newest]);
  useEffect(() => {
    document.title = `${TITLES[view]} · ${row.name} · Resident`;
    window.scrollTo(0, 0);
  }, [view, row.name]);
  const views = page === null ? [] : viewsOf(page);
  const help = useKeys({ views, state });
  return (
    <>
      <PageHead
        subject={subjectOf(row)}
        title={row.address}
        views={views}
        state={state}
        back={addressOfProcesses(state)}
      >
        <RangeBar
          recorded={page?.recorded ?? null}
          range={state.range}
          isUp={row.state === "up"}
          isLoading={isLoading}
          onNewer={isNewer && !takes ? () => setLook(newest) : null}
          onChange={(range) => change({ range, at: "", base: "", zoom: 0 })}
        />
      </PageHead>
      <ServerNotice server={server} storeError={server.list.storeError} />
      <Trouble row={row} error={error} />
      <Content page={page} error={error} state={state} change={change} />
      {help}
    </>
  );
}

/** `shop · pid 4817 · go1.23.4 · env=prod` */
function subjectOf({ name, pid, go, labels }: ProcessRow): string {
  const parts = [name];
  if (pid !== null) parts.push(`pid ${pid}`);
  if (go !== null) parts.push(go);
  const shown = Object.entries(labels).filter(([, value]) => value !== name);
  return [...parts, ...shown.map(([key, value]) => `${key}=${value}`)].join(" · ");
}

const GONE = "It is no longer looked at; what was recorded is kept.";

/** Why there is nothing new of it. */
function Trouble({ row, error }: { readonly row: ProcessRow; readonly error: string | null }) {
  const gone = row.state === "gone" ? GONE : null;
  const texts = [gone, row.error, error].filter((text) => text !== null);
  if (texts.length === 0) return null;
  return (
    <div className="notice" role="status">
      {texts.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </div>
  );
}

interface ContentProps {
  readonly page: Page | null;
  readonly error: string | null;
  readonly state: PageState;
  readonly change: ChangeState;
}

function Content({ page, error, state, change }: ContentProps) {
  if (page === null) {
    return (
      <main className="view">
        {error === null ? <p className="muted late">Reading …</p> : <h1>It can't be shown yet.</h1>}
      </main>
    );
  }
  if (viewsOf(page).length > 0) return <PageView page={page} state={state} change={change} />;
  return (
    <main className="view">
      <h1>Nothing was recorded in this time.</h1>
      <p>
        <button type="button" onClick={() => change({ range: "all" })}>
          Show all that there is
        </button>
      </p>
    </main>
  );
}
