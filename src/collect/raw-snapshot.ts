/** The two halves of a look, what the kernel says and what the program says, as one folder of a bundle. */
import type { MetaJson, RawSnapshot } from "../model/bundle.ts";
import type { FileReading } from "./pprof/page-taker.ts";
import type { ProcessCapture } from "./process/capture-process.ts";
import type { LiveTarget } from "./target/target.ts";

export interface SnapshotHalves {
  readonly kernel: ProcessCapture | undefined;
  /** Of the program: bytes by bundle path. */
  readonly own: ReadonlyMap<string, Uint8Array>;
  /** When those were read, or why one is missing. */
  readonly notes: Readonly<Record<string, FileReading>>;
}

/**
 * @param name of its folder, e.g. "0001"
 * @param time unix seconds at which it began
 * @param missing halves that were not found, with the reason
 */
export function rawSnapshot(
  name: string,
  time: number,
  missing: LiveTarget["missing"],
  { kernel, own, notes }: SnapshotHalves,
): RawSnapshot {
  const absent: Record<string, FileReading> = {};
  for (const { source, ...note } of missing) absent[source] = note;
  const meta: MetaJson = {
    ...kernel?.meta,
    files: { ...absent, ...kernel?.meta.files, ...notes },
  };
  return {
    name,
    files: new Map([
      ["time", timeBytes(time)],
      ["meta.json", jsonBytes(meta)],
      ...(kernel?.files ?? []),
      ...own,
    ]),
  };
}

/** The folder's name of the nth snapshot, counted from 1. */
export function snapshotName(number: number): string {
  return String(number).padStart(4, "0");
}

/** A snapshot's file `time`. */
export function timeBytes(seconds: number): Uint8Array {
  return new TextEncoder().encode(`${seconds.toFixed(3)}\n`);
}

/** JSON as bundles have it. */
export function jsonBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 1)}\n`);
}
