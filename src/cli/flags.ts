/**
 * What each command can be told, as commander hands it over. Apart from the commands, which say how
 * it is typed, and from the actions, which are loaded only when they run.
 */
import type { HeapValueFlags } from "./options/heap-value.ts";
import type { OutputFlags } from "./options/output-options.ts";
import type { ScheduleFlags } from "./options/schedule-options.ts";
import type { TargetFlags } from "./options/target-options.ts";

/** Places that `resident top` shows unless told otherwise. */
export const TOP_SHOWN = 20;

export interface CaptureFlags extends TargetFlags, OutputFlags {
  readonly output?: string;
  readonly force?: boolean;
  readonly count?: number;
  /** Seconds. */
  readonly for?: number;
  /** Seconds. */
  readonly every?: number;
  readonly script?: boolean;
}

export interface DiffFlags extends TargetFlags, OutputFlags {}

export interface ExplainFlags extends TargetFlags, OutputFlags, ScheduleFlags {
  readonly failOn?: readonly string[];
  readonly explain?: string;
}

export interface ListFlags extends TargetFlags, OutputFlags, HeapValueFlags {
  readonly sourcePath?: readonly string[];
  readonly trimPath?: readonly string[];
}

export interface TopFlags extends TargetFlags, OutputFlags, HeapValueFlags {
  readonly nodecount?: number;
  readonly lines?: boolean;
}

export interface PsFlags extends OutputFlags {
  readonly prefix?: string;
  /** Seconds. */
  readonly timeout?: number;
}
