/**
 * A Go program's stderr in memory: the runtime's trace lines into columns, the program's own lines
 * counted. A log that comes in pieces, or is large, is read with a GcLogReader.
 */
import type { GcHistory, GcLog } from "../../model/gc-log.ts";
import { GcLogBuilder } from "./gc-log-builder.ts";
import { GcLogReader } from "./gc-log-reader.ts";

/** Never fails: text without any trace line is a log of other lines. */
export function decodeGcLog(bytes: Uint8Array): GcLog {
  const reader = new GcLogReader();
  reader.push(bytes);
  reader.end();
  return gcLogOf(reader);
}

/** All that was read, as arrays; of several processes the one with most collections. */
export function gcLogOf(reader: GcLogReader): GcLog {
  const [main, ...others] = reader.histories();
  const { otherLines, damagedLines } = reader;
  return {
    ...rowsOf(main),
    otherLines,
    ...(damagedLines === 0 ? {} : { damagedLines }),
    ...(others.length === 0 ? {} : { otherProcesses: others }),
  };
}

function rowsOf(history: GcHistory | undefined): Pick<GcLog, "cycles" | "scavenges" | "versions"> {
  const none = new GcLogBuilder();
  if (history === undefined) {
    return { cycles: none.sliceCycles(0, 0), scavenges: none.sliceScavenges(0, 0) };
  }
  const { length, scavenges, versions } = history;
  const cycles = history.slice(0, length);
  return { cycles, scavenges, ...(versions === undefined ? {} : { versions }) };
}
