/**
 * The pages that not every look takes, as they were last read. A report is of all there is: what a look had no need
 * to ask for is as old as it is, and says so, because a rate goes by the time at which something was counted.
 */
import { ownBytes } from "../../base/own-bytes.ts";
import { jsonBytes } from "../../collect/raw-snapshot.ts";
import type { MetaJson, RawSnapshot } from "../../model/bundle.ts";
import { settingsPage, type ToldSettings } from "./told-settings.ts";

const META = "meta.json";
const METRICS = "metrics.txt";
const PAGES = ["pprof/heap", "pprof/symbol.txt", "pprof/goroutine.debug1.txt"] as const;

interface ReadPage {
  readonly bytes: Uint8Array;
  /** Unix seconds. */
  readonly readAt: number;
}

export class SeldomPages {
  private readonly pages = new Map<string, ReadPage>();

  /**
   * Notes which of them a look took, and gives it the others. One that took all stays what it is, decoded as it is.
   * @param time of the look
   */
  complete(raw: RawSnapshot, time: number, settings: ToldSettings | undefined): RawSnapshot {
    const older = new Map<string, ReadPage>();
    for (const page of PAGES) {
      const bytes = raw.files.get(page);
      const before = this.pages.get(page);
      if (bytes !== undefined) this.pages.set(page, { bytes: ownBytes(bytes), readAt: time });
      else if (before !== undefined) older.set(page, before);
    }
    const added: [string, Uint8Array][] = [...older].map(([page, { bytes }]) => [page, bytes]);
    if (settings !== undefined && !raw.files.has(METRICS)) {
      added.push([METRICS, settingsPage(settings)]);
    }
    if (added.length === 0) return raw;
    return { ...raw, files: new Map([...raw.files, ...added, [META, withTimes(raw, older)]]) };
  }
}

/** The look's own notes, and when the older pages were read. */
function withTimes({ files }: RawSnapshot, older: ReadonlyMap<string, ReadPage>): Uint8Array {
  const own = files.get(META);
  const meta = own === undefined ? {} : (JSON.parse(new TextDecoder().decode(own)) as MetaJson);
  const times = [...older].map(([page, { readAt }]) => [page, { readAt }] as const);
  return jsonBytes({ ...meta, files: { ...meta.files, ...Object.fromEntries(times) } });
}
