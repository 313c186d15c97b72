/** The pages of a server that records: all processes, or one of them over a range of its time. */
import { useEffect, useSyncExternalStore } from "react";
import type { ProcessRow } from "../model/fleet.ts";
import type { Recorder, RecorderState } from "./data/recorder.ts";
import { useKeys } from "./keys/use-keys.tsx";
import { PageHead } from "./parts/page-head.tsx";
import { ServerNotice } from "./parts/server-notice.tsx";
import { answeringText } from "./processes/process-text.ts";
import { ProcessesView } from "./processes/processes-view.tsx";
import { RecordedProcess } from "./recorded-process.tsx";
import type { PageState } from "./state/url-state.ts";
import { type ChangeState, useUrlState } from "./state/use-url-state.ts";
import { addressOfProcesses } from "./views.ts";

export function RecorderApp({ recorder }: { readonly recorder: Recorder }) {
  const server = useSyncExternalStore(recorder.subscribe, recorder.current);
  useEffect(() => recorder.start(), [recorder]);
  const [state, change] = useUrlState();
  const row = processToShow(server.list.processes, state);
  if (row === undefined) {
    return <Home recorder={recorder} server={server} state={state} change={change} />;
  }
  if (row.lastLook === null) return <FirstLook server={server} row={row} state={state} />;
  return (
    <RecordedProcess
      key={row.id}
      recorder={recorder}
      server={server}
      row={row}
      state={{ ...state, process: String(row.id) }}
      change={change}
    />
  );
}

/** The one that the address names; without one the only one there is. */
function processToShow(
  rows: readonly ProcessRow[],
  { view, process }: PageState,
): ProcessRow | undefined {
  if (process !== "") return rows.find(({ id }) => String(id) === process);
  return rows.length === 1 && view !== "processes" ? rows[0] : undefined;
}

/** Of a process that was never seen there is nothing to ask for. */
function FirstLook({
  server,
  row,
  state,
}: Omit<HomeProps, "recorder" | "change"> & { readonly row: ProcessRow }) {
  const help = useKeys({ views: NO_VIEWS, state });
  return (
    <>
      <PageHead
        subject={row.name}
        views={NO_VIEWS}
        state={state}
        back={addressOfProcesses(state)}
      />
      <ServerNotice server={server} storeError={server.list.storeError} />
      <main className="view">
        <h1>{row.error === null ? "The first look is to come." : "It was not seen yet."}</h1>
        <p>{row.error ?? `${row.address} is asked soon; this page shows what it says.`}</p>
      </main>
      {help}
    </>
  );
}

interface HomeProps {
  readonly recorder: Recorder;
  readonly server: RecorderState;
  readonly state: PageState;
  readonly change: ChangeState;
}

const NO_VIEWS = [] as const;

function Home({ recorder, server, state, change }: HomeProps) {
  const help = useKeys({ views: NO_VIEWS, state });
  useEffect(() => {
    document.title = "Processes · Resident";
    window.scrollTo(0, 0);
  }, []);
  const { processes, storeError } = server.list;
  return (
    <>
      <PageHead subject={answeringText(processes)} views={[]} state={state} />
      <ServerNotice server={server} storeError={storeError} />
      <ProcessesView recorder={recorder} list={server.list} state={state} change={change} />
      {help}
    </>
  );
}
