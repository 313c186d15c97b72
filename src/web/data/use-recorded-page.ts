/**
 * The page of a recorded process for a range of its time. While another range is fetched, or the
 * server is gone, the one that was there stays. A range that ends now follows the looks that come.
 */
import { useEffect, useRef, useState } from "react";
import type { Page } from "../../model/page.ts";
import { endsWithLast, rangeAt } from "../time/range.ts";
import { ask, ServerGone, sentenceOf } from "./ask.ts";
import { checked } from "./load-start.ts";
import type { Recorder } from "./recorder.ts";

export interface RecordedPage {
  readonly page: Page | null;
  /** See endsWithLast. */
  readonly isItsLast: boolean;
  readonly isLoading: boolean;
  readonly error: string | null;
}

const RETRY_MS = 3000;
const NOTHING_YET: RecordedPage = { page: null, isItsLast: false, isLoading: true, error: null };

interface Wanted {
  readonly recorder: Recorder;
  /** Always the same in one place: another process is another element. */
  readonly process: string;
  readonly range: string;
  /** Time of the newest look that belongs to it; another one fetches it anew. */
  readonly look: number;
  /** Time of the last look that there is, also one before this page was opened. */
  readonly last: number;
}

export function useRecordedPage(wanted: Wanted): RecordedPage {
  const { recorder, process, range, look } = wanted;
  // A later one that is not to be shown yet fetches nothing.
  const last = useRef(wanted.last);
  last.current = wanted.last;
  const [state, setState] = useState<RecordedPage>(NOTHING_YET);
  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    setState((was) => (was.isLoading ? was : { ...was, isLoading: true }));
    const load = async () => {
      const now = Math.max(recorder.now(), look);
      const { from, to } = rangeAt(range, now, last.current);
      try {
        const path = `api/v1/processes/${encodeURIComponent(process)}/page?from=${from}&to=${to}`;
        const page = checked(await ask<Page>(path, { signal: abort.signal }));
        setState({
          ...{ page, isLoading: false, error: null },
          isItsLast: endsWithLast(range, now, last.current),
        });
      } catch (error) {
        if (abort.signal.aborted) return;
        setState((was) => ({ ...was, isLoading: false, error: sentenceOf(error) }));
        if (error instanceof ServerGone) timer = setTimeout(load, RETRY_MS);
      }
    };
    void load();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [recorder, process, range, look]);
  return state;
}
