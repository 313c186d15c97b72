/**
 * One recorded process over a range of its time. All views show that range. Where it ends now, Now and
 * Time follow the looks that come; the others say that there are newer ones, so that nothing moves under
 * the eyes of who reads code.
 */
import { type ReactNode, useEffect, useState } from "react";
import type { ProcessRow } from "../model/fleet.ts";
import type { Page } from "../model/page.ts";
import { errorText } from "./data/freshness.ts";
import type { Recorder, RecorderState } from "./data/recorder.ts";
import { useRecordedPage } from "./data/use-recorded-page.ts";
import { useKeys } from "./keys/use-keys.tsx";
import { PageView } from "./page-view.tsx";
import { AsOf } from "./parts/as-of.tsx";
import { FreshMark } from "./parts/fresh-mark.tsx";
import { PageHead } from "./parts/page-head.tsx";
import { ServerNotice } from "./parts/server-notice.tsx";
import { type PageState, VIEWS, type View } from "./state/url-state.ts";
import type { ChangeState } from "./state/use-url-state.ts";
import { follows as endsNow } from "./time/range.ts";
import { RangeBar } from "./time/range-bar.tsx";
import { itsTextOf, lastHourOf, nothingText } from "./time/range-text.ts";
import { addressOfProcesses, TITLES, viewsOf, viewToShow } from "./views.ts";

interface Props {
  readonly recorder: Recorder;
  readonly server: RecorderState;
  readonly row: ProcessRow;
  readonly state: PageState;
  readonly change: ChangeState;
}

const FOLLOWING: readonly View[] = ["now", "time"];
/** Each of them says so where nothing is recorded. */
const RECORDED_VIEWS = VIEWS.filter((view) => view !== "processes");
const NOTHING = "Nothing was recorded in this time.";

function hasNothing(page: Page): boolean {
  return page.recorded?.looked === null || viewsOf(page).length === 0;
}

export function RecordedProcess({ recorder, server, row, state: given, change }: Props) {
  const newest = server.looks.get(row.id) ?? 0;
  const [look, setLook] = useState(newest);
  const { page, isItsLast, isLoading, error } = useRecordedPage({
    recorder,
    process: given.process,
    range: given.range,
    look,
    last: Math.max(row.lastLook ?? 0, newest),
  });
  const view =
    page === null || hasNothing(page)
      ? given.view
      : viewToShow(page, given.view, location.hash !== "");
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
  const views = page === null ? [] : hasNothing(page) ? RECORDED_VIEWS : viewsOf(page);
  const help = useKeys({ views, state });
  const isLost = server.lostSince !== null;
  return (
    <>
      <PageHead
        subject={subjectOf(row, endsNow(state.range) ? null : page)}
        title={row.address}
        views={views}
        state={state}
        back={addressOfProcesses(state)}
      >
        <RangeBar
          recorded={page?.recorded ?? null}
          range={state.range}
          fresh={<FreshMark recorder={recorder} row={row} isLost={isLost} />}
          isLoading={isLoading}
          onNewer={isNewer && !takes ? () => setLook(newest) : null}
          onChange={(range) => change({ range, at: "", base: "", zoom: "" })}
        />
      </PageHead>
      <ServerNotice server={server} storeError={server.list.storeError} />
      <Trouble row={row} error={isLost ? null : error} />
      <Content page={page} error={error} state={state} change={change}>
        {page !== null && <When {...{ recorder, row, isLost, page, isItsLast, state }} />}
      </Content>
      {help}
    </>
  );
}

/** `shop · pid 4817 · go1.23.4 · env=prod`; of an earlier time the process that ran then, as far as is known. */
function subjectOf({ name, labels, ...now }: ProcessRow, past: Page | null): string {
  const { pid, go } = past === null ? now : (past.report ?? NOT_KNOWN);
  const parts = [name];
  if (pid !== null) parts.push(`pid ${pid}`);
  if (go !== null) parts.push(go);
  const shown = Object.entries(labels).filter(([, value]) => value !== name);
  return [...parts, ...shown.map(([key, value]) => `${key}=${value}`)].join(" · ");
}

interface WhenProps extends Pick<Props, "recorder" | "row" | "state"> {
  readonly isLost: boolean;
  readonly page: Page;
  readonly isItsLast: boolean;
}

/** Of which moment it is, where it may be taken for another: an answer is of one, other views say their time. */
function When({ recorder, row, isLost, page, isItsLast, state }: WhenProps) {
  const { answer, recorded } = page;
  const follows = endsNow(state.range);
  const isAnswer = state.view === "now";
  const time = (isAnswer ? answer?.time : undefined) ?? recorded?.looked?.to;
  const its = isItsLast ? itsTextOf(state.range) : null;
  if (time === undefined || (!follows && !isAnswer)) return null;
  return (
    <div className="when">
      <AsOf {...{ recorder, row, isLost, time, follows, its, isAnswer }} />
      {isAnswer && answer !== null && answer.note !== null && (
        <p className="muted">{answer.note}</p>
      )}
    </div>
  );
}

const NOT_KNOWN = { pid: null, go: null };
const GONE = "It is no longer looked at; what was recorded is kept.";

interface TroubleProps extends Pick<Props, "row"> {
  readonly error: string | null;
}

/** Why there is nothing new of it. */
function Trouble({ row, error }: TroubleProps) {
  const gone = row.state === "gone" ? GONE : null;
  const texts = [gone, errorText(row), error].filter((text) => text !== null);
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
  /** Above it. */
  readonly children: ReactNode;
}

function Content({ page, error, state, change, children }: ContentProps) {
  if (page === null) {
    return (
      <main className="view">
        {error === null ? <p className="muted late">Reading …</p> : <h1>It can't be shown yet.</h1>}
      </main>
    );
  }
  if (!hasNothing(page)) {
    return (
      <>
        {children}
        <PageView page={page} state={state} change={change} />
      </>
    );
  }
  return (
    <main className="view">
      <h1>{page.recorded === null ? NOTHING : nothingText(page.recorded)}</h1>
      <p className="toolbar-row">
        {page.recorded !== null && (
          <button type="button" onClick={() => change({ range: lastHourOf(page.recorded!) })}>
            Show the last hour of it
          </button>
        )}
        <button type="button" onClick={() => change({ range: "all" })}>
          Show all that there is
        </button>
      </p>
    </main>
  );
}
